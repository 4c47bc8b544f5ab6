import { escapeXml } from '../files/escape-xml.ts'
import { hatchPath } from '../canvas/hatch.ts'
import { CANVAS } from '../canvas/slide-areas.ts'
import type { Shape, ReadPicture } from './shape.ts'

/** Room around what is drawn, px: a line is drawn half outside of its box. */
const MARGIN = 12

/** A figure's text, and its size in px. */
export type FigureSvg = { readonly svg: string; readonly width: number; readonly height: number }

/** A picture in the colours for light, and the same in those for dark. */
export type FigureFrame = {
  readonly picture: ReadPicture
  readonly dark: Pick<ReadPicture, 'drawn' | 'background'>
}

/**
 * A picture as an SVG that stands by itself.
 *
 * Every colour is an attribute, for light, and a class, for which a media query knows the colour in dark: programs that
 * read no style sheet draw it in light. Each line of text has its length set, so that it fits with any font.
 *
 * @param name - unique among figures: all ids begin with it.
 * @param picture - in the colours for light.
 * @param dark - the same picture in the colours for dark.
 * @returns the SVG, cropped to what is drawn and some room around it.
 */
export function figureSvg(name: string, picture: ReadPicture, dark: FigureFrame['dark']): FigureSvg {
  return framesSvg(name, [{ picture, dark }], picture.area)
}

/** How long a step of a figure that plays is seen, and the last one before it begins again; s. */
const STEP_S = 2.5
const END_S = 2.5

/**
 * The pictures of several steps as one SVG that plays them, one after the other, again and again. Where nothing moves,
 * because the reader or the program that shows it wants no motion, it is the last step.
 *
 * @param name - unique among figures: all ids begin with it.
 * @param frames - at least two, in order.
 * @returns the SVG, cropped to what is drawn in any of them and some room around it.
 */
export function playingSvg(name: string, frames: readonly FigureFrame[]): FigureSvg {
  const areas = frames.map(it => it.picture.area)
  const [x, y] = [Math.min(...areas.map(it => it.x)), Math.min(...areas.map(it => it.y))]
  return framesSvg(name, frames, {
    x,
    y,
    width: Math.max(...areas.map(it => it.x + it.width)) - x,
    height: Math.max(...areas.map(it => it.y + it.height)) - y,
  })
}

/** The rules that show one step after the other; every step but the last is hidden where they do not count. */
function playRules(count: number): string {
  const total = count * STEP_S + END_S
  const percent = (seconds: number) => `${Math.round((seconds / total) * 1e4) / 100}%`
  const steps = Array.from({ length: count }, (_, i) => {
    const [from, to] = [percent(i * STEP_S), percent(i === count - 1 ? total : (i + 1) * STEP_S)]
    return `@keyframes s${i}{0%{visibility:${i === 0 ? 'visible' : 'hidden'}}${from}{visibility:visible}${i === count - 1 ? '' : `${to}{visibility:hidden}`}}.s${i}{animation-name:s${i}}`
  })
  return `@media (prefers-reduced-motion:no-preference){.s{animation:${total}s step-end infinite}${steps.join('')}}`
}

function framesSvg(name: string, frames: readonly FigureFrame[], area: ReadPicture['area']): FigureSvg {
  const { headline, caption } = frames.at(-1)!.picture
  // What leaves the slide at an edge leaves the figure there too.
  const [x, y] = [Math.max(0, Math.floor(area.x - MARGIN)), Math.max(0, Math.floor(area.y - MARGIN))]
  const width = Math.min(CANVAS.width, Math.ceil(area.x + area.width + MARGIN)) - x
  const height = Math.min(CANVAS.height, Math.ceil(area.y + area.height + MARGIN)) - y
  const rules = new Map<string, string>()
  const clips: string[] = []
  const writer: Writer = {
    dark(property, light, dark) {
      const pair = `${property} ${light} ${dark}`
      if (!rules.has(pair)) rules.set(pair, `${property}-${rules.size + 1}`)
      return rules.get(pair)!
    },
    clip(box) {
      const [left, top, wide, high] = box.split(' ')
      const id = `${name}-clip-${clips.length + 1}`
      clips.push(`<clipPath id="${id}"><rect x="${left}" y="${top}" width="${wide}" height="${high}"/></clipPath>`)
      return id
    },
  }
  // A figure brings its paper along, so that it can be read on any page.
  const paper = (fill: string): Shape => ({ tag: 'rect', at: { x, y, width, height, fill } })
  const bodies = frames.map(({ picture, dark }) => {
    const under = [paper(dark.background), ...dark.drawn]
    return [paper(picture.background), ...picture.drawn].map((it, i) => write(it, under[i]!, writer)).join('\n')
  })
  const isPlaying = frames.length > 1
  const body = isPlaying
    ? bodies
        .map((it, i) => {
          const isLast = i === bodies.length - 1
          return `<g class="s s${i}"${isLast ? '' : ' visibility="hidden"'}>\n${it}\n</g>`
        })
        .join('\n')
    : bodies[0]!
  const inDark = [...rules].map(([pair, name]) => `.${name}{${pair.split(' ')[0]}:${pair.split(' ')[2]}}`).join('')
  // Programs that read no style sheet keep the spaces at the beginning of a text for the attribute alone.
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" xml:space="preserve" viewBox="${x} ${y} ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${name}-title ${name}-desc">
<title id="${name}-title">${escapeXml(caption)}</title>
<desc id="${name}-desc">${escapeXml(`${headline}. ${isPlaying ? frames.map(it => it.picture.caption).join(' ') : caption}`)}</desc>
<style>text{white-space:pre}@media (prefers-color-scheme:dark){${inDark}}${isPlaying ? playRules(frames.length) : ''}</style>
${clips.length > 0 ? `<defs>${clips.join('')}</defs>\n` : ''}${body}
</svg>
`
  return { svg, width, height }
}

type Writer = {
  /** @returns the class that changes a colour in dark. */
  readonly dark: (property: 'fill' | 'stroke', light: string, dark: string) => string
  /** @returns the id of a clip path for a box. */
  readonly clip: (box: string) => string
}

function write({ tag, at, children, text }: Shape, dark: Shape, writer: Writer): string {
  if (tag === 'hatch') {
    const [x, y, width, height, spacing, first] = ['x', 'y', 'width', 'height', 'spacing', 'first'].map(it =>
      Number(at[it]),
    ) as [number, number, number, number, number, number]
    const strokes = (stroke: string | number): Shape => ({
      tag: 'path',
      at: {
        d: hatchPath({ x, y, width, height }, spacing, first),
        fill: 'none',
        stroke,
        'stroke-width': at['stroke-width']!,
      },
    })
    return write(strokes(at.stroke!), strokes(dark.at.stroke!), writer)
  }
  const classes: string[] = []
  const attributes =
    Object.entries(at)
      .map(([attribute, value]) => {
        if (attribute === 'clip') return ` clip-path="url(#${writer.clip(String(value))})"`
        if ((attribute === 'fill' || attribute === 'stroke') && value !== 'none')
          classes.push(writer.dark(attribute, String(value), String(dark.at[attribute])))
        return ` ${attribute}="${escapeXml(String(value))}"`
      })
      .join('') +
    (classes.length > 0 ? ` class="${classes.join(' ')}"` : '') +
    (tag === 'text' ? ' lengthAdjust="spacingAndGlyphs"' : '')
  if (text !== undefined) return `<${tag}${attributes}>${escapeXml(text)}</${tag}>`
  return children
    ? `<${tag}${attributes}>\n${children.map((it, i) => write(it, dark.children![i]!, writer)).join('\n')}\n</${tag}>`
    : `<${tag}${attributes}/>`
}
