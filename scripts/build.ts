// npm run build: the talk as a folder of static files.
import { existsSync, readdirSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { printJson, runCommand } from '../src/cli/command.ts'
import { outputFolderAt } from '../src/cli/output-path.ts'
import { PACKAGE_NAME } from '../src/data-package/package-files.ts'
import { UsageError } from '../src/errors/usage-error.ts'
import { buildDeck } from '../src/build/build-deck.ts'
import { replaceFolder } from '../src/files/atomic-write.ts'
import { PAGE_KINDS } from '../src/explorer/question-address.ts'
import { deckFile, SLIDES_OPTION } from '../src/cli/slides-option.ts'
import { root } from '../src/files/root.ts'
import { buildPages } from '../src/site/build-pages.ts'
import { linkPages } from '../src/site/link-pages.ts'

/** What a build has beside the deck's public files. */
const NAMES: readonly string[] = [
  'answers',
  'assets',
  'index.html',
  'licences.md',
  'pages',
  PACKAGE_NAME,
  'read',
  'sitemap.xml',
  'slides',
  'start',
  ...PAGE_KINDS,
]

await runCommand({
  name: 'npm run build',
  summary: 'Builds the talk as static files that any web server can serve, under any path.',
  options: {
    out: { hint: 'DIR', help: 'where to write them (otherwise dist); what the folder held is replaced' },
    slides: SLIDES_OPTION,
    base: { hint: 'PATH', help: 'the path it will stand under, as in /talk/ (otherwise ./, which fits any)' },
    'without-notes': { help: "leave the speaker's notes out, in every file" },
    json: { help: 'print {"folder": …} on stdout' },
  },
  async run({ values, signal, progress }) {
    const base = values.base ?? './'
    if (base !== './' && !/^\/(?:.*\/)?$/.test(base))
      throw new UsageError(`--base takes a path that starts and ends with /, not ${base}`)
    const talk = deckFile(values.slides)
    const folder = outputFolderAt('--out', values.out ?? join(root, 'dist'), {
      deck: talk.deck,
      sign: 'licences.md',
      isOurs: name => NAMES.includes(name) || publicNames(talk.deck).includes(name),
    })
    const withoutNotes = values['without-notes']
    const [built, pages] = await Promise.all([
      buildDeck({ ...talk, base, withoutNotes, signal, progress }),
      buildPages({ ...talk, withoutNotes, signal }),
    ])
    await replaceFolder(folder, async temporary => {
      await cp(built, temporary, { recursive: true })
      await cp(pages, temporary, { recursive: true })
      await linkPages(temporary)
    })
    if (values.json) printJson({ folder })
    else console.log(`Built in ${relative(process.cwd(), folder) || '.'}`)
  },
})

/** The names of the files that a deck publishes as they are. */
function publicNames(deck: string): readonly string[] {
  return [deck, root].map(it => join(it, 'public')).flatMap(it => (existsSync(it) ? readdirSync(it) : []))
}
