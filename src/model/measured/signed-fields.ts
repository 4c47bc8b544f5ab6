import type { Measured, MeasuredCapture } from '../schema/measured.ts'
import type { RegisterData } from '../analysis/register-data.ts'
import { compareReleases } from '../analysis/compare-releases.ts'
import { contradicts } from './measured-differences.ts'
import { measuredFrame } from './measured-frame.ts'
import { fieldsOf, type Frame } from '../analysis/register-frame.ts'

/** Fields whose read state a running kernel showed to be right: one kernel, and one capture or one conversion of it. */
export type SignedFrame = {
  readonly capture: string
  /** The conversion through which it was seen. */
  readonly through?: string
  readonly release: string
  /** What stood in each field in one call, by its name; empty where it was the CPU's own value. */
  readonly values: Readonly<Record<string, string>>
}

/** What the newest kernel that signed a field showed of it. */
export type SignedField = Pick<SignedFrame, 'release'> & { readonly value: string }

type Read = Pick<RegisterData, 'arches' | 'captures' | 'conversions'>

/**
 * The states that running kernels have signed: those that many calls showed, where they are the ones that were read.
 *
 * @param measured - of all kernels.
 * @param data - the arches, captures and conversions.
 * @returns the frames of each kernel, the newest of an arch first, with the fields that no newer one has signed.
 */
export function signedFrames(measured: readonly Measured[], data: Read): readonly SignedFrame[] {
  const all: SignedFrame[] = []
  for (const kernel of newestFirst(measured))
    for (const records of Map.groupBy(kernel.captures, it => `${it.capture} ${it.through ?? ''}`).values()) {
      const { values, ...frame } = signedFrame(kernel, records, data)
      const before = signedFields(all, frame.capture, frame.through === undefined ? [] : [frame.through])
      const added = Object.entries(values).filter(([name]) => !before.has(name))
      if (added.length > 0) all.push({ ...frame, values: Object.fromEntries(added) })
    }
  return all
}

/**
 * Order kernels.
 *
 * @param measured - what each showed.
 * @returns by arch, the newest release first.
 */
export function newestFirst(measured: readonly Measured[]): readonly Measured[] {
  return measured.toSorted((a, b) => a.arch.localeCompare(b.arch, 'en') || compareReleases(b.release, a.release))
}

/** All records of one frame on one kernel: what one of them showed to be otherwise is signed by none. */
function signedFrame({ arch, release }: Measured, records: readonly MeasuredCapture[], data: Read): SignedFrame {
  const [{ capture, through }] = records as [MeasuredCapture]
  const frame = measuredFrame({ capture, through }, { arch, release }, data) ?? []
  const struct = { fields: frame.map(it => it.field) }
  const groups = records.flatMap(it => it.fields)
  const explained = new Set(groups.filter(it => it.explained).flatMap(it => fieldsOf(it, struct)))
  const values = groups
    .filter(it => it.state !== 'unknown')
    .flatMap(it => fieldsOf(it, struct).map(name => [name, it] as const))
    .filter(([name, { state }]) => !explained.has(name) && isSigned(frame, name, state))
    .map(([name, { state, value, example }]) => [name, state === 'captured' ? '' : (value ?? example ?? '')] as const)
  return {
    capture,
    ...(through !== undefined && { through }),
    release,
    values: Object.fromEntries(values.toReversed()),
  }
}

function isSigned(frame: Frame, name: string, state: MeasuredCapture['fields'][number]['state']): boolean {
  const cell = frame.find(it => it.field.name === name)
  return cell !== undefined && cell.state !== 'unknown' && cell.state !== 'none' && !contradicts(cell, state)
}

/**
 * The signed fields of one frame.
 *
 * @param all - from {@link signedFrames}.
 * @param capture - its id.
 * @param conversions - ids of those that the frame has passed; where there are several, no kernel was looked at.
 * @returns by the field's name, what the newest kernel that signed it showed.
 */
export function signedFields(
  all: readonly SignedFrame[],
  capture: string,
  conversions: readonly string[] = [],
): ReadonlyMap<string, SignedField> {
  if (conversions.length > 1) return new Map()
  const its = all.filter(it => it.capture === capture && it.through === conversions[0])
  return new Map(
    its.flatMap(({ release, values }) => Object.entries(values).map(([name, value]) => [name, { release, value }])),
  )
}
