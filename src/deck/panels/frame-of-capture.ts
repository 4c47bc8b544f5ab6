import type { Dataset } from '../../model/dataset.ts'
import { captureFrame, type Frame } from '../../model/analysis/register-frame.ts'
import { structAt } from '../../model/analysis/struct-at.ts'

/**
 * The cells of a capture's struct.
 *
 * @param capture - id of the capture.
 * @param data - the arches and the captures.
 * @param release - whose struct it is; by default that of the capture's first release.
 * @returns a cell for each field, in the struct's order.
 */
export function frameOfCapture(
  capture: string,
  { arches, captures }: Pick<Dataset, 'arches' | 'captures'>,
  release?: string,
): Frame {
  const { arch, value } = captures.get(capture)!
  return captureFrame(
    value,
    structAt(
      arches.find(it => it.id === arch)!,
      value.struct,
      release ?? value.since,
    )!,
  )
}
