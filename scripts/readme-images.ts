// npm run readme-images: the pictures in the README and in the guide to one's own talk.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { readValidDeck } from '../src/build/read-deck.ts'
import { root } from '../src/files/root.ts'
import { runCommand } from '../src/cli/command.ts'
import { withDeckPage } from '../src/chromium/deck-page.ts'
import { SLIDES_FILE } from '../src/model/dataset.ts'
import { serveDeck } from '../src/server/serve-deck.ts'
import { buildPages } from '../src/site/build-pages.ts'
import { writeDeckWithMechanism, writeGuideDeck } from '../src/figures/guide-deck.ts'
import { PICTURES, takePage, takePictures, type Picture } from '../src/figures/readme-screenshots.ts'

/** What the guide shows: of a deck made as it says, of the shipped one on another arch, and of another dataset. */
const OF_GUIDE: readonly Picture[] = [
  { name: 'own-name', slide: 'title' },
  { name: 'own-look', slide: 'mapping' },
  { name: 'own-order', slide: 'fprobe' },
  { name: 'own-slide', slide: 'ours' },
]
const OF_ARCH: readonly Picture[] = [{ name: 'other-arch', slide: 'mapping' }]
const OF_MECHANISM: readonly Picture[] = [{ name: 'own-mechanism', slide: 'uprobe' }]
const OF_DATASET: readonly Picture[] = [{ name: 'own-dataset', slide: 'whole' }]

await runCommand({
  name: 'npm run readme-images',
  summary: 'Takes the pictures of decks that the README and docs/your-own-talk.md show.',
  options: {},
  async run({ signal, progress }) {
    const fileOf = (name: string) => join(root, '.github/pictures', `${name}.png`)
    const take = (deck: string, pictures: readonly Picture[], arch?: string) => {
      const order = readValidDeck(deck).slides.slides.map(it => it.id)
      return withDeckPage({ deck, signal, progress }, (page, origin) =>
        takePictures(page, { origin, order, ...(arch !== undefined && { arch }) }, pictures, fileOf),
      )
    }
    const newFolder = () => mkdtempSync(join(tmpdir(), 'pt-regs-guide-'))
    const [guide, withMechanism] = [newFolder(), newFolder()]
    try {
      writeGuideDeck(guide)
      writeDeckWithMechanism(withMechanism)
      const files = [
        ...(await take(root, PICTURES)),
        ...(await take(root, OF_ARCH, 'arm64')),
        ...(await take(guide, OF_GUIDE)),
        ...(await withDeckPage({ deck: guide, signal, progress }, async (page, origin) => {
          const presenter = await takePage(page, `${origin}/#/presenter/7`, {
            ready: '.presenter-now svg[data-settled]',
            path: fileOf('present'),
          })
          const site = await serveDeck(
            await buildPages({ deck: guide, slides: SLIDES_FILE, withoutNotes: true, signal }),
          )
          const start = await takePage(page, `${site.origin}/start/index.html`, {
            ready: 'main',
            path: fileOf('publish'),
          })
          await site.close()
          return [presenter, start]
        })),
        ...(await take(withMechanism, OF_MECHANISM)),
        ...(await take(join(root, 'examples/network-receive'), OF_DATASET)),
      ]
      console.log(files.map(file => relative(process.cwd(), file)).join('\n'))
    } finally {
      for (const it of [guide, withMechanism]) rmSync(it, { recursive: true })
    }
  },
})
