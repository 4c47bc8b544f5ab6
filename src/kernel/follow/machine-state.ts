import type { Place } from '../kernel-tree.ts'
import { type Sum, type Value, rootOf } from './value.ts'

/** A word of memory that was written: what it holds, how many bytes of it, and by which line. */
export type Cell = {
  readonly value: Value
  readonly bytes: number
  readonly at: Place
  /** The register struct whose field the instruction named, and the field's offset. */
  readonly named?: { readonly struct: string; readonly offset: number } | undefined
}

/** Memory by what an address begins with, and how many bytes it lies behind that. */
export type Memory = ReadonlyMap<string, ReadonlyMap<number, Cell>>

/** The state of a machine: what registers, special registers and memory hold. */
export type MachineState = {
  readonly registers: Map<string, Value>
  readonly specials: Map<string, Value>
  readonly memory: Map<string, Map<number, Cell>>
  /** What the last comparison compared. */
  flags: Value
}

/** A place in memory. */
export type Located = { readonly root: string; readonly offset: number }

/**
 * Where a sum points to.
 *
 * @param sum - an address.
 * @returns what it begins with, and the bytes behind that.
 */
export function located(sum: Sum): Located {
  const root =
    rootOf(sum) ??
    ([...sum.terms]
      .sort()
      .map(([name, factor]) => `${factor}*${name}`)
      .join('+') ||
      'absolute')
  return { root, offset: sum.number }
}

/**
 * A state in which nothing has happened yet.
 *
 * @param at - where the code begins.
 * @returns the state.
 */
export function emptyState(at: Place): MachineState {
  return {
    registers: new Map(),
    specials: new Map(),
    memory: new Map(),
    flags: { is: 'lost', why: 'nothing was compared', at },
  }
}

/**
 * Copy a state, so that the two paths of a branch do not share one.
 *
 * @param state - the state.
 * @returns a copy.
 */
export function copyState({ registers, specials, memory, flags }: MachineState): MachineState {
  return {
    registers: new Map(registers),
    specials: new Map(specials),
    memory: new Map([...memory].map(([root, cells]) => [root, new Map(cells)])),
    flags,
  }
}
