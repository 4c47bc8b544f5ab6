import type { MeasuredCapture } from '../schema/measured.ts'
import type { RegisterData } from '../analysis/register-data.ts'
import { holdsIn } from '../analysis/compare-releases.ts'
import { captureFrame, convertFrame, type Frame } from '../analysis/register-frame.ts'
import { structAt } from '../analysis/struct-at.ts'

/**
 * The frame that a measured capture is held against.
 *
 * @param it - what was measured.
 * @param at - on which arch, and in which release.
 * @param data - the captures, conversions and structs.
 * @returns undefined if the dataset has none of them there.
 */
export function measuredFrame(
  it: Pick<MeasuredCapture, 'capture' | 'through'>,
  { arch, release }: { readonly arch: string; readonly release: string },
  data: Pick<RegisterData, 'arches' | 'captures' | 'conversions'>,
): Frame | undefined {
  const found = data.arches.find(one => one.id === arch)
  const capture = data.captures.get(it.capture)
  const through = it.through === undefined ? undefined : data.conversions.get(it.through)
  if (!found || capture?.arch !== arch || (it.through !== undefined && through?.arch !== arch)) return undefined
  const isThere = holdsIn(capture.value, release) && (!through || holdsIn(through.value, release))
  const struct = isThere ? structAt(found, capture.value.struct, release) : undefined
  if (!struct) return undefined
  const frame = captureFrame(capture.value, struct)
  if (!through) return frame
  const given = structAt(found, through.value.gives, release)
  return given && convertFrame(frame, through.value, given)
}
