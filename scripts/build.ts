// npm run build: the talk as a folder of static files.
import { existsSync, readdirSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { everyArch } from '../src/cli/arch-option.ts'
import { printJson, runCommand } from '../src/cli/command.ts'
import { outputFolderAt } from '../src/cli/output-path.ts'
import { PACKAGE_NAME } from '../src/data-package/package-files.ts'
import { UsageError } from '../src/errors/usage-error.ts'
import { buildDeck } from '../src/build/build-deck.ts'
import { replaceFolder } from '../src/files/atomic-write.ts'
import { PAGE_KINDS } from '../src/explorer/question-address.ts'
import { type DeckFile, deckFile, outputFile, SLIDES_OPTION } from '../src/cli/slides-option.ts'
import { readTalk } from '../src/build/read-deck.ts'
import { lookOf } from '../src/build/read-imprint.ts'
import { spokenIn } from '../src/build/read-language.ts'
import { DATA_FOLDER, namedArch } from '../src/model/dataset.ts'
import type { PrintSiteOptions } from '../src/publish/print-site.ts'
import { FIGURES, previewPicture, PREVIEWS, PRINTED, type PrintedFiles } from '../src/site/printed-files.ts'
import { root } from '../src/files/root.ts'
import { buildPages } from '../src/site/build-pages.ts'
import { linkPages } from '../src/site/link-pages.ts'

/** What a build has beside the deck's public files. */
const NAMES: readonly string[] = [
  'answers',
  'assets',
  FIGURES,
  'index.html',
  'licences.md',
  'pages',
  PRINTED,
  PREVIEWS,
  PACKAGE_NAME,
  'read',
  'sitemap.xml',
  'slides',
  'start',
  ...PAGE_KINDS,
]

/** A path on a host as addresses have it: no folder above, no empty part, and nothing that would have to be encoded. */
const PATH = /^\/(?:(?!\.{1,2}\/)[\w.~!$&'()*+,;=:@%-]+\/)*$/

await runCommand({
  name: 'npm run build',
  summary: 'Builds the talk as static files that any web server can serve, under any path.',
  options: {
    out: { hint: 'DIR', help: 'where to write them (otherwise dist); what the folder held is replaced' },
    slides: SLIDES_OPTION,
    base: { hint: 'PATH', help: 'the path it will stand under, as in /talk/ (otherwise ./, which fits any)' },
    full: { help: 'also PDFs and handouts of all arches, figures, and pictures for previews of links; needs Chromium' },
    'without-notes': { help: "leave the speaker's notes out, in every file" },
    json: { help: 'print {"folder": …} on stdout' },
  },
  async run({ values, signal, progress }) {
    const base = values.base ?? './'
    if (base !== './' && !PATH.test(base))
      throw new UsageError(`--base takes a path that starts and ends with /, not ${base}`)
    const talk = deckFile(values.slides)
    const folder = outputFolderAt('--out', values.out ?? join(root, 'dist'), {
      deck: talk.deck,
      sign: 'licences.md',
      isOurs: name => NAMES.includes(name) || publicNames(talk.deck).includes(name),
    })
    const withoutNotes = values['without-notes']
    const printed = values.full ? printedFiles(talk) : []
    const [built, pages] = await Promise.all([
      buildDeck({ ...talk, base, withoutNotes, signal, progress }),
      buildPages({ ...talk, withoutNotes, printed, signal }),
    ])
    await replaceFolder(folder, async temporary => {
      await cp(built, temporary, { recursive: true })
      await cp(pages, temporary, { recursive: true })
      await linkPages(temporary, values.full ? pictureOf(talk) : undefined)
      if (values.full) await print({ ...talk, site: temporary, printed, withoutNotes, signal, progress })
    })
    if (values.json) printJson({ folder })
    else console.log(`Built in ${relative(process.cwd(), folder) || '.'}`)
  },
})

/** The names of the files that a deck publishes as they are. */
function publicNames(deck: string): readonly string[] {
  return [deck, root].map(it => join(it, 'public')).flatMap(it => (existsSync(it) ? readdirSync(it) : []))
}

/** The PDFs of each arch, that of the talk first. */
function printedFiles(talk: DeckFile): readonly PrintedFiles[] {
  const { arch: own } = readTalk(talk.deck, DATA_FOLDER, talk.slides)
  const arches = [own, ...everyArch(talk.deck).filter(it => it !== own)]
  return arches.map(arch => {
    const file = (ending: string) => `${PRINTED}/${basename(outputFile(talk, arch, ending))}`
    return { arch, name: namedArch(arch) ?? 'PDF', slides: file('.pdf'), handout: file('-handout.pdf') }
  })
}

/** The address of the picture by which links to the deck are previewed, where the deck knows its own. */
function pictureOf({ deck, slides }: DeckFile): string | undefined {
  const talk = readTalk(deck, DATA_FOLDER, slides)
  const { siteUrl } = talk.headmatter
  return siteUrl === undefined ? undefined : siteUrl + previewPicture(talk.slides[0]!.id)
}

/** What needs Chromium; its modules are loaded only then. */
async function print(
  options: Omit<PrintSiteOptions, 'order' | 'metadata' | 'language' | 'look' | 'siteUrl'>,
): Promise<void> {
  const [{ printSite }, { deckImprint, readDeckHead }] = await Promise.all([
    import('../src/publish/print-site.ts'),
    import('../src/build/pdf-metadata.ts'),
  ])
  const { deck, slides } = options as DeckFile
  const talk = readTalk(deck, DATA_FOLDER, slides)
  const spoken = spokenIn(talk)
  await printSite({
    ...options,
    order: talk.slides.map(it => it.id),
    metadata: deckImprint(deck, readDeckHead(deck, slides).headmatter),
    language: { lang: spoken.lang, words: spoken.languages[spoken.lang]! },
    look: lookOf(talk.headmatter, deck, slides),
    siteUrl: talk.headmatter.siteUrl,
  })
}
