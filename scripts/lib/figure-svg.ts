import { hatchPath } from '../../components/geometry/hatch.ts'
import type { Colours, Drawn, ReadPicture } from './drawn.ts'

/** Room around what is drawn, px: a line is drawn half outside of its box. */
const MARGIN = 12

/** The ground that a figure brings along, so that it can be read on any page. */
const GROUND = 'paper'

/** A figure's text, and its size in px. */
export type FigureSvg = { readonly svg: string, readonly width: number, readonly height: number }

/**
 * A picture as an SVG that stands by itself.
 *
 * Every colour is an attribute, for light, and a class, for which a media query knows the colour in dark: programs that
 * read no style sheet draw it in light. Each line of text is told how long it is, so that it fits with any face.
 *
 * @param name - unique among figures: all ids begin with it.
 */
export function figureSvg(name: string, { area, drawn, headline, says }: ReadPicture, colours: Colours): FigureSvg {
  const [x, y] = [Math.floor(area.x - MARGIN), Math.floor(area.y - MARGIN)]
  const [width, height] = [Math.ceil(area.x + area.width + MARGIN) - x, Math.ceil(area.y + area.height + MARGIN) - y]
  const used = new Set<string>()
  const clips: string[] = []
  const writer: Writer = {
    paint(property, value) {
      const colour = colours[value]
      if (colour) used.add(`${property} ${value}`)
      return colour ? { value: colour.light, class: `${property}-${value}` } : { value }
    },
    clip(box) {
      const [left, top, wide, high] = box.split(' ')
      const id = `${name}-clip-${clips.length + 1}`
      clips.push(`<clipPath id="${id}"><rect x="${left}" y="${top}" width="${wide}" height="${high}"/></clipPath>`)
      return id
    },
  }
  const body = [{ tag: 'rect' as const, at: { x, y, width, height, fill: GROUND } }, ...drawn].map(it => write(it, writer)).join('\n')
  const dark = [...used].sort().map((it) => {
    const [property, token] = it.split(' ') as [string, string]
    return `.${property}-${token}{${property}:${colours[token]!.dark}}`
  })
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${x} ${y} ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${name}-title ${name}-desc">
<title id="${name}-title">${escapeXml(says)}</title>
<desc id="${name}-desc">${escapeXml(`${headline}. ${says}`)}</desc>
<style>text{white-space:pre}@media (prefers-color-scheme:dark){${dark.join('')}}</style>
${clips.length > 0 ? `<defs>${clips.join('')}</defs>\n` : ''}${body}
</svg>
`
  return { svg, width, height }
}

type Writer = {
  readonly paint: (property: 'fill' | 'stroke', value: string) => { readonly value: string, readonly class?: string }
  /** @returns the id of a clip path for a box. */
  readonly clip: (box: string) => string
}

function write({ tag, at, children, text }: Drawn, writer: Writer): string {
  if (tag === 'hatch') {
    const [x, y, width, height, spacing, first] = ['x', 'y', 'width', 'height', 'spacing', 'first'].map(it => Number(at[it])) as [number, number, number, number, number, number]
    return write({ tag: 'path', at: { 'd': hatchPath({ x, y, width, height }, spacing, first), 'fill': 'none', 'stroke': at.stroke!, 'stroke-width': at['stroke-width']! } }, writer)
  }
  const classes: string[] = []
  const attributes = Object.entries(at).map(([attribute, value]) => {
    if (attribute === 'clip') return ` clip-path="url(#${writer.clip(String(value))})"`
    if (attribute !== 'fill' && attribute !== 'stroke') return ` ${attribute}="${escapeXml(String(value))}"`
    const painted = writer.paint(attribute, String(value))
    if (painted.class) classes.push(painted.class)
    return ` ${attribute}="${escapeXml(painted.value)}"`
  }).join('') + (classes.length > 0 ? ` class="${classes.join(' ')}"` : '') + (tag === 'text' ? ' lengthAdjust="spacingAndGlyphs"' : '')
  if (text !== undefined) return `<${tag}${attributes}>${escapeXml(text)}</${tag}>`
  return children ? `<${tag}${attributes}>\n${children.map(it => write(it, writer)).join('\n')}\n</${tag}>` : `<${tag}${attributes}/>`
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** A text as it may stand in XML, in an element or in an attribute. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, it => ENTITIES[it]!)
}
