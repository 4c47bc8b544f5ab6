import type { Rgb } from 'culori'
import { blend, filterDeficiencyDeuter, filterDeficiencyProt, filterDeficiencyTrit, rgb, wcagContrast } from 'culori'

/** How colours look to people: to most, and to those who lack one of the three kinds of cones. */
export const VISIONS: Readonly<Record<'normal' | 'protanopia' | 'deuteranopia' | 'tritanopia', (color: Rgb) => Rgb>> = {
  normal: color => color,
  protanopia: filterDeficiencyProt(1),
  deuteranopia: filterDeficiencyDeuter(1),
  tritanopia: filterDeficiencyTrit(1),
}
export type Vision = keyof typeof VISIONS

/** What WCAG's AA asks of text, of large text, and of what is drawn. */
export const LEAST_CONTRAST = { text: 4.5, largeText: 3, drawn: 3 } as const

/** From which size on text counts as large, px: 18 pt, or 14 pt in bold. */
const LARGE = { px: 24, boldPx: 18.66 }

/**
 * The contrast of two opaque colours as WCAG reckons it, 1 to 21.
 *
 * @param a - a colour as CSS writes it, or as a browser computes it.
 * @throws RangeError for what is no colour.
 */
export function contrast(a: string, b: string, vision: Vision = 'normal'): number {
  const see = VISIONS[vision]
  return wcagContrast(see(colorOf(a)), see(colorOf(b)))
}

/** A CSS colour in sRGB. */
export function colorOf(css: string): Rgb {
  const color = rgb(css)
  if (!color) throw new RangeError(`${css} is no colour`)
  return color
}

/** The least contrast of a text with what it stands on. */
export function leastContrast({ px, weight }: { readonly px: number; readonly weight: number }): number {
  return px >= LARGE.px || (weight >= 700 && px >= LARGE.boldPx) ? LEAST_CONTRAST.largeText : LEAST_CONTRAST.text
}

/**
 * How well a text can be told from what it stands on.
 *
 * @param layers - what lies below it, the lowest first, which is opaque.
 * @param opacity - of the text, 0 to 1, beside its colour's own.
 */
export function textContrast(color: string, layers: readonly string[], opacity = 1): number {
  const ground = blend(layers.map(colorOf), 'normal', 'rgb')
  const text = colorOf(color)
  return wcagContrast(blend([ground, { ...text, alpha: (text.alpha ?? 1) * opacity }], 'normal', 'rgb'), ground)
}
