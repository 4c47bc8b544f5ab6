import { printJson, runCommand } from '../src/cli/command.ts'
import { UsageError } from '../src/errors/usage-error.ts'
import { existsSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { root } from '../src/files/root.ts'
import { SLIDES_FILE } from '../src/model/dataset.ts'
import { shorterTalk } from '../src/build/shorter-talk.ts'
import { deckFile } from '../src/cli/slides-option.ts'
import { archScaffold, mechanismScaffold, requireNew, writeScaffold } from '../src/cli/scaffold.ts'

const SCAFFOLDS = { mechanism: mechanismScaffold, arch: archScaffold }

await runCommand({
  name: 'npm run new',
  summary: `Writes files with TODOs that say what to fill in. npm run check then lists the TODOs that are left, and what is
missing in the rest of the data. A file that exists is never overwritten.`,
  words: 'mechanism ID | arch ID | talk FILE',
  options: {
    minutes: { hint: 'N', help: 'with talk: how long it is to be; its slides are chosen out of slides.md beside it' },
    slides: {
      hint: 'FILE',
      help: `with mechanism or arch: for the dataset beside this file (otherwise ${SLIDES_FILE})`,
    },
    json: { help: 'print {ok, files} as JSON' },
  },
  async run({ values, positionals }) {
    const [kind, id, ...more] = positionals
    if (kind === 'talk' && id !== undefined && more.length === 0) {
      const file = await newTalk(id, values.minutes)
      if (values.json) printJson({ ok: true, files: [file] })
      else process.stdout.write(`${file}\n\nLook at it with npm start -- --slides ${file}\n`)
      return
    }
    if (kind === undefined || !Object.hasOwn(SCAFFOLDS, kind) || id === undefined || more.length > 0)
      throw new UsageError(
        'needs a kind and an id; write mechanism ID, arch ID, or talk FILE --minutes N; see npm run new -- --help',
      )
    const { deck } = deckFile(values.slides)
    const { files, next } = SCAFFOLDS[kind as keyof typeof SCAFFOLDS](id, deck)
    await writeScaffold(files, deck)
    const written = [...files.keys()].map(it => relative(root, join(deck, it)))
    if (values.json) printJson({ ok: true, files: written })
    else process.stdout.write(`${written.join('\n')}\n\n${next.join('\n')}\n`)
  },
})

/**
 * Write a file of slides for a talk of so many minutes.
 *
 * @returns its path, relative to where the person stands.
 * @throws UsageError when the time is no number of minutes, there is no slides.md beside the file, or the file exists.
 */
async function newTalk(file: string, minutes: string | undefined): Promise<string> {
  if (minutes === undefined || !/^[1-9]\d{0,2}$/.test(minutes))
    throw new UsageError(`talk FILE needs --minutes N, such as 12${minutes === undefined ? '' : `, not ${minutes}`}`)
  const path = resolve(file)
  const [deck, name] = [dirname(path), basename(path)]
  if (!/^[\w-]+\.md$/.test(name) || !existsSync(join(deck, SLIDES_FILE)))
    throw new UsageError(`${file}: name a file beside ${SLIDES_FILE}, such as mine.md`)
  requireNew(name, deck)
  await writeScaffold(new Map([[name, shorterTalk(deck, Number(minutes))]]), deck)
  return relative('', path)
}
