// npm run single-file: the talk as one HTML file.
import { relative } from 'node:path'
import { deckFile, outputFile, SLIDES_OPTION } from '../src/cli/slides-option.ts'
import { outputFileAt } from '../src/cli/output-path.ts'
import { knownArch } from '../src/cli/arch-option.ts'
import { RELEASE_OPTION, knownRelease } from '../src/cli/release-option.ts'
import { printJson, runCommand } from '../src/cli/command.ts'
import { namedArch } from '../src/model/dataset.ts'
import { buildDeck } from '../src/build/build-deck.ts'
import { readDeckHead } from '../src/build/pdf-metadata.ts'
import { replaceFile } from '../src/files/atomic-write.ts'

await runCommand({
  name: 'npm run single-file',
  summary: 'Makes one HTML file of the talk, which opens from the file system without a network.',
  options: {
    arch: { hint: 'ID', help: 'open the talk for this arch (otherwise the one that slides.md names)' },
    slides: SLIDES_OPTION,
    release: RELEASE_OPTION,
    output: { hint: 'FILE', help: 'where to write it (otherwise out/pt-regs-<arch>.html)' },
    'without-notes': { help: "leave the speaker's notes out, in every file" },
    json: { help: 'print {"arch", "file", "bytes"} on stdout' },
  },
  async run({ values, signal, progress }) {
    const talk = deckFile(values.slides)
    const own = readDeckHead(talk.deck, talk.slides).headmatter.arch
    const arch = knownArch(values.arch ?? own, talk.deck)
    const release = knownRelease(values.release, talk.deck)
    const file = values.output ? outputFileAt(values.output, '.html', talk.deck) : outputFile(talk, arch, '.html')
    const folder = await buildDeck({ ...talk, withoutNotes: values['without-notes'], signal, progress })
    progress('Packing …')
    const { packDeck } = await import('../src/build/pack-html.ts')
    const html = Buffer.from(await packDeck(folder, { arch: arch === own ? undefined : arch, release }))
    signal.throwIfAborted()
    await replaceFile(file, html)
    if (values.json) printJson({ arch: namedArch(arch), file, bytes: html.length })
    else console.log(`${relative(process.cwd(), file)}: ${(html.length / 1e6).toFixed(2)} MB`)
  },
})
