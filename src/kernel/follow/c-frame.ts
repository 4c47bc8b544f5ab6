import type { StructMember } from '../c/struct-layout.ts'
import type { CWrite } from './c-writes.ts'
import { type Frame, type FrameField, type Written, isPartOf } from './frame.ts'
import { type Value, added, derived, initial, numberValue } from './value.ts'

/** How writes of C code are taken into a frame. */
export type CWriteOptions = {
  readonly fields: readonly FrameField[]
  /** Whether writes in a branch count: the role is about that branch. */
  readonly withBranches: boolean
  readonly evaluate: (text: string) => number | undefined
  /** The struct that another parameter points to. */
  readonly source?: ReadonlyMap<string, Written> | undefined
  readonly sourceFields?: readonly StructMember[] | undefined
  /** What comes before the names of the fields in the C code: `regs.` of ftrace_regs. */
  readonly prefix?: string | undefined
}

/**
 * Write into a frame what C code writes to the struct.
 *
 * @param frame - the frame before.
 * @param writes - the writes in their order.
 * @param options - how they are taken.
 * @returns the frame afterwards.
 */
export function afterWrites(frame: Frame, writes: readonly CWrite[], options: CWriteOptions): Frame {
  const written = new Map(frame.written)
  const lost = [...frame.lost]
  for (const write of writes) {
    if (write.isConditional && !options.withBranches) continue
    const path =
      options.prefix && write.field.startsWith(options.prefix) ? write.field.slice(options.prefix.length) : write.field
    if (write.field === '*') {
      for (const it of options.fields)
        written.set(it.name, { value: initial(`field:${it.name}`), at: write, bytes: it.size })
      continue
    }
    const run = copiedRun(write, path, options)
    for (const [field, from] of run)
      written.set(field.name, { value: initial(`field:${from.name}`), at: write, bytes: field.size })
    if (run.length > 0) continue
    const fields = options.fields.filter(it => isPartOf(it.name, path) || it.others?.includes(path))
    // What the struct's own headers do not name may be any of its fields.
    if (fields.length === 0)
      lost.push({ file: write.file, line: write.line, why: `it writes to ${path}, which is no field of the struct` })
    for (const field of fields) {
      const rest = isPartOf(field.name, path) ? field.name.slice(path.length) : ''
      // An array is copied as far as the other struct has it.
      if (
        rest !== '' &&
        write.value.is === 'field' &&
        options.source &&
        !options.source.has(`${write.value.field}${rest}`)
      )
        continue
      written.set(field.name, {
        value: cValue(write, rest, { written, field: field.name, options }),
        at: write,
        bytes: field.size,
      })
    }
  }
  return { ...frame, written, lost }
}

/** The fields that are copied from an array which the other struct knows by the names of its elements. */
function copiedRun(
  write: CWrite,
  path: string,
  { fields, sourceFields = [] }: CWriteOptions,
): readonly (readonly [FrameField, StructMember])[] {
  const { value } = write
  const first =
    value.is === 'field'
      ? sourceFields.find(it => it.others?.includes(value.field) && it.othersSize !== undefined)
      : undefined
  const at = fields.findIndex(it => it.name === path || it.others?.includes(path))
  if (!first || at < 0) return []
  const from = sourceFields.filter(it => it.offset >= first.offset && it.offset < first.offset + first.othersSize!)
  return from.flatMap((it, i) => (fields[at + i] ? [[fields[at + i]!, it] as const] : []))
}

function cValue(
  write: CWrite,
  rest: string,
  {
    written,
    field,
    options,
  }: { readonly written: ReadonlyMap<string, Written>; readonly field: string; readonly options: CWriteOptions },
): Value {
  const { value } = write
  switch (value.is) {
    case 'constant': {
      const number = options.evaluate(value.text)
      return number === undefined ? { is: 'constant', text: value.text } : numberValue(number)
    }
    case 'added': {
      const number = options.evaluate(value.text)
      const old = written.get(field)?.value
      return old && number !== undefined ? added(old, numberValue(number), 1, write) : derived(old ? [old] : [], write)
    }
    case 'special':
      return initial(`special:${value.name}${rest}`)
    case 'field': {
      const name = `${value.field}${rest}`
      const source = value.parameter === '' ? written : (options.source ?? new Map<string, Written>())
      const own = source.get(name)?.value ?? source.get(name.replace(/^regs\./, ''))?.value
      if (own) return own
      if (value.parameter !== '' && !options.source) return { is: 'derived', from: [], at: write, text: name }
      return initial(`field:${name}`)
    }
    case 'bits':
      return written.get(field)?.value ?? derived([], write)
    case 'user':
      return { is: 'lost', why: 'it is read from the memory of the user program', at: write }
    case 'derived':
      return { is: 'derived', from: [], at: write, text: value.text }
  }
}
