import type { Field, RegisterStruct } from '../schema/arch.ts'
import type { Capture, Conversion, FieldGroup, FieldState } from '../schema/capture.ts'

/** One field of a filled struct: what stands in it, and whether to believe it. */
export type Cell = {
  readonly field: Field
  readonly state: FieldState
  /** Which of the capture's groups wrote it, from 0 in the order of writing. */
  readonly group: number
  readonly how?: string
  readonly value?: string
  readonly wrong?: string
  /** Made up, and yet what the interrupted code had. */
  readonly exact?: true
}

/** A filled struct: a cell for each of its fields, in the struct's order. */
export type Frame = readonly Cell[]

/**
 * The frame that a capture site leaves behind.
 *
 * @throws RangeError if the capture does not state every field of the struct; `npm run check` finds that earlier.
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

/** What a frame becomes when it is turned into another struct: copied fields keep the state they had. */
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

/** The names of the fields that a group means, in the struct's order; empty if a run's ends are not in it. */
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
