import type { Field, RegisterStruct } from '../schema/arch.ts'
import type { Capture, Conversion, FieldGroup, FieldState } from '../schema/capture.ts'

/** One field of a filled struct: what it holds, and by which group of writes. */
export type Cell = {
  readonly field: Field
  readonly state: FieldState
  /** Which of the capture's groups wrote it, from 0 in the order of writing. */
  readonly group: number
  readonly how?: string
  readonly value?: string
  readonly wrong?: string
  /** Made up, but equal to what the interrupted code had. */
  readonly exact?: true
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
    return cell(field, from.state, it.i, { ...from, how: it.how })
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

type Remarks = { readonly [K in 'how' | 'value' | 'wrong']?: string | undefined } & {
  readonly exact?: true | undefined
}

function cell(field: Field, state: FieldState, group: number, { how, value, wrong, exact }: Remarks): Cell {
  return {
    field,
    state,
    group,
    ...(how && { how }),
    ...(value && { value }),
    ...(wrong && { wrong }),
    ...(exact && { exact }),
  }
}
