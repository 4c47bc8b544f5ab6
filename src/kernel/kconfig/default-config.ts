import type { ArchVariant } from '../arch-variants.ts'
import type { Choice, Condition, Definition, Kconfig } from './kconfig.ts'
import type { Expression } from './parse-expression.ts'
import { expandVariables, makeVariables } from './make-variables.ts'
import { type Selectors, selectors } from './selectors.ts'

/** The value of the C macro `CONFIG_<symbol>`; undefined where the symbol is off. */
export type Config = (symbol: string) => string | undefined

/** How many symbols may depend on one another in a row; beyond that a symbol counts as off. */
const MOST_DEPENDENCY_DEPTH = 200

type Context = {
  readonly kconfig: Kconfig
  readonly variant: ArchVariant
  readonly selectedBy: Selectors
  /** Values that are known, and `false` for a symbol that is being evaluated. */
  readonly known: Map<string, boolean>
}

/**
 * The configuration in which every option has its default, as `make alldefconfig` makes it. Macros that ask the
 * compiler or another program count as true.
 *
 * @param kconfig - the symbols of the architecture.
 * @param variant - the architecture; its fixed symbols count instead of their defaults.
 * @returns the value of each symbol's C macro.
 */
export function defaultConfig(kconfig: Kconfig, variant: ArchVariant): Config {
  const context: Context = { kconfig, variant, selectedBy: selectors(kconfig), known: new Map() }
  return symbol => (isOn(symbol, 0, context) ? '1' : undefined)
}

function isOn(name: string, depth: number, context: Context): boolean {
  const { kconfig, variant, selectedBy, known } = context
  if (name === 'y' || name === 'm') return true
  const value = variant.fixedSymbols[name] ?? known.get(name)
  if (value !== undefined) return value
  if (depth > MOST_DEPENDENCY_DEPTH) return false
  // Off while it is being evaluated: a symbol that only depends on itself stays off.
  known.set(name, false)
  const isSet = (kconfig.get(name) ?? []).some(
    it =>
      allHold(it.depends, depth, context) &&
      (it.choice ? isChosen(it, it.choice, depth, context) : isOnByDefault(it.defaults, depth, context)),
  )
  const isSelected = () =>
    (selectedBy.get(name) ?? []).some(
      ({ by, select }) =>
        (!select.when || holds(select.when.expr, depth + 1, context)) && isOn(by.name, depth + 1, context),
    )
  known.set(name, isSet || isSelected())
  return known.get(name)!
}

/** The value of the first default whose condition holds. */
function defaultValue(defaults: Definition['defaults'], depth: number, context: Context): Expression | undefined {
  return defaults.find(({ when }) => !when || holds(when.expr, depth, context))?.value.expr
}

function isOnByDefault(defaults: Definition['defaults'], depth: number, context: Context): boolean {
  const value = defaultValue(defaults, depth, context)
  return value !== undefined && holds(value, depth, context)
}

/** Whether a member of a choice is the one that is on: the default, else the first member that can be. */
function isChosen({ name }: Definition, { defaults, members }: Choice, depth: number, context: Context): boolean {
  const value = defaultValue(defaults, depth, context)
  if (value?.is === 'symbol') return name === value.name
  return name === members.find(it => allHold(it.depends, depth, context))?.name
}

function allHold(conditions: readonly Condition[], depth: number, context: Context): boolean {
  return conditions.every(it => holds(it.expr, depth + 1, context))
}

function holds(expr: Expression, depth: number, context: Context): boolean {
  switch (expr.is) {
    case 'symbol':
      return isOn(expr.name, depth + 1, context)
    case 'text':
      return expr.text === 'y'
    case 'macro':
      return true
    case 'not':
      return !holds(expr.of, depth, context)
    case 'and':
      return holds(expr.left, depth, context) && holds(expr.right, depth, context)
    case 'or':
      return holds(expr.left, depth, context) || holds(expr.right, depth, context)
    case 'compare': {
      // Greater and less only compare versions of the compiler, which counts as new enough.
      if (expr.by !== '=' && expr.by !== '!=') return true
      const isSame = operandText(expr.left, depth, context) === operandText(expr.right, depth, context)
      return isSame === (expr.by === '=')
    }
  }
}

/**
 * What an operand of a comparison stands for; a symbol that is off stands for its own name, as an undefined one does.
 */
function operandText(expr: Expression, depth: number, context: Context): string {
  if (expr.is === 'symbol') return isOn(expr.name, depth + 1, context) ? 'y' : expr.name
  return 'text' in expr ? expandVariables(expr.text, makeVariables(context.variant)) : ''
}
