import { SIZES } from './sizes.ts'

/** The width of `text` in px, set in IBM Plex Sans of this weight at 16 px. */
export type MeasureText = (text: string, weight: 400 | 600) => number

/** The weight in which line `index` of a label of `count` lines is set. */
export function lineWeight(index: number, count: number): 400 | 600 {
  return index === count - 1 ? 600 : 400
}

/**
 * The width of a box that holds a label and a number of ports.
 *
 * @param label - its lines.
 * @param ports - the most links that end on one of its edges.
 * @param measure - see `MeasureText`.
 * @returns stage px, a multiple of `SIZES.widthStep`.
 */
export function boxWidth(label: readonly string[], ports: number, measure: MeasureText): number {
  const widest = Math.max(0, ...label.map((text, index) => measure(text, lineWeight(index, label.length))))
  const forPorts = 2 * SIZES.portInset + (ports - 1) * (SIZES.portGap / 2)
  const least = Math.max(SIZES.minBoxWidth, widest + 2 * SIZES.padding, forPorts)
  return Math.ceil(least / SIZES.widthStep) * SIZES.widthStep
}
