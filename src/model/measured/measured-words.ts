import type { Measured, MeasuredCapture } from '../schema/measured.ts'
import type { RegisterData } from '../analysis/register-data.ts'
import { newestFirst } from './signed-fields.ts'
import { structAt } from '../analysis/struct-at.ts'
import { fieldsOf } from '../analysis/register-frame.ts'

/** What one running kernel showed of a capture or a conversion, in words. */
export type Signature = {
  /** The capture, or the conversion through which it was seen. */
  readonly site: string
  readonly release: string
  /** How it was attached, and how many calls were looked at. */
  readonly by: string
  readonly calls: number
  /** How many fields are in which state: `30 captured`, `4 never written`. */
  readonly states: readonly { readonly count: number; readonly words: string }[]
  /**
   * What stood in fields that were not captured: `status 0xffffaf800331d000`; of the newest kernel that showed some.
   */
  readonly values: readonly string[]
}

/** How a measured state is said, in English. */
const WORDS = { captured: 'captured', 'made-up': 'made up', unset: 'never written', unknown: 'undecided' } as const

/** The words of measured states, in the order in which they are listed. */
export const MEASURED_WORDS: readonly string[] = Object.values(WORDS)

/** How many kernels and ways are listed of each capture or conversion: the newest. */
export const MOST_SIGNATURES = 3

/** How many values are kept of each capture: one says what a leftover looks like. */
const MOST_VALUES = 4

/**
 * What running kernels showed, by capture and conversion.
 *
 * @param measured - of all kernels.
 * @param data - the arches, captures and conversions.
 * @returns of each capture and conversion the newest {@link MOST_SIGNATURES}, one for each way in which a kernel was
 *   measured, and the newest that has values.
 */
export function signaturesOf(
  measured: readonly Measured[],
  data: Pick<RegisterData, 'arches' | 'captures' | 'conversions'>,
): readonly Signature[] {
  const all = newestFirst(measured).flatMap(kernel =>
    kernel.captures.map(it => ({
      site: it.through ?? it.capture,
      release: kernel.release,
      by: it.by,
      calls: it.calls,
      states: statesOf(it, kernel, data),
      values: it.fields
        .filter(one => one.state !== 'captured' && one.fields && (one.value ?? one.example))
        .slice(0, MOST_VALUES)
        .map(one => `${one.fields!.join(', ')} ${one.value ?? one.example}`),
    })),
  )
  return [...Map.groupBy(all, it => it.site).values()].flatMap(its => {
    const telling = its.find(it => it.values.length > 0)
    return its
      .filter((it, i) => i < MOST_SIGNATURES || it === telling)
      .map(it => (it === telling ? it : { ...it, values: [] }))
  })
}

function statesOf(
  it: MeasuredCapture,
  { arch, release }: Measured,
  { arches, captures, conversions }: Pick<RegisterData, 'arches' | 'captures' | 'conversions'>,
): Signature['states'] {
  const owner = arches.find(one => one.id === arch)
  const name =
    it.through === undefined ? captures.get(it.capture)?.value.struct : conversions.get(it.through)?.value.gives
  const struct = owner && name !== undefined ? structAt(owner, name, release) : undefined
  const count = (state: keyof typeof WORDS) =>
    it.fields
      .filter(one => one.state === state)
      .reduce((sum, one) => sum + (struct ? fieldsOf(one, struct).length : (one.fields?.length ?? 0)), 0)
  return (Object.keys(WORDS) as (keyof typeof WORDS)[])
    .map(state => ({ count: count(state), words: WORDS[state] }))
    .filter(it => it.count > 0)
}
