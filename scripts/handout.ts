// npm run handout: the talk on paper, for somebody who was not in the room.
import { relative } from 'node:path'
import { PAPERS, type Paper } from '../src/handout/page-rules.ts'
import { outputFileAt } from '../src/cli/output-path.ts'
import { knownArch } from '../src/cli/arch-option.ts'
import { RELEASE_OPTION, knownRelease } from '../src/cli/release-option.ts'
import { printJson, runCommand } from '../src/cli/command.ts'
import { namedArch } from '../src/model/dataset.ts'
import { UsageError } from '../src/errors/usage-error.ts'
import { deckFile, outputFile, SLIDES_OPTION } from '../src/cli/slides-option.ts'

const isPaper = (name: string): name is Paper => name in PAPERS

await runCommand({
  name: 'npm run handout',
  summary: 'Prints the talk as a handout: pictures, notes, sources, and the tables behind them, as one tagged PDF.',
  options: {
    arch: { hint: 'ID', help: 'the talk for this arch (otherwise the one that slides.md names)' },
    slides: SLIDES_OPTION,
    release: RELEASE_OPTION,
    paper: { hint: 'NAME', help: `${Object.keys(PAPERS).join(' or ')} (otherwise a4)` },
    output: { hint: 'FILE', help: 'where to write it (otherwise out/pt-regs-<arch>-handout.pdf)' },
    json: { help: 'print {"arch", "file", "paper", "pages"} on stdout' },
  },
  async run({ values, signal, progress }) {
    const talk = deckFile(values.slides)
    if (values.arch) knownArch(values.arch, talk.deck)
    const release = knownRelease(values.release, talk.deck)
    const paper = values.paper?.toLowerCase() ?? 'a4'
    if (!isPaper(paper)) throw new UsageError(`--paper ${values.paper} is none of ${Object.keys(PAPERS).join(', ')}`)
    const plan = async () => {
      const { deckImprint, readDeckHead } = await import('../src/build/pdf-metadata.ts')
      const { headmatter } = readDeckHead(talk.deck, talk.slides)
      const arch = knownArch(values.arch ?? headmatter.arch, talk.deck)
      return { arch, release, metadata: deckImprint(talk.deck, headmatter) }
    }
    const output = values.output && outputFileAt(values.output, '.pdf', talk.deck)
    const fileOf = (arch: string) => output || outputFile(talk, arch, '-handout.pdf')
    const { exportHandout } = await import('../src/print/export-handout.ts')
    const { arch, file, pages } = await exportHandout({ ...talk, plan, paper, fileOf, signal, progress })
    if (values.json) printJson({ arch: namedArch(arch), file, paper, pages })
    else console.log(`${relative(process.cwd(), file)}: ${pages} pages`)
  },
})
