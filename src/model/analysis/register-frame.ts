import type { Field, RegisterStruct } from '../schema/arch.ts'
import type { BitRange, Capture, Conversion, FieldGroup, FieldState } from '../schema/capture.ts'

/** One field of a filled struct: what it holds, and by which group of writes. */
export type Cell = {
  readonly field: Field
  readonly state: FieldState
  /** Which of the capture's groups wrote it, from 0 in the order of writing. */
  readonly group: number
  readonly how?: string
  readonly value?: string
  /** What is wrong with a value that was made up. */
  readonly wrong?: string
  /** From what a value was computed, or what a slot is for that is no register. */
  readonly note?: string
  /** The bits that are in another state than the rest; none twice. */
  readonly bits?: readonly BitRange[]
  /** A conversion copied it: also where it was never written before, something is written now. */
  readonly isCopied?: true
}

/** A filled struct: a cell for each of its fields, in the struct's order. The glossary's register frame. */
export type Frame = readonly Cell[]

/**
 * The frame that a capture leaves.
 *
 * @param capture - states every field of the struct.
 * @param struct - the capture's struct, in the form that it has at the release.
 * @returns a cell for each field of the struct.
 * @throws RangeError if the capture does not state every field of the struct. `npm run check` reports that as a fault.
 */
export function captureFrame(capture: Capture, struct: RegisterStruct): Frame {
  const stated = new Map(
    capture.writes.flatMap((group, i) => fieldsOf(group, struct).map(name => [name, { ...group, i }] as const)),
  )
  return struct.fields.map(field => {
    const it = stated.get(field.name)
    if (!it) throw new RangeError(`${capture.id} must state ${field.name} of ${struct.name}`)
    return cell(field, it.state, it.i, it)
  })
}

/**
 * The frame that a conversion makes of another. Copied fields keep their state.
 *
 * @param frame - of the struct that the conversion takes.
 * @param conversion - states every field of `struct`.
 * @param struct - the struct that it gives, in the form that it has at the release.
 * @returns a cell for each field of `struct`.
 * @throws RangeError if the conversion does not state every field of the struct, or copies one that `frame` lacks.
 * `npm run check` reports that as a fault.
 */
export function convertFrame(frame: Frame, conversion: Conversion, struct: RegisterStruct): Frame {
  const before = new Map(frame.map(it => [it.field.name, it]))
  const stated = new Map(
    conversion.writes.flatMap((group, i) => fieldsOf(group, struct).map(name => [name, { ...group, i }] as const)),
  )
  return struct.fields.map(field => {
    const it = stated.get(field.name)
    if (!it) throw new RangeError(`${conversion.id} must state ${field.name} of ${struct.name}`)
    if (it.state !== 'copied') return cell(field, it.state, it.i, it)
    const from = before.get(it.of ?? field.name)
    if (!from) throw new RangeError(`${conversion.id} copies ${it.of ?? field.name}, which the frame lacks`)
    const bits = overlaid(from.bits ?? [], it.bits ?? [])
    return { ...cell(field, from.state, it.i, { ...from, how: it.how, bits }), isCopied: true }
  })
}

/**
 * The names of the fields that a group states.
 *
 * @param group - lists them, or has the first and the last of a run.
 * @param struct - the struct that has the fields.
 * @returns in the struct's order; none if an end of the run is not in the struct.
 */
export function fieldsOf({ fields, from, to }: FieldGroup, struct: Pick<RegisterStruct, 'fields'>): readonly string[] {
  if (fields) return fields
  const names = struct.fields.map(it => it.name)
  const [first, last] = [names.indexOf(from!), names.indexOf(to!)]
  return first < 0 || last < first ? [] : names.slice(first, last + 1)
}

/**
 * What code finds that reads a field, or some bits of it: the worst state of the bits it reads. A field that is no
 * register counts as never written where nothing writes it: the reader asks it for something.
 *
 * @param cell - of a register frame.
 * @param mask - lowest and highest bit that are read; the whole field, if absent.
 * @returns the state, and the value there if it is not what the stopped code had.
 */
export function stateWhenRead(cell: Cell, mask?: BitMask): { readonly state: FieldState; readonly value?: string } {
  const { from, to } = mask ?? { from: 0, to: cell.field.size * 8 - 1 }
  const touched = (cell.bits ?? []).filter(it => it.from <= to && it.to >= from)
  const covered = touched.reduce((sum, it) => sum + Math.min(it.to, to) - Math.max(it.from, from) + 1, 0)
  const parts: readonly Pick<BitRange, 'state' | 'value'>[] = covered > to - from ? touched : [cell, ...touched]
  return parts
    .map(({ state, value }) => ({
      state: state === 'none' && value === undefined ? 'unset' : state,
      ...(value !== undefined && { value }),
    }))
    .reduce((worst, it) => (SEVERITY.indexOf(it.state) > SEVERITY.indexOf(worst.state) ? it : worst))
}

/** A run of bits, 0 the least significant. */
export type BitMask = { readonly from: number; readonly to: number }

/** The field states, from what can be relied on to what cannot. A field that is no register has no right value. */
export const SEVERITY: readonly FieldState[] = ['captured', 'computed', 'none', 'made-up', 'unknown', 'unset']

/** Bits over others: what they leave of those below, and themselves. */
function overlaid(below: readonly BitRange[], above: readonly BitRange[]): readonly BitRange[] | undefined {
  const left = above.reduce<readonly BitRange[]>(
    (all, { from, to }) =>
      all.flatMap(it => [
        ...(it.from < from ? [{ ...it, to: Math.min(it.to, from - 1) }] : []),
        ...(it.to > to ? [{ ...it, from: Math.max(it.from, to + 1) }] : []),
      ]),
    below,
  )
  const all = [...left, ...above].sort((a, b) => a.from - b.from)
  return all.length > 0 ? all : undefined
}

type Remarks = { readonly [K in 'how' | 'value' | 'wrong' | 'note']?: string | undefined } & {
  readonly bits?: readonly BitRange[] | undefined
}

function cell(field: Field, state: FieldState, group: number, { how, value, wrong, note, bits }: Remarks): Cell {
  return {
    field,
    state,
    group,
    ...(how && { how }),
    ...(value && { value }),
    ...(wrong && { wrong }),
    ...(note && { note }),
    ...(bits && { bits }),
  }
}
