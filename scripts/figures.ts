// npm run figures: each step's picture as SVG and PNG.
import { join, relative } from 'node:path'
import { closestMatch } from '../src/errors/closest-match.ts'
import { deckFile, nameOf, SLIDES_OPTION } from '../src/cli/slides-option.ts'
import { root } from '../src/files/root.ts'
import { DATA_FOLDER, namedArch } from '../src/model/dataset.ts'
import { outputFolderAt } from '../src/cli/output-path.ts'
import { knownArch } from '../src/cli/arch-option.ts'
import { RELEASE_OPTION, knownRelease } from '../src/cli/release-option.ts'
import { printJson, runCommand } from '../src/cli/command.ts'
import { UsageError } from '../src/errors/usage-error.ts'
import { spokenIn } from '../src/build/read-language.ts'
import { lookOf } from '../src/build/read-imprint.ts'
import { makeFigures } from '../src/figures/make-figures.ts'
import { readTalk } from '../src/build/read-deck.ts'

await runCommand({
  name: 'npm run figures',
  summary:
    'Makes a figure of each step that has a picture: SVG, PNG in light and in dark, and a page that shows them all.',
  options: {
    arch: { hint: 'ID', help: 'the pictures for this arch (otherwise the one that slides.md names)' },
    slides: SLIDES_OPTION,
    release: RELEASE_OPTION,
    scene: { hint: 'ID', help: 'the steps of one scene alone, such as kprobe' },
    output: { hint: 'DIR', help: 'where to write them (otherwise out/figures); what the folder held is replaced' },
    json: { help: 'print [{"scene", "step", "says", "svg", "png", "pngDark", "width", "height"}] on stdout' },
  },
  async run({ values, signal, progress }) {
    const { deck, slides } = deckFile(values.slides)
    const talk = readTalk(deck, DATA_FOLDER, slides)
    const arch = knownArch(values.arch ?? namedArch(talk.arch), deck)
    const release = knownRelease(values.release, deck)
    const name = nameOf({ deck, slides })
    const order = talk.slides.map(it => it.id)
    const { scene } = values
    if (scene !== undefined && !order.includes(scene)) {
      const near = closestMatch(scene, order)
      throw new UsageError(`--scene ${scene} is none of ${order.join(', ')}${near ? `; did you mean ${near}?` : ''}`)
    }
    const own = join(root, name === nameOf(deckFile(undefined)) ? 'out/figures' : `out/${name}-figures`)
    const folder = outputFolderAt('--output', values.output ?? own, {
      deck,
      sign: 'index.html',
      isOurs: it => it === 'index.html' || /\.(?:svg|png)$/.test(it),
    })
    const spoken = spokenIn(talk)
    const figures = await makeFigures({
      deck,
      slides,
      arch,
      release,
      order,
      scene,
      title: talk.title,
      language: { lang: spoken.lang, words: spoken.languages[spoken.lang]! },
      look: lookOf(talk.headmatter, deck, slides),
      folder,
      signal,
      progress,
    })
    if (figures.length === 0) throw new UsageError(`--scene ${scene} has words alone, and no picture`)
    if (values.json)
      printJson(
        figures.map(it => ({
          ...it,
          svg: join(folder, it.svg),
          png: join(folder, it.png),
          pngDark: join(folder, it.pngDark),
        })),
      )
    else console.log(`${relative(process.cwd(), folder) || '.'}: ${figures.length} figures; index.html shows them all`)
  },
})
