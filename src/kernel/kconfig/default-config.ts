import type { ArchVariant } from '../arch-variants.ts'
import type { Choice, Condition, Definition, Kconfig } from './parse-kconfig.ts'
import type { Expr } from './parse-expression.ts'
import { selectors, variables } from './evaluate.ts'

/** What `CONFIG_<symbol>` stands for in C; undefined where it is off. */
export type Config = (symbol: string) => string | undefined

/** Symbols hang on one another less deeply than this. */
const MOST_DEPTH = 200

/**
 * The configuration that an architecture has when nobody chooses: every option at its default, every program that
 * builds the kernel able to do what is asked of it.
 */
export function defaultConfig(kconfig: Kconfig, variant: ArchVariant): Config {
  const selectedBy = selectors(kconfig)
  const known = new Map<string, boolean>()
  const isOn = (name: string, depth: number): boolean => {
    if (name === 'y' || name === 'm') return true
    const chosen = variant.chosen[name]
    if (chosen !== undefined) return chosen
    const before = known.get(name)
    if (before !== undefined) return before
    if (depth > MOST_DEPTH) return false
    // While it is being asked for it is off: what turns itself on is not turned on.
    known.set(name, false)
    const value =
      (kconfig.get(name) ?? []).some(
        it => all(it.depends, depth) && (it.choice ? isChosen(it, it.choice, depth) : isDefault(it.defaults, depth)),
      ) ||
      (selectedBy.get(name) ?? []).some(
        ({ by, select }) => (!select.when || holds(select.when.expr, depth + 1)) && isOn(by.name, depth + 1),
      )
    known.set(name, value)
    return value
  }
  const ruling = (defaults: Definition['defaults'], depth: number) =>
    defaults.find(({ when }) => !when || holds(when.expr, depth))?.value.expr
  const isDefault = (defaults: Definition['defaults'], depth: number) => {
    const expr = ruling(defaults, depth)
    return expr !== undefined && holds(expr, depth)
  }
  /** Of a choice the default is on, else the first that can be. */
  const isChosen = ({ name }: Definition, { defaults, members }: Choice, depth: number) => {
    const expr = ruling(defaults, depth)
    return name === (expr?.is === 'symbol' ? expr.name : members.find(it => all(it.depends, depth))?.name)
  }
  const all = (conditions: readonly Condition[], depth: number) => conditions.every(it => holds(it.expr, depth + 1))
  const holds = (expr: Expr, depth: number): boolean => {
    switch (expr.is) {
      case 'symbol':
        return isOn(expr.name, depth + 1)
      case 'text':
        return expr.text === 'y'
      case 'macro':
        return true
      case 'not':
        return !holds(expr.of, depth)
      case 'and':
        return holds(expr.left, depth) && holds(expr.right, depth)
      case 'or':
        return holds(expr.left, depth) || holds(expr.right, depth)
      case 'compare': {
        const text = (it: Expr) =>
          it.is === 'symbol'
            ? isOn(it.name, depth + 1)
              ? 'y'
              : it.name === 'n'
                ? 'n'
                : it.name
            : 'text' in it
              ? it.text.replace(/\$\((\w+)\)/g, (whole, name: string) => variables(variant)[name] ?? whole)
              : ''
        const isSame = text(expr.left) === text(expr.right)
        return expr.by === '=' ? isSame : expr.by === '!=' ? !isSame : true
      }
    }
  }
  return symbol => (isOn(symbol, 0) ? '1' : undefined)
}
