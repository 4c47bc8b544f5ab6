import type { StructMember } from '../c/struct-layout.ts'
import type { Path } from './walk.ts'
import { type Cell, type Located, type MachineState, located } from './machine-state.ts'
import type { Place } from '../kernel-tree.ts'
import { type Value, derived } from './value.ts'

/** What was written to a field, and where; undefined where nothing was. */
export type Written = { readonly value: Value; readonly at: Place; readonly bytes: number; readonly isRest?: boolean }

/** The struct as a site has filled it: what was written to each field, by name. */
export type Frame = {
  readonly written: ReadonlyMap<string, Written>
  readonly end: Place
  readonly lost: Path['lost']
  /** Whether the very function got it that the site names. */
  readonly isNamed?: boolean
}

/** A field of a struct with its other name. */
export type FrameField = StructMember & { readonly alias?: string | undefined }

/** Where on a path through the code the struct is handed on. */
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
  readonly base?: Located | undefined
  readonly struct: string
  /** Whether a path counts that fills only a little more than a straighter one. */
  readonly isFullest?: boolean | undefined
}

/**
 * Find the struct that some paths through the code have filled.
 *
 * @param paths - the paths.
 * @param fields - the fields of the struct.
 * @param handOver - how the struct is recognised.
 * @returns the frame of the path that fills most of it, the straightest first; undefined where none fills any.
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
 * What a path is worth: how many fields hold what the code was interrupted with. Others are rare paths, as through a
 * guest. Where the fullest counts, it is how many are written.
 */
function worth({ written, isNamed }: Frame, { isFullest }: HandOver): number {
  const known = [...written.values()].filter(it => it.value.is === 'sum' && it.value.terms.size === 1)
  // The function that the site names is the one that looks at the registers.
  if (isFullest) return written.size + known.length / 1000 + (isNamed ? 1000 : 0)
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
      if (written.size >= (isNamed ? 1 : least)) return { written, end: at, lost: path.lost, isNamed }
    }
  }
  return undefined
}

/** Where the struct may lie: where an argument points to, and where instructions named its fields. */
function basesIn(state: MachineState, handOver: HandOver): readonly Located[] {
  const pointed = (registers: readonly string[]) =>
    registers.flatMap(it => {
      const value = state.registers.get(it)
      return value?.is === 'sum' && value.terms.size > 0 ? [located(value)] : []
    })
  const top = handOver.pointer === undefined ? undefined : state.registers.get(handOver.pointer)
  const onStack = top?.is === 'sum' ? state.memory.get(located(top).root)?.get(located(top).offset)?.value : undefined
  const votes = new Map<string, Located & { count: number }>()
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

function writtenAt(state: MachineState, base: Located, fields: readonly FrameField[]): Map<string, Written> {
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

/**
 * Whether a path of C names a field, or a struct or an array that the field is part of.
 *
 * @param name - the field: `psw.mask`, `regs[0]`.
 * @param path - the path: `psw`, `regs`.
 * @returns whether it does.
 */
export function isPartOf(name: string, path: string): boolean {
  return path !== '' && (name === path || name.startsWith(`${path}.`) || name.startsWith(`${path}[`))
}
