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

/** Minimum contrast by WCAG AA for text, large text and graphics. */
export const LEAST_CONTRAST = { text: 4.5, largeText: 3, drawn: 3 } as const

/** Size from which text counts as large, px: 18 pt, or 14 pt in bold. */
const LARGE = { px: 24, boldPx: 18.66 }

/**
 * The contrast ratio of two opaque colours by WCAG.
 *
 * @param a - a CSS colour, as written or as computed by a browser.
 * @param b - the other one.
 * @param vision - how the colours are seen.
 * @returns 1 to 21.
 * @throws RangeError if one is not a colour.
 */
export function contrast(a: string, b: string, vision: Vision = 'normal'): number {
  const see = VISIONS[vision]
  return wcagContrast(see(colorOf(a)), see(colorOf(b)))
}

/**
 * Parse a CSS colour.
 *
 * @param css - as written or as computed by a browser.
 * @returns the colour in sRGB.
 * @throws RangeError if it is not a colour.
 */
export function colorOf(css: string): Rgb {
  const color = rgb(css)
  if (!color) throw new RangeError(`${css} is no colour`)
  return color
}

/** Minimum contrast of a text with its background. `px` is its size, `weight` its font weight. */
export function leastContrast({ px, weight }: { readonly px: number; readonly weight: number }): number {
  return px >= LARGE.px || (weight >= 700 && px >= LARGE.boldPx) ? LEAST_CONTRAST.largeText : LEAST_CONTRAST.text
}

/**
 * The contrast of a text with its background.
 *
 * @param color - of the text.
 * @param layers - of the background, the lowest first; that one is opaque.
 * @param opacity - of the text, 0 to 1, in addition to its colour's alpha.
 * @returns 1 to 21.
 */
export function textContrast(color: string, layers: readonly string[], opacity = 1): number {
  const background = blend(layers.map(colorOf), 'normal', 'rgb')
  const text = colorOf(color)
  return wcagContrast(blend([background, { ...text, alpha: (text.alpha ?? 1) * opacity }], 'normal', 'rgb'), background)
}
