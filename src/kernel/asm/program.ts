import type { Place } from '../kernel-tree.ts'

/** An instruction: its mnemonic and its operands as they are written, without macros. */
export type Instruction = Place & {
  readonly mnemonic: string
  readonly operands: readonly string[]
  /** Whether the assembler fills the slot behind a jump itself, so that the next instruction is none. */
  readonly isReordered?: boolean
  /** Why the code here is not known, where the assembler's own language was not understood. */
  readonly lost?: string
}

/** Where the code goes on: an instruction of a section, by its number. */
export type Position = { readonly section: string; readonly index: number }

/** A file of assembly after the assembler has expanded it. */
export type AsmProgram = {
  /** The instructions of each section, in order. */
  readonly sections: ReadonlyMap<string, readonly Instruction[]>
  /** Where each label stands; a number as a label may stand in several places. */
  readonly labels: ReadonlyMap<string, readonly Position[]>
  /** The values of symbols that were set. */
  readonly symbols: ReadonlyMap<string, number>
  readonly macros: ReadonlyMap<string, AsmMacro>
}

/** A macro of the assembler. */
export type AsmMacro = {
  readonly parameters: readonly { readonly name: string; readonly value: string; readonly isRest: boolean }[]
  readonly body: readonly (Place & { readonly text: string })[]
}

/** The next instruction as the target of a jump: where the code goes on behind it, at another address. */
export const NEXT = '@next'
/** The instruction behind the next one, as the target of a jump: where a condition leaves the next one out. */
export const BEHIND_NEXT = '@behind the next'

/**
 * Find a label; `1f` is the next `1:`, `1b` the one before.
 *
 * @param name - the label.
 * @param from - where it is named.
 * @param program - the program.
 * @returns its position; undefined if the program has no such label.
 */
export function labelAt(name: string, from: Position, { labels }: AsmProgram): Position | undefined {
  if (name === NEXT) return { section: from.section, index: from.index + 1 }
  if (name === BEHIND_NEXT) return { section: from.section, index: from.index + 2 }
  const numeric = /^(\d+)([fb])$/.exec(name)
  // Where a function has a descriptor, its code has a dot before its name.
  const places = labels.get(`.${name}`) ?? labels.get(numeric?.[1] ?? name) ?? []
  if (!numeric) return places[0]
  const here = places.filter(it => it.section === from.section)
  return numeric[2] === 'f' ? here.find(it => it.index > from.index) : here.findLast(it => it.index <= from.index)
}
