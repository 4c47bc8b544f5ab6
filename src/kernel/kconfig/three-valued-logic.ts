/** Whether a symbol is on: always (`y`), under a condition that is left open (`if`), or never (`n`). */
export type Level = 'y' | 'if' | 'n'

/** What a symbol or a condition evaluates to on one architecture. */
export type Value = {
  readonly level: Level
  /** Whether the open condition depends on the compiler or another program that builds the kernel. */
  readonly compiler: boolean
}

export const YES: Value = { level: 'y', compiler: false }
export const NO: Value = { level: 'n', compiler: false }
/** It depends on the configuration. */
export const OPEN: Value = { level: 'if', compiler: false }
/** It depends on the compiler. */
export const COMPILER: Value = { level: 'if', compiler: true }

const ORDER: Readonly<Record<Level, number>> = { n: 0, if: 1, y: 2 }

/**
 * Both: the lesser of two values.
 *
 * @param a - the left one, which is the result where the two are equally low.
 * @param b - the right one.
 * @returns `n` if either is, else `if` if either is.
 */
export function and(a: Value, b: Value): Value {
  if (a.level === 'n') return a
  if (b.level === 'n') return b
  return combined(a, b, ORDER[a.level] < ORDER[b.level] ? a.level : b.level)
}

/**
 * At least one: the greater of two values.
 *
 * @param a - the left one, which is the result where the two are equally high.
 * @param b - the right one.
 * @returns `y` if either is, else `if` if either is.
 */
export function or(a: Value, b: Value): Value {
  if (a.level === 'y') return a
  if (b.level === 'y') return b
  return combined(a, b, ORDER[a.level] > ORDER[b.level] ? a.level : b.level)
}

/**
 * The negation of a value.
 *
 * @param a - the value.
 * @returns what is open stays open.
 */
export function not(a: Value): Value {
  if (a.level === 'if') return a
  return a.level === 'y' ? NO : YES
}

function combined(a: Value, b: Value, level: Level): Value {
  return { level, compiler: level === 'if' && (a.compiler || b.compiler) }
}
