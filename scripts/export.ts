// npm run export: the talk as PDF.
import { join, relative, resolve } from 'node:path'
import { archIds, knownArch } from './lib/arch-ids.ts'
import { printJson, runCommand, UsageError } from './lib/command.ts'
import { exportDeck } from './lib/export-deck.ts'
import { deckImprint, readHeadmatter } from './lib/headmatter.ts'
import { root } from '../data/model/load-fs.ts'

await runCommand({
  name: 'npm run export',
  summary: 'Prints the talk as PDF, a page for each step, with bookmarks.',
  options: {
    'arch': { hint: 'ID', help: 'the talk for this arch (otherwise the one that slides.md names)' },
    'all-arches': { help: 'a PDF for each arch in data/arch' },
    'final': { help: 'a page for each slide, at its last step' },
    'dark': { help: 'light on dark' },
    'output': { hint: 'FILE', help: 'where to write it (otherwise out/pt-regs-<arch>.pdf)' },
    'json': { help: 'print [{"arch", "file", "pages"}] on stdout' },
  },
  async run({ values, signal, progress }) {
    const { arch, output, final, dark } = values
    if (values['all-arches'] && (arch || output))
      throw new UsageError('--all-arches writes every arch under its own name; leave out --arch and --output')
    const headmatter = readHeadmatter(root)
    const data = join(root, 'data')
    const done = await exportDeck({
      arches: values['all-arches'] ? archIds(data) : [knownArch(arch ?? headmatter.arch ?? 'x86-64', data)],
      final,
      dark,
      imprint: deckImprint(root, headmatter),
      fileOf: id => output ? resolve(output) : join(root, 'out', `pt-regs-${id}.pdf`),
      signal,
      progress,
    })
    if (values.json) printJson(done)
    else console.log(done.map(({ file, pages }) => `${relative(process.cwd(), file)}: ${pages} pages`).join('\n'))
  },
})
