import type { ArchVariant } from '../arch-variants.ts'
import type { Condition, Definition, Kconfig } from './parse-kconfig.ts'
import type { Expr } from './parse-expression.ts'
import { DataError } from '../../errors/fault.ts'
import { treeFault } from '../kernel-tree.ts'

/** Whether a symbol is on: always, under a condition that is left over, or never. */
export type Level = 'y' | 'if' | 'n'

/** What a symbol or a condition comes to on one architecture. */
export type Value = { readonly level: Level; readonly compiler: boolean }

/** A symbol's value, with the place that decides it. */
export type SymbolValue = Value & {
  /** As the kernel writes it; only where the level is `if`. */
  readonly condition?: string
  /** Of the line that sets it, or of the definition where none does; undefined for a symbol that the tree does not have. */
  readonly at?: { readonly file: string; readonly line: number }
}

const YES: Value = { level: 'y', compiler: false }
const NO: Value = { level: 'n', compiler: false }
const MAYBE: Value = { level: 'if', compiler: false }
const COMPILER: Value = { level: 'if', compiler: true }

const ORDER: Readonly<Record<Level, number>> = { n: 0, if: 1, y: 2 }

const and = (a: Value, b: Value): Value =>
  a.level === 'n' ? a : b.level === 'n' ? b : both(a, b, ORDER[a.level] < ORDER[b.level] ? a.level : b.level)
const or = (a: Value, b: Value): Value =>
  a.level === 'y' ? a : b.level === 'y' ? b : both(a, b, ORDER[a.level] > ORDER[b.level] ? a.level : b.level)
const not = (a: Value): Value => (a.level === 'y' ? NO : a.level === 'n' ? YES : a)
const both = (a: Value, b: Value, level: Level): Value => ({
  level,
  compiler: level === 'if' && (a.compiler || b.compiler),
})

/** Symbols are looked up fewer times than this for one mechanism; 6.12 needs some four hundred. */
const MOST_STEPS = 50_000

/** Symbols depend on one another less deeply than this; in 6.12, twelve deep. */
const MOST_DEPTH = 250

/**
 * The values of Kconfig symbols on one architecture.
 *
 * What the architecture decides is decided; what somebody who configures a kernel decides is left over, as a
 * condition. The options that are `wanted`, and what those need, count as turned on, unless the architecture forbids.
 */
export class KconfigEvaluator {
  readonly #kconfig: Kconfig
  readonly #variant: ArchVariant
  readonly #wanted: ReadonlySet<string>
  readonly #selectedBy: Selectors
  readonly #known = new Map<string, Value>()
  readonly #open = new Map<string, number>()
  #steps = 0
  /** The outermost symbol in evaluation that a running one came round to. */
  #reached = Infinity

  constructor(kconfig: Kconfig, variant: ArchVariant, wanted: Iterable<string> = []) {
    this.#kconfig = kconfig
    this.#variant = variant
    this.#selectedBy = selectors(kconfig)
    const all = new Set<string>()
    for (const name of wanted) this.#want(name, all)
    this.#wanted = all
  }

  /** A symbol's value, with its condition and its place. */
  of(name: string): SymbolValue {
    const definitions = this.#kconfig.get(name) ?? []
    const value = this.#symbol(name, true)
    const ways = this.#ways(name, true).filter(it => it.value.level !== 'n')
    const deciding = ways.filter(it => it.value.level === value.level)
    const own = definitions[0] && { file: definitions[0].file, line: definitions[0].line }
    const at = (deciding[0] ?? ways[0])?.at ?? own
    if (value.level !== 'if' || !at) return { ...value, ...(at && { at }) }
    const conditions = [...new Set(ways.map(it => it.condition()))]
    return {
      ...value,
      condition:
        conditions.length > 1
          ? conditions.map(it => (/&&|\|\|/.test(it) && !isWrapped(it) ? `(${it})` : it)).join(' || ')
          : conditions[0]!,
      at,
    }
  }

  /** Whether a symbol's own `depends on` can hold: that of an option with everything turned on which it needs. */
  depends(name: string): Value {
    return (this.#kconfig.get(name) ?? []).reduce((all, it) => or(all, this.#all(it.depends, isArch(it))), NO)
  }

  /** What a condition of the rules that all architectures share comes to. */
  sharedCondition(it: Condition): Value {
    return this.#expr(it.expr, false)
  }

  /** An option and what it cannot do without. */
  #want(name: string, all: Set<string>): void {
    if (all.has(name)) return
    const definitions = this.#kconfig.get(name) ?? []
    // What an architecture offers is its condition, and stays one.
    if (definitions.length !== 1 || isArch(definitions[0]!)) return
    all.add(name)
    const visit = (expr: Expr): void => {
      if (expr.is === 'symbol') this.#want(expr.name, all)
      if (expr.is === 'and') {
        visit(expr.left)
        visit(expr.right)
      }
    }
    for (const { expr } of definitions[0]!.depends) visit(expr)
  }

  /**
   * @param strict - inside a condition of the architecture: an option that is not wanted is left over. Outside, in the
   *   rules that all architectures share, an option can be turned on.
   */
  #symbol(name: string, strict: boolean): Value {
    if (name === 'y' || name === 'm') return YES
    if (name === 'n') return NO
    const chosen = this.#variant.chosen[name]
    if (chosen !== undefined) return chosen ? YES : NO
    const key = strict ? name : `${name} `
    const known = this.#known.get(key)
    if (known) return known
    const begun = this.#open.get(key)
    if (begun !== undefined) {
      this.#reached = Math.min(this.#reached, begun)
      return NO
    }
    if (this.#steps++ > MOST_STEPS || this.#open.size > MOST_DEPTH) {
      const { file, line } = this.#kconfig.get(name)?.[0] ?? { file: 'Kconfig', line: 1 }
      throw new DataError([
        treeFault(
          file,
          line,
          `${name} hangs on too many others`,
          'no kernel is like that; is the tree what it seems to be?',
        ),
      ])
    }
    const depth = this.#open.size
    const outer = this.#reached
    this.#reached = Infinity
    this.#open.set(key, depth)
    const value = this.#ways(name, strict).reduce((all, it) => or(all, it.value), NO)
    this.#open.delete(key)
    // What came round to a symbol that is still open was cut short there, and is right only inside it.
    if (this.#reached >= depth) this.#known.set(key, value)
    this.#reached = Math.min(outer, this.#reached >= depth ? Infinity : this.#reached)
    return value
  }

  /** All that can set a symbol. */
  #ways(
    name: string,
    strict: boolean,
  ): {
    readonly value: Value
    readonly at: { readonly file: string; readonly line: number }
    readonly condition: () => string
  }[] {
    const definitions = this.#kconfig.get(name) ?? []
    const defined = definitions.flatMap(it => {
      const inner = strict || isArch(it)
      const depends = this.#all(it.depends, inner)
      const at = (line: number) => ({ file: it.file, line })
      // The first default counts whose condition holds.
      let earlier = NO
      const defaults = it.defaults.map(({ value, when, line }) => {
        const holds = and(not(earlier), when ? this.#expr(when.expr, inner) : YES)
        earlier = or(earlier, holds)
        return {
          value: and(and(depends, holds), this.#expr(value.expr, inner)),
          at: at(line),
          condition: () => this.#leftOver([...it.depends, value, ...(when ? [when] : [])], inner),
        }
      })
      const prompts = it.prompts.map(({ when, line }) => {
        const visible = and(depends, when ? this.#expr(when.expr, inner) : YES)
        return { value: and(visible, this.#option(it, inner)), at: at(line), condition: () => name }
      })
      return [...defaults, ...prompts]
    })
    const selected = (this.#selectedBy.get(name) ?? []).map(({ by, select }) => {
      const inner = strict || isArch(by)
      return {
        value: and(this.#symbol(by.name, inner), select.when ? this.#expr(select.when.expr, inner) : YES),
        at: { file: by.file, line: select.line },
        condition: () =>
          this.#leftOver(
            [{ text: by.name, expr: { is: 'symbol', name: by.name } }, ...(select.when ? [select.when] : [])],
            inner,
          ),
      }
    })
    return [...selected, ...defined]
  }

  /** What is asked for: on if it is wanted or what all architectures share, else left over. */
  #option(it: Definition, strict: boolean): Value {
    return this.#wanted.has(it.name) || it.name === 'MMU' || !strict ? YES : MAYBE
  }

  /** Those of some conditions that are left over, as the kernel writes them. */
  #leftOver(conditions: readonly Condition[], strict: boolean): string {
    const left = conditions.filter(it => this.#expr(it.expr, strict).level === 'if').map(it => it.text)
    return left.length > 1
      ? left.map(it => (it.includes('||') && !isWrapped(it) ? `(${it})` : it)).join(' && ')
      : (left[0] ?? '')
  }

  #all(conditions: readonly Condition[], strict: boolean): Value {
    return conditions.reduce((all, it) => (all.level === 'n' ? all : and(all, this.#expr(it.expr, strict))), YES)
  }

  #expr(expr: Expr, strict: boolean): Value {
    switch (expr.is) {
      case 'symbol':
        return this.#symbol(expr.name, strict)
      case 'text':
        return expr.text === 'y' || expr.text === 'm' ? YES : NO
      case 'macro':
        return COMPILER
      case 'not':
        return this.#not(expr.of, strict)
      case 'and':
        return and(this.#expr(expr.left, strict), this.#expr(expr.right, strict))
      case 'or':
        return or(this.#expr(expr.left, strict), this.#expr(expr.right, strict))
      case 'compare':
        return this.#compare(expr, strict)
    }
  }

  /** Without: an option that all architectures share can be left off, unless it is wanted. */
  #not(of: Expr, strict: boolean): Value {
    if (
      !strict &&
      of.is === 'symbol' &&
      !this.#wanted.has(of.name) &&
      this.#kconfig.get(of.name)?.some(it => it.prompts.length > 0 && !isArch(it))
    )
      return YES
    if (of.is === 'not') return this.#expr(of.of, strict)
    if (of.is === 'and' || of.is === 'or')
      return (of.is === 'and' ? or : and)(this.#not(of.left, strict), this.#not(of.right, strict))
    return not(this.#expr(of, true))
  }

  #compare({ by, left, right }: Extract<Expr, { is: 'compare' }>, strict: boolean): Value {
    if (right.is === 'symbol' && (right.name === 'y' || right.name === 'n') && (by === '=' || by === '!=')) {
      const isOn = right.name === 'y'
      return isOn === (by === '=') ? this.#expr(left, strict) : this.#not(left, strict)
    }
    const [a, b] = [this.#text(left, strict), this.#text(right, strict)]
    if (typeof a !== 'string' || typeof b !== 'string') return typeof a !== 'string' ? a : (b as Value)
    const order = [a, b].every(it => /^(?:0x[0-9a-f]+|-?\d+)$/i.test(it))
      ? Number(a) - Number(b)
      : a < b
        ? -1
        : a > b
          ? 1
          : 0
    const holds = {
      '=': order === 0,
      '!=': order !== 0,
      '<': order < 0,
      '>': order > 0,
      '<=': order <= 0,
      '>=': order >= 0,
    }[by]
    return holds ? YES : NO
  }

  /** What an operand of a comparison stands for; a value where that is left over. */
  #text(expr: Expr, strict: boolean): string | Value {
    if (expr.is === 'macro' || expr.is === 'text') {
      const text = expr.text.replace(/\$\((\w+)\)/g, (whole, name: string) => variables(this.#variant)[name] ?? whole)
      return text.includes('$(') ? COMPILER : text
    }
    if (expr.is !== 'symbol') return MAYBE
    const definitions = this.#kconfig.get(expr.name)
    if (!definitions) return expr.name
    const value = definitions
      .flatMap(it => it.defaults)
      .map(it => this.#expr(it.value.expr, strict))
      .find(it => it.compiler)
    return value ?? MAYBE
  }
}

/** What stands for the variables of make in Kconfig files. */
export function variables(variant: ArchVariant): Readonly<Record<string, string>> {
  const folder = variant.directory.slice('arch/'.length)
  return {
    ARCH: variant.make,
    SRCARCH: folder,
    SUBARCH: variant.directory === 'arch/um' ? 'x86_64' : variant.make,
    HEADER_ARCH: variant.directory === 'arch/um' ? 'x86' : folder,
  }
}

/** Who selects a symbol, by its name. */
export type Selectors = ReadonlyMap<
  string,
  readonly { readonly by: Definition; readonly select: Definition['selects'][number] }[]
>

const knownSelectors = new WeakMap<Kconfig, Selectors>()

/** Who selects each symbol. */
export function selectors(kconfig: Kconfig): Selectors {
  const known = knownSelectors.get(kconfig) ?? findSelectors(kconfig)
  knownSelectors.set(kconfig, known)
  return known
}

function findSelectors(kconfig: Kconfig): Selectors {
  const all = new Map<string, { readonly by: Definition; readonly select: Definition['selects'][number] }[]>()
  for (const by of [...kconfig.values()].flat()) {
    for (const select of by.selects) {
      const list = all.get(select.target)
      if (list) list.push({ by, select })
      else all.set(select.target, [{ by, select }])
    }
  }
  return all
}

/** Whether a symbol is an architecture's own: `arch/arm/Kconfig`, not `arch/Kconfig`. */
function isArch(it: Definition): boolean {
  return /^arch\/[^/]+\//.test(it.file)
}

/** Whether one pair of parentheses is around all of it. */
function isWrapped(text: string): boolean {
  if (!text.startsWith('(')) return false
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '(') depth++
    if (text[i] === ')' && --depth === 0) return i === text.length - 1
  }
  return false
}
