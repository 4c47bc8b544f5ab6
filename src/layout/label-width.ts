import { SIZES } from './sizes.ts'

/** The width of `text` in px, set in the face for text, of this weight, at 16 px. */
export type MeasureText = (text: string, weight: 400 | 600) => number

/** The weight in which line `index` of a label of `count` lines is set: the last line is the heavy one. */
export function lineWeight(index: number, count: number): 400 | 600 {
  return index === count - 1 ? 600 : 400
}

/**
 * Compute the width of a box from its label and its ports.
 *
 * @param label - its lines.
 * @param ports - how many links end on the one of its borders where most do.
 * @param measure - the width of a line.
 * @returns stage px, a multiple of `SIZES.widthStep`.
 */
export function boxWidth(label: readonly string[], ports: number, measure: MeasureText): number {
  const widest = Math.max(0, ...label.map((text, index) => measure(text, lineWeight(index, label.length))))
  const forPorts = 2 * SIZES.portInset + (ports - 1) * (SIZES.portGap / 2)
  const least = Math.max(SIZES.minBoxWidth, widest + 2 * SIZES.padding, forPorts)
  return Math.ceil(least / SIZES.widthStep) * SIZES.widthStep
}
