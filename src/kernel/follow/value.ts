import type { Place } from '../kernel-tree.ts'

/**
 * An abstract value: what a register or a word of memory holds while code is followed.
 *
 * - `sum`: initial values, each times a factor, and a number. `{x0: 1}` is the interrupted code's x0, an empty
 *   sum is a number. `isMoved` says that something was added and perhaps taken away again.
 * - `constant`: a constant that only the kernel's build knows, as the kernel writes it.
 * - `derived`: made from other values by an instruction.
 * - `lost`: not known, with the line where it was lost.
 */
export type Value =
  | {
      readonly is: 'sum'
      readonly terms: ReadonlyMap<string, number>
      readonly number: number
      readonly isMoved: boolean
    }
  | { readonly is: 'constant'; readonly text: string }
  | { readonly is: 'derived'; readonly from: readonly Value[]; readonly at: Place; readonly text?: string }
  | { readonly is: 'lost'; readonly why: string; readonly at: Place }

/** A sum of initial values. */
export type Sum = Extract<Value, { is: 'sum' }>

/**
 * The value that a register, a special register or a word of memory had at the beginning.
 *
 * @param root - its name.
 * @returns the value.
 */
export function initial(root: string): Sum {
  return { is: 'sum', terms: new Map([[root, 1]]), number: 0, isMoved: false }
}

/**
 * A number.
 *
 * @param number - its value.
 * @returns it as a sum without terms.
 */
export function numberValue(number: number): Sum {
  return { is: 'sum', terms: new Map(), number, isMoved: false }
}

/**
 * Add two values, or subtract one from the other.
 *
 * @param a - the first.
 * @param b - the second.
 * @param sign - 1 to add, -1 to subtract.
 * @param at - the instruction.
 * @returns a sum where both are; otherwise a derived value.
 */
export function added(a: Value, b: Value, sign: 1 | -1, at: Place): Value {
  if (a.is === 'derived' && b.is === 'sum' && b.terms.size === 0) return added(asRoot(a), b, sign, at)
  if (a.is !== 'sum' || b.is !== 'sum') return derived([a, b], at)
  const terms = new Map(a.terms)
  for (const [root, factor] of b.terms) {
    const whole = (terms.get(root) ?? 0) + sign * factor
    if (whole === 0) terms.delete(root)
    else terms.set(root, whole)
  }
  const isMoved = a.isMoved || b.isMoved || b.terms.size > 0 || b.number !== 0
  return { is: 'sum', terms, number: a.number + sign * b.number, isMoved }
}

/**
 * A derived value as the beginning of an address: what lies behind it can be distinguished, though it is not known.
 *
 * @param value - the value.
 * @returns a sum of that value alone.
 */
export function asRoot(value: Extract<Value, { is: 'derived' }>): Sum {
  return initial(`value:${valueKey(value)}`)
}

/**
 * A value that an instruction makes from others; lost where one of them is.
 *
 * @param from - the others.
 * @param at - the instruction.
 * @returns the value.
 */
export function derived(from: readonly Value[], at: Place): Value {
  return from.find(it => it.is === 'lost') ?? { is: 'derived', from: from.slice(0, 4), at }
}

/**
 * The one initial value that a value is, but for a number that was added.
 *
 * @param value - the value.
 * @returns its name; undefined if it is anything else.
 */
export function rootOf(value: Value): string | undefined {
  if (value.is !== 'sum' || value.terms.size !== 1) return undefined
  const [root, factor] = [...value.terms][0]!
  return factor === 1 ? root : undefined
}

/**
 * Whether a value was made from an initial value, at any depth.
 *
 * @param value - the value.
 * @param root - the name of the initial value.
 * @returns whether it was.
 */
export function comesFrom(value: Value, root: string): boolean {
  return isMadeFrom(value, root, 0)
}

function isMadeFrom(value: Value, root: string, depth: number): boolean {
  if (value.is === 'sum') return value.terms.has(root)
  if (value.is === 'constant') return value.text === root
  return value.is === 'derived' && depth < 6 && value.from.some(it => isMadeFrom(it, root, depth + 1))
}

/**
 * A name for a value, the same for equal values.
 *
 * @param value - the value.
 * @returns the name.
 */
export function valueKey(value: Value): string {
  return keyOf(value, 0)
}

function keyOf(value: Value, depth: number): string {
  switch (value.is) {
    case 'sum':
      return [
        ...[...value.terms].sort().map(([root, factor]) => (factor === 1 ? root : `${factor}*${root}`)),
        value.number,
      ].join('+')
    case 'constant':
      return value.text
    case 'derived':
      return depth > 3
        ? `${value.at.file}:${value.at.line}`
        : `${value.at.file}:${value.at.line}(${value.from.map(it => keyOf(it, depth + 1)).join()})`
    case 'lost':
      return `lost ${value.at.file}:${value.at.line}`
  }
}
