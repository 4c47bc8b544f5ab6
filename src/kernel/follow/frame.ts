import type { StructMember } from '../c/struct-layout.ts'
import type { Isa } from '../isa/isa.ts'
import type { CWrite } from './c-writes.ts'
import type { Cell, MachineState } from './machine.ts'
import type { Path } from './walk.ts'
import { located } from './machine.ts'
import { type Place, type Value, added, derived, initial, numberValue, rootOf, valueKey } from './value.ts'

/** What a field of a register struct holds, as far as the code that fills it was followed. */
export type FollowedState = 'captured' | 'computed' | 'made-up' | 'unset' | 'none' | 'unknown'

/** What was written to a field, and where; undefined where nothing was. */
export type Written = { readonly value: Value; readonly at: Place; readonly bytes: number; readonly isRest?: boolean }

/** The struct as a site has filled it: what was written to each field, by name. */
export type Frame = { readonly written: ReadonlyMap<string, Written>; readonly end: Place; readonly lost: Path['lost'] }

/** A field of a struct with its other name. */
export type FrameField = StructMember & { readonly alias?: string | undefined }

/** Where on a way through the code the struct is handed on. */
export type HandOver = {
  /** Registers that may hold the pointer to the struct, best first. */
  readonly registers: readonly string[]
  /** The stack pointer, where the struct may lie if nothing else tells. */
  readonly stack?: string | undefined
  /** The register at which the pointer to the struct lies in memory. */
  readonly pointer?: string | undefined
  /** The calls that count; any if it is left out. */
  readonly calls?: RegExp | undefined
  /** The place of the struct, where no call is passed it. */
  readonly base?: { readonly root: string; readonly offset: number } | undefined
  readonly struct: string
  /** Whether a way counts that fills only a little more than a straighter one. */
  readonly isFullest?: boolean | undefined
}

/**
 * Find the struct that some ways through the code have filled.
 *
 * @param paths - the ways.
 * @param fields - the fields of the struct.
 * @param handOver - how the struct is recognised.
 * @returns the frame of the way that fills most of it, the straightest first; undefined where none fills any.
 */
export function filledFrame(
  paths: readonly Path[],
  fields: readonly FrameField[],
  handOver: HandOver,
): Frame | undefined {
  let best: Frame | undefined
  for (const path of paths) {
    const found = frameOfPath(path, fields, handOver)
    if (found && (!best || worth(found, handOver) > worth(best, handOver))) best = found
  }
  return best
}

/**
 * What a way is worth: how many fields hold what the code was interrupted with. Others are the rare ways, as through
 * a guest. Where the fullest counts, it is how many are written.
 */
function worth({ written }: Frame, { isFullest }: HandOver): number {
  if (isFullest) return written.size
  const known = [...written.values()].filter(it => it.value.is === 'sum' && it.value.terms.size === 1)
  return known.length + written.size / 1000
}

function frameOfPath(path: Path, fields: readonly FrameField[], handOver: HandOver): Frame | undefined {
  const states = [
    ...path.calls
      .filter(it => handOver.calls?.test(it.to) ?? true)
      .map(it => ({ state: it.state, at: it.at, isNamed: it.to !== '' && handOver.calls !== undefined })),
    { state: path.end, at: path.endsAt, isNamed: false },
  ]
  const least = Math.min(3, Math.ceil(fields.length / 2))
  for (const { state, at, isNamed } of states) {
    for (const base of basesIn(state, handOver)) {
      const written = writtenAt(state, base, fields)
      // The very function that gets the struct is passed it, however little of it is filled.
      if (written.size >= (isNamed ? 1 : least)) return { written, end: at, lost: path.lost }
    }
  }
  return undefined
}

/** Where the struct may lie: where an argument points to, and where instructions named its fields. */
function basesIn(
  state: MachineState,
  handOver: HandOver,
): readonly { readonly root: string; readonly offset: number }[] {
  const pointed = (registers: readonly string[]) =>
    registers.flatMap(it => {
      const value = state.registers.get(it)
      return value?.is === 'sum' && value.terms.size > 0 ? [located(value)] : []
    })
  const top = handOver.pointer === undefined ? undefined : state.registers.get(handOver.pointer)
  const onStack = top?.is === 'sum' ? state.memory.get(located(top).root)?.get(located(top).offset)?.value : undefined
  const votes = new Map<string, { readonly root: string; readonly offset: number; count: number }>()
  for (const [root, cells] of state.memory) {
    for (const [offset, cell] of cells) {
      if (cell.named?.struct !== handOver.struct) continue
      const base = { root, offset: offset - cell.named.offset }
      const key = `${root} ${base.offset}`
      const vote = votes.get(key) ?? { ...base, count: 0 }
      vote.count++
      votes.set(key, vote)
    }
  }
  const named = [...votes.values()].filter(it => it.count >= 3).sort((a, b) => b.count - a.count)
  return [
    ...(handOver.base ? [handOver.base] : []),
    ...(onStack?.is === 'sum' && onStack.terms.size > 0 ? [located(onStack)] : []),
    ...pointed(handOver.registers),
    ...named.slice(0, 1),
    ...pointed(handOver.stack ? [handOver.stack] : []),
  ]
}

function writtenAt(
  state: MachineState,
  base: { readonly root: string; readonly offset: number },
  fields: readonly FrameField[],
): Map<string, Written> {
  const cells = state.memory.get(base.root)
  const found = new Map<string, Written>()
  for (const field of fields) {
    const cell = cells && cellAt(cells, base.offset + field.offset)
    if (cell)
      found.set(field.name, {
        value: cell.value,
        at: cell.at,
        bytes: cell.bytes,
        isRest: !cells.has(base.offset + field.offset),
      })
  }
  return found
}

/** The word that covers a byte. */
function cellAt(cells: ReadonlyMap<number, Cell>, offset: number): Cell | undefined {
  const exact = cells.get(offset)
  if (exact) return exact
  for (const before of [1, 2, 4, 6, 8, 12]) {
    const cell = cells.get(offset - before)
    if (cell && cell.bytes > before)
      return {
        ...cell,
        value: cell.value.is === 'sum' && cell.value.terms.size > 0 ? derived([cell.value], cell.at) : cell.value,
      }
  }
  return undefined
}

/**
 * A frame in which nothing has been written.
 *
 * @param end - the code that hands it on.
 * @returns the frame.
 */
export function emptyFrame(end: Place): Frame {
  return { written: new Map(), end, lost: [] }
}

/** How writes of C code are taken into a frame. */
export type CWriteOptions = {
  readonly fields: readonly FrameField[]
  readonly isa: Isa
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
    const fields = options.fields.filter(it => isPart(it.name, path) || it.others?.includes(path))
    // What the struct's own headers do not name may be any of its fields.
    if (fields.length === 0)
      lost.push({ file: write.file, line: write.line, why: `it writes to ${path}, which is no field of the struct` })
    for (const field of fields) {
      const rest = isPart(field.name, path) ? field.name.slice(path.length) : ''
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
  const at = fields.findIndex(it => it.name === path)
  if (!first || at < 0) return []
  const from = sourceFields.filter(it => it.offset >= first.offset && it.offset < first.offset + first.othersSize!)
  return from.flatMap((it, i) => (fields[at + i] ? [[fields[at + i]!, it] as const] : []))
}

function isPart(name: string, path: string): boolean {
  return path !== '' && (name === path || name.startsWith(`${path}.`) || name.startsWith(`${path}[`))
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

/** What is known of the values at a site. */
export type SiteValues = {
  readonly isa: Isa
  /** Special registers that hold what the interrupted code had, by the field that they belong to, or `any`. */
  readonly specials: ReadonlyMap<string, string>
  /** Whether every special register that is stored tells of the interrupted code. */
  readonly isException: boolean
  /** Fields that are put right by code that knows the value: `pc` of a return probe. */
  readonly exact: readonly string[]
  /** Why a field that was not seen to be written may have been written all the same. */
  readonly lost?: string | undefined
}

/**
 * What a field holds.
 *
 * @param field - the field.
 * @param written - what was written to it; undefined if nothing was.
 * @param site - what is known of the site.
 * @returns the state, and why it is not known where it is not.
 */
export function stateOf(field: FrameField, written: Written | undefined, site: SiteValues): StateOfField {
  const found = valueState(field, written, site)
  if (!isSlot(field, site.isa)) return found
  // A word of the kernel's own, or padding: an entry may keep a register in it all the same.
  const isKept =
    site.isException &&
    ((field.name.startsWith('orig_') && !isSpecial(written)) || site.isa.copies?.test(field.name) === true)
  const isCopied = written?.value.is === 'sum' && rootOf(written.value)?.startsWith('field:') === true
  if (found.state === 'unknown' || (found.state === 'captured' && (isKept || isCopied))) return found
  const isConstant =
    (written?.value.is === 'constant' && /^[A-Z_0-9]+$/.test(written.value.text)) ||
    (written?.value.is === 'sum' && written.value.terms.size === 0)
  return { ...found, state: written?.isRest && isConstant ? found.state : 'none' }
}

/** The state of a field, and why it is not known where it is not. */
type StateOfField = { readonly state: FollowedState; readonly value?: string; readonly why?: string }

/** Fields that are no register on any architecture. */
const SLOTS = /^(?:orig_\w+|direct_tramp|_*(?:unused|pad|padding|reserved|__res)\w*(?:\[\d+\])?)$/

/** Whether a value is what the CPU left elsewhere than in a register. */
function isSpecial(written: Written | undefined): boolean {
  return written?.value.is === 'sum' && rootOf(written.value)?.startsWith('special:') === true
}

function isSlot({ name }: FrameField, isa: Isa): boolean {
  return SLOTS.test(name) || isa.slots?.test(name) === true
}

function valueState(field: FrameField, written: Written | undefined, site: SiteValues): StateOfField {
  if (!written) return site.lost ? { state: 'unknown', why: site.lost } : { state: 'unset' }
  const register = site.isa.fieldRegister(field.name, field.alias)
  const { value } = written
  switch (value.is) {
    case 'lost':
      return { state: 'unknown', why: value.why }
    case 'constant':
      return {
        state: site.isException && site.isa.vectors?.test(field.name) ? 'captured' : 'made-up',
        value: value.text,
      }
    case 'derived':
      // A number that is added is a place beside the one that the role is about.
      if (register !== undefined && site.exact.includes(register) && !/\+\s*(?:sizeof|[A-Z0-9])/.test(value.text ?? ''))
        return { state: 'computed' }
      return { state: 'made-up' }
    case 'sum':
      return sumState(field, value, register, site)
  }
}

function sumState(
  field: FrameField,
  value: Extract<Value, { is: 'sum' }>,
  register: string | undefined,
  site: SiteValues,
): StateOfField {
  if (value.terms.size === 0)
    return (register !== undefined && register === site.isa.zero && value.number === 0) ||
      (site.isException && site.isa.vectors?.test(field.name))
      ? { state: 'captured' }
      : { state: 'made-up', value: String(value.number) }
  const root = rootOf(value)
  if (root === undefined) return { state: 'made-up' }
  const special = /^special:(.*)$/.exec(root)?.[1]
  if (special !== undefined)
    return {
      state:
        register === 'pc' && value.isMoved && value.number > 0 ? 'computed' : specialState(special, register, site),
    }
  if (root.startsWith('field:'))
    return {
      state: isSameField(root.slice('field:'.length), field.name, site.isa) ? 'captured' : 'made-up',
      value: root.slice('field:'.length),
    }
  if (root.startsWith('value:')) return { state: 'made-up' }
  if (root === 'after')
    return register === 'pc' ? { state: 'computed' } : { state: 'made-up', value: 'the address behind the call' }
  if (root.startsWith('memory:'))
    return {
      state: 'unknown',
      why: `it was loaded from memory that nothing here has written (${root.slice('memory:'.length)})`,
    }
  if (register === undefined)
    return (isSlot(field, site.isa) || /^(?:trap|sys)/.test(field.name)) && value.number === 0
      ? { state: 'captured' }
      : { state: 'made-up', value: nameOfValue(value) }
  if (register !== root) return { state: 'made-up', value: nameOfValue(value) }
  // The code goes on behind the instruction that trapped; what was put right downwards is the CPU's own.
  if (register === 'pc') return { state: value.isMoved && value.number > 0 ? 'computed' : 'captured' }
  if (value.number !== 0) return { state: 'made-up', value: nameOfValue(value) }
  return { state: value.isMoved && register === site.isa.stack ? 'computed' : 'captured' }
}

/** A value for people: `t0` for what a register held, `sp - 16` for an address. */
function nameOfValue(value: Extract<Value, { is: 'sum' }>): string {
  const { number } = value
  const name = rootOf(value) ?? valueKey(value)
  return number === 0 || rootOf(value) === undefined ? name : `${name} ${number < 0 ? '-' : '+'} ${Math.abs(number)}`
}

function specialState(
  special: string,
  register: string | undefined,
  { specials, isException }: SiteValues,
): FollowedState {
  const belongs = specials.get(special)
  if (belongs === 'now') return 'made-up'
  if (belongs !== undefined) return belongs === 'any' || belongs === register ? 'captured' : 'made-up'
  return isException ? 'captured' : 'made-up'
}

/** Whether a field of one struct stands for the same as that of another: `regs.ip` and `ip`, `fp` and `regs[29]`. */
function isSameField(from: string, to: string, isa: Isa): boolean {
  const register = isa.fieldRegister(from)
  if (register !== undefined && register === isa.fieldRegister(to)) return true
  const short = (name: string) => name.replace(/^(?:user_)?regs\./, '')
  return short(from) === short(to)
}
