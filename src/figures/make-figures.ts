import type { BuildOptions } from '../build/build-deck.ts'
import { playingFile, type Figure } from './figure.ts'
import { withDeckPage } from '../chromium/deck-page.ts'
import { drawDeck } from '../print/print-deck.ts'
import { layOutForScreen } from '../chromium/print-viewport.ts'
import { inlineImages, readShapes } from './dom-to-shapes.ts'
import { figureSvg, playingSvg, type FigureSvg } from './figure-svg.ts'
import { namedArch } from '../model/dataset.ts'
import { replaceFolder } from '../files/atomic-write.ts'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { speaking, type Words } from '../words/say.ts'
import { figureIndex, type IndexHead } from './figure-index.ts'
import type { ReadPicture } from './shape.ts'
import type { Page } from 'playwright-chromium'

/**
 * The parts of a slide that are its picture: the stage, the sketch and its frames, what comes of a hazard, the tables,
 * the legend, and the struct on the title page. A slide without a scene is its own picture.
 */
const PICTURE =
  '.stage, .helper-row, .sketch, .copied-back, .hazard-end, .legend, .copies, .matrix, .arches, .title-frame'

/** How many device pixels a PNG has for each px. */
const PNG_SCALE = 2

/** What figures are made of, and where they go. */
export type FigureOptions = BuildOptions & {
  readonly arch: string
  /** One that the deck knows; that of each slide, if absent. */
  readonly release?: string | undefined
  /** The scenes of the slides, in the talk's order. */
  readonly order: readonly string[]
  /** The one scene whose steps are wanted; all without it. */
  readonly scene?: string | undefined
  /** The deck's title, for the index. */
  readonly title: string
  /** The deck's language, as in HTML, and its words; English, if not given. */
  readonly language?: { readonly lang: string; readonly words: Words }
  /** The look of the deck, for the index. */
  readonly look: IndexHead['look']
  /** Where the folder will stand, with a slash at the end, if that is known: for the lines that embed a figure. */
  readonly address?: string
  /** Where the files go, absolute; what the folder held is replaced. */
  readonly folder: string
}

type Made = { readonly figure: Figure; readonly headline: string; readonly svg: string }

/**
 * Make a figure of every step that has a picture: read off the deck's print route, written as SVG, and drawn as PNG.
 *
 * @param options - with those of the build.
 * @returns the figures, in the talk's order; none when the scene has no picture.
 */
export async function makeFigures({
  arch,
  release,
  order,
  scene,
  title,
  language: { lang, words } = { lang: 'en', words: {} },
  look,
  address,
  folder,
  ...build
}: FigureOptions): Promise<readonly Figure[]> {
  return withDeckPage({ ...build, forPrint: true }, async (page, origin) => {
    build.progress?.('Reading the slides …')
    await drawDeck(page, origin, {
      arch,
      release,
      slides: scene === undefined ? undefined : [order.indexOf(scene) + 1],
    })
    await layOutForScreen(page)
    await page.evaluate(inlineImages)
    const pictures = await page.evaluate(readShapes, { selector: PICTURE, isDark: false })
    const dark = await page.evaluate(readShapes, { selector: PICTURE, isDark: true })
    const made = pictures.map((picture, i): Made => {
      const name = `${order[picture.slide - 1]}-${picture.step}`
      const drawn = figureSvg(name, picture, dark[i]!)
      return { figure: figureOf(order, name, picture, drawn), headline: picture.headline, svg: drawn.svg }
    })
    if (made.length === 0) return []
    await replaceFolder(folder, async temporary => {
      await mkdir(temporary)
      for (const { figure, svg } of made) await writeFile(join(temporary, figure.svg), svg)
      for (const { file, svg } of playing(pictures, dark, order)) await writeFile(join(temporary, file), svg)
      await writeFile(
        join(temporary, 'index.html'),
        speaking(words, () =>
          figureIndex(made, { title: namedArch(arch) ? `${title} (${arch})` : title, lang, look, address }),
        ),
      )
      await drawAll(page, made, temporary, build.progress)
    })
    return made.map(it => it.figure)
  })
}

/** For each scene of several steps, the SVG that plays them. */
function playing(
  pictures: readonly ReadPicture[],
  dark: readonly ReadPicture[],
  order: readonly string[],
): readonly { readonly file: string; readonly svg: string }[] {
  const frames = pictures.map((picture, i) => ({ picture, dark: dark[i]! }))
  return [...Map.groupBy(frames, it => it.picture.slide)]
    .filter(([, steps]) => steps.length > 1)
    .map(([slide, steps]) => {
      const scene = order[slide - 1]!
      return { file: playingFile(scene), svg: playingSvg(`${scene}-steps`, steps).svg }
    })
}

function figureOf(
  order: readonly string[],
  name: string,
  { slide, step, caption }: ReadPicture,
  { width, height }: FigureSvg,
): Figure {
  return {
    scene: order[slide - 1]!,
    step,
    caption,
    svg: `${name}.svg`,
    png: `${name}.png`,
    pngDark: `${name}-dark.png`,
    width,
    height,
  }
}

/** Draw every figure in light and in dark, with the deck's own fonts, which the page has loaded. */
async function drawAll(
  page: Page,
  made: readonly Made[],
  folder: string,
  progress: BuildOptions['progress'],
): Promise<void> {
  const [width, height] = [Math.max(...made.map(it => it.figure.width)), Math.max(...made.map(it => it.figure.height))]
  await page.setViewportSize({ width: width * PNG_SCALE, height: height * PNG_SCALE })
  await page.evaluate(() => {
    document.body.replaceChildren(document.createElement('div'))
    // In a shadow root the deck's fonts are there, and its style sheets are not.
    document.body.firstElementChild!.attachShadow({ mode: 'open' })
  })
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme })
    for (const [i, { figure, svg }] of made.entries()) {
      if (i % 10 === 0) progress?.(`Drawing ${scheme}, ${i + 1} of ${made.length} …`)
      await page.evaluate(
        ([svg, scale]) => {
          const shadow = document.body.firstElementChild!.shadowRoot!
          shadow.innerHTML = svg
          const root = shadow.querySelector('svg')!
          root.setAttribute(
            'style',
            `position: fixed; top: 0; left: 0; width: ${root.width.baseVal.value * scale}px; height: ${root.height.baseVal.value * scale}px`,
          )
        },
        [svg, PNG_SCALE] as const,
      )
      const png = await page.screenshot({
        clip: { x: 0, y: 0, width: figure.width * PNG_SCALE, height: figure.height * PNG_SCALE },
        animations: 'allow',
        caret: 'initial',
      })
      await writeFile(join(folder, scheme === 'dark' ? figure.pngDark : figure.png), png)
    }
  }
}
