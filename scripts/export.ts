// npm run export: the talk as PDF.
import { relative } from 'node:path'
import { everyArch, knownArch } from '../src/cli/arch-option.ts'
import { outputFileAt } from '../src/cli/output-path.ts'
import { RELEASE_OPTION, knownRelease } from '../src/cli/release-option.ts'
import { printJson, runCommand } from '../src/cli/command.ts'
import { namedArch } from '../src/model/dataset.ts'
import { UsageError } from '../src/errors/usage-error.ts'
import type { ExportPlan } from '../src/print/export-deck.ts'
import { KERNEL_TREE_OPTION, kernelTreeOf } from '../src/cli/kernel-tree-option.ts'
import { deckFile, outputFile, SLIDES_OPTION } from '../src/cli/slides-option.ts'

await runCommand({
  name: 'npm run export',
  summary: 'Prints the talk as PDF, a page for each step, with bookmarks.',
  options: {
    arch: { hint: 'ID', help: 'the talk for this arch (otherwise the one that slides.md names)' },
    slides: SLIDES_OPTION,
    release: RELEASE_OPTION,
    'all-arches': { help: 'a PDF for each arch in data/arch' },
    range: { hint: 'SLIDES', help: 'these slides only, as in 1,4-6' },
    final: { help: 'a page for each slide, at its last step' },
    dark: { help: 'light on dark' },
    linux: {
      ...KERNEL_TREE_OPTION,
      help: 'a kernel source tree; its own lines follow the slides whose sketches are drawn after them',
    },
    output: { hint: 'FILE', help: 'where to write it (otherwise out/pt-regs-<arch>.pdf)' },
    json: { help: 'print [{"arch", "file", "pages"}] on stdout' },
  },
  async run({ values, signal, progress }) {
    const { arch, range, final, dark } = values
    if (values['all-arches'] && (arch || values.output))
      throw new UsageError('--all-arches writes every arch under its own name; leave out --arch and --output')
    const talk = deckFile(values.slides)
    const { deck } = talk
    const output = values.output && outputFileAt(values.output, '.pdf', deck)
    if (arch) knownArch(arch, deck)
    const plan = async (): Promise<ExportPlan> => {
      const { deckImprint, readDeckHead } = await import('../src/build/pdf-metadata.ts')
      const { headmatter, slides } = readDeckHead(deck, talk.slides)
      return {
        arches: values['all-arches'] ? everyArch(deck) : [knownArch(arch ?? headmatter.arch, deck)],
        slides: range === undefined ? undefined : slidesOf(range, slides),
        metadata: deckImprint(deck, headmatter),
      }
    }
    const release = knownRelease(values.release, deck)
    // What people write can be wrong, and nothing starts before it is found right.
    const planned = range === undefined ? undefined : await plan()
    const { exportDeck } = await import('../src/print/export-deck.ts')
    const done = await exportDeck({
      ...talk,
      plan: planned ? () => Promise.resolve(planned) : plan,
      release,
      final,
      dark,
      kernelTree: await kernelTreeOf(values.linux, talk),
      fileOf: id => output || outputFile(talk, id, '.pdf'),
      signal,
      progress,
    })
    if (values.json) printJson(done.map(it => ({ ...it, arch: namedArch(it.arch) })))
    else console.log(done.map(({ file, pages }) => `${relative(process.cwd(), file)}: ${pages} pages`).join('\n'))
  },
})

/**
 * The slides that a range names.
 *
 * @throws UsageError when it is no range, or names a slide that there is not.
 */
function slidesOf(range: string, count: number): readonly number[] {
  if (!/^\d+(?:-\d+)?(?:,\d+(?:-\d+)?)*$/.test(range))
    throw new UsageError(`--range takes slides as in 1,4-6, not ${range}`)
  return range.split(',').flatMap(part => {
    const [first = 0, last = first] = part.split('-').map(Number)
    if (first < 1 || last > count || first > last)
      throw new UsageError(`--range names ${part}; the slides are 1 to ${count}`)
    return Array.from({ length: last - first + 1 }, (_, i) => first + i)
  })
}
