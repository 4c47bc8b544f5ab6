// npm run data: the dataset as the package pt-regs-data.
import { writeFile, mkdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { readValidDeck } from '../src/build/read-deck.ts'
import { printJson, runCommand } from '../src/cli/command.ts'
import { deckFile, requireRegisters, SLIDES_OPTION } from '../src/cli/slides-option.ts'
import { PACKAGE_NAME, packageFiles } from '../src/data-package/package-files.ts'
import { outputFolderAt } from '../src/cli/output-path.ts'
import { replaceFolder } from '../src/files/atomic-write.ts'
import { root } from '../src/files/root.ts'
import { npmTarball } from '../src/files/tarball.ts'
import { DATA_FOLDER } from '../src/model/dataset.ts'

await runCommand({
  name: 'npm run data',
  summary: `Writes the dataset as the npm package ${PACKAGE_NAME}: JSON, its schema and types, and functions that answer questions.`,
  options: {
    slides: SLIDES_OPTION,
    output: {
      hint: 'DIR',
      help: `where to write it (otherwise out/${PACKAGE_NAME}); what the folder held is replaced`,
    },
    json: { help: 'print {"version", "folder", "pack", "bytes"} on stdout' },
  },
  async run({ values }) {
    const talk = deckFile(values.slides)
    const { data: dataset } = readValidDeck(talk.deck, DATA_FOLDER, talk.slides)
    requireRegisters(dataset, talk)
    const { version, files } = await packageFiles({ dataset, deck: talk.deck, folder: DATA_FOLDER })
    const folder = outputFolderAt('--output', values.output ?? join(root, 'out', PACKAGE_NAME), {
      deck: root,
      sign: 'data.json',
      isOurs: it => files.has(it) || it.endsWith('.tgz'),
    })
    const name = `${PACKAGE_NAME}-${version}.tgz`
    const pack = npmTarball(files)
    await replaceFolder(folder, async temporary => {
      await mkdir(temporary)
      for (const [file, text] of files) await writeFile(join(temporary, file), text)
      await writeFile(join(temporary, name), pack)
    })
    if (values.json) printJson({ version, folder, pack: join(folder, name), bytes: pack.length })
    else console.log(`${relative(process.cwd(), join(folder, name))}: ${(pack.length / 1000).toFixed(0)} kB`)
  },
})
