import type { Expression } from './parse-expression.ts'
import { DataError } from '../../errors/fault.ts'
import { treeFault } from '../kernel-tree.ts'

/** A condition as the kernel writes it, and as it was parsed. */
export type Condition = { readonly text: string; readonly expr: Expression }

/** A line of a symbol's entry, with the condition after its `if`. */
export type Conditional = { readonly when?: Condition; readonly line: number }

/** One entry (`config`, `menuconfig`) that defines a symbol; a symbol may have several. */
export type Definition = {
  readonly name: string
  readonly file: string
  readonly line: number
  /** `depends on` of the entry itself, and of the `if`, `menu` and `choice` around it. */
  readonly depends: readonly Condition[]
  /** Prompts: with one, a person can turn the symbol on in the configuration. */
  readonly prompts: readonly Conditional[]
  readonly defaults: readonly (Conditional & { readonly value: Condition })[]
  readonly selects: readonly (Conditional & { readonly target: string })[]
  /** The choice of which the symbol is a member. */
  readonly choice?: Choice
}

/** A `choice`: exactly one of its members is on. */
export type Choice = { readonly defaults: Definition['defaults']; readonly members: readonly Definition[] }

/** All symbols of one architecture, by name, in the order in which they were read. */
export type Kconfig = ReadonlyMap<string, readonly Definition[]>

/**
 * A fault in a Kconfig file, ready to be thrown.
 *
 * @param file - path in the tree.
 * @param line - from 1.
 * @param problem - what is wrong there.
 * @param tip - what would be right.
 * @returns the error; the caller throws it.
 */
export function kconfigError(file: string, line: number, problem: string, tip: string): DataError {
  return new DataError([treeFault(file, line, problem, tip)])
}
