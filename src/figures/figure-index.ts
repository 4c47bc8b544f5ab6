import { escapeXml } from '../files/escape-xml.ts'
import { familiesOf } from '../look/look-css.ts'
import type { Look } from '../model/schema/look.ts'
import { say } from '../words/say.ts'
import { playingFile, type Figure } from './figure.ts'

/** Of a page: its title, the language that is spoken, as in HTML, the look of the deck, and its address. */
export type IndexHead = {
  readonly title: string
  readonly lang: string
  readonly look: Pick<Look, 'faces' | 'light' | 'dark'>
  /** Where the folder will stand, with a slash at the end, if that is known. */
  readonly address?: string | undefined
}

function style({ faces, light, dark }: IndexHead['look']): string {
  const colour = (name: keyof Look['light']) => `light-dark(${light[name]}, ${dark[name]})`
  return `
:root { color-scheme: light dark; font: 17px/1.5 ${familiesOf(faces.text)} }
body { max-width: 1000px; margin: 40px auto; padding: 0 20px; color: ${colour('ink')}; background: ${colour('paper')} }
figure { margin: 0 0 48px }
img { display: block; max-width: 100%; height: auto; border: 1px solid ${colour('rule')} }
a { color: ${colour('accent')} }
code { overflow-wrap: anywhere }
`
}

/**
 * The page that shows all figures of a folder, under their slides' headlines, each with its caption and its files.
 *
 * @param made - the figures in order, each with the headline of its slide.
 * @param head - see {@link IndexHead}.
 * @returns a whole HTML document; its addresses are relative to the folder.
 */
export function figureIndex(
  made: readonly { readonly figure: Figure; readonly headline: string }[],
  { title, lang, look, address }: IndexHead,
): string {
  const heading = escapeXml(say('Figures: {title}', { title }))
  const slides = [...Map.groupBy(made, it => it.figure.scene)].map(
    ([scene, figures]) => `<section id="${scene}">\n${sectionOf(scene, figures, address)}\n</section>`,
  )
  return `<!doctype html>
<html lang="${lang}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${heading}</title>
<style>${style(look)}</style>
<main>
<h1>${heading}</h1>
<p>${escapeXml(say('An SVG changes between light and dark with the page that shows it; PNGs are twice as large as the SVG, for dense screens.'))}</p>
${slides.join('\n')}
</main>
</html>
`
}

/** The headline of a scene's slide and its figures, with a link to the one that plays them. */
function sectionOf(
  scene: string,
  figures: readonly { readonly figure: Figure; readonly headline: string }[],
  address: string | undefined,
): string {
  const headline = `<h2>${escapeXml(figures[0]!.headline)}</h2>\n`
  const playing = figures.length > 1 ? playingEntry(scene) : ''
  return headline + playing + figures.map(it => figureEntry(it.figure, address)).join('\n')
}

/** The figure that plays the steps of a scene. */
function playingEntry(scene: string): string {
  const file = playingFile(scene)
  return `<p><a href="${file}">${escapeXml(say('{file} plays these steps', { file }))}</a></p>\n`
}

function figureEntry({ caption, svg, png, pngDark, width, height }: Figure, address: string | undefined): string {
  const line =
    address === undefined
      ? ''
      : embeddingLine(`<img src="${address}${svg}" width="${width}" height="${height}" alt="${escapeXml(caption)}">`)
  return `<figure>
<img src="${svg}" width="${width}" height="${height}" alt="${escapeXml(caption)}" loading="lazy">
<figcaption>${escapeXml(caption)} <a href="${svg}">${svg}</a>, <a href="${png}">PNG</a>, <a href="${pngDark}">${escapeXml(say('PNG on dark'))}</a>${line}</figcaption>
</figure>`
}

/** The line by which somebody's page shows a figure. */
function embeddingLine(html: string): string {
  return `<br>${escapeXml(say('In a page of yours:'))} <code>${escapeXml(html)}</code>`
}
