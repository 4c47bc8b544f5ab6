// The value of a symbol. A block (`if … endif`, `menu`, `choice`) is a `depends` of all in it: collect-symbols.ts.
import type { ArchVariant } from '../arch-variants.ts'
import type { Condition, Definition, Kconfig } from './kconfig.ts'
import type { Expression } from './parse-expression.ts'
import { kconfigError } from './kconfig.ts'
import { expandVariables, makeVariables } from './make-variables.ts'
import { type Selectors, selectors } from './selectors.ts'
import { type Value, COMPILER, NO, OPEN, YES, and, not, or } from './three-valued-logic.ts'

/** A symbol's value, with the place that decides it. */
export type SymbolValue = Value & {
  /** As the kernel writes it; only where the level is `if`. */
  readonly condition?: string
  /**
   * The line that sets the symbol, or its definition where no line does; undefined for a symbol that the tree does not
   * have.
   */
  readonly at?: { readonly file: string; readonly line: number }
}

/** A line that can set a symbol. */
type Setter = {
  readonly value: Value
  readonly at: { readonly file: string; readonly line: number }
  /** What is left open of its conditions, as the kernel writes them; computed on demand. */
  readonly condition: () => string
}

/** How many symbols may be evaluated for one mechanism; Linux 6.12 needs about 400. */
const MOST_EVALUATIONS = 50_000

/** How many symbols may be in evaluation at once, each needed by the one before; Linux 6.12 needs 12. */
const MOST_OPEN_SYMBOLS = 250

/**
 * Evaluates Kconfig symbols for one architecture.
 *
 * What the architecture decides is `y` or `n`; what a person decides in the configuration is left open, as a condition
 * (`if`). Options that are assumed on, and the options that those need, count as turned on, unless the architecture
 * forbids it.
 */
export class KconfigEvaluator {
  readonly #kconfig: Kconfig
  readonly #variant: ArchVariant
  readonly #assumedOn: ReadonlySet<string>
  readonly #selectedBy: Selectors
  readonly #known = new Map<string, Value>()
  /** The symbols in evaluation, each with its depth: 0 is the outermost. */
  readonly #open = new Map<string, number>()
  #evaluations = 0
  /** The depth of the outermost open symbol that the current evaluation depends on; Infinity without a cycle. */
  #reached = Infinity

  /**
   * @param kconfig - the symbols of the architecture.
   * @param variant - the architecture; its fixed symbols are never evaluated.
   * @param assumedOn - options that count as turned on.
   */
  constructor(kconfig: Kconfig, variant: ArchVariant, assumedOn: Iterable<string> = []) {
    this.#kconfig = kconfig
    this.#variant = variant
    this.#selectedBy = selectors(kconfig)
    const all = new Set<string>()
    for (const name of assumedOn) this.#assumeOn(name, all)
    this.#assumedOn = all
  }

  /**
   * Evaluate a symbol.
   *
   * @param name - without `CONFIG_`.
   * @returns its value, with the condition that is left open and the place that decides it.
   * @throws DataError if it depends on more symbols than any kernel's.
   */
  of(name: string): SymbolValue {
    const definitions = this.#kconfig.get(name) ?? []
    const value = this.#symbol(name, true)
    const setters = this.#setters(name, true).filter(it => it.value.level !== 'n')
    const deciding = setters.filter(it => it.value.level === value.level)
    const own = definitions[0] && { file: definitions[0].file, line: definitions[0].line }
    const at = (deciding[0] ?? setters[0])?.at ?? own
    if (value.level !== 'if' || !at) return { ...value, ...(at && { at }) }
    const conditions = [...new Set(setters.map(it => it.condition()))]
    return {
      ...value,
      condition:
        conditions.length > 1
          ? conditions.map(it => (/&&|\|\|/.test(it) && !isWrapped(it) ? `(${it})` : it)).join(' || ')
          : conditions[0]!,
      at,
    }
  }

  /**
   * Evaluate the `depends on` of a symbol, with every option that it needs turned on.
   *
   * @param name - without `CONFIG_`.
   * @returns `n` for a symbol that the tree does not have.
   */
  depends(name: string): Value {
    return (this.#kconfig.get(name) ?? []).reduce((all, it) => or(all, this.#all(it.depends, isArch(it))), NO)
  }

  /**
   * Evaluate a condition that is not an architecture's own.
   *
   * @param condition - one of a Kconfig file that all architectures share.
   * @returns its value; options in it can be turned on.
   */
  sharedCondition(condition: Condition): Value {
    return this.#expr(condition.expr, false)
  }

  /** Assume that an option is on, and with it the options that it needs. */
  #assumeOn(name: string, all: Set<string>): void {
    if (all.has(name)) return
    const definitions = this.#kconfig.get(name) ?? []
    // What the architecture defines itself stays a condition.
    if (definitions.length !== 1 || isArch(definitions[0]!)) return
    all.add(name)
    const visit = (expr: Expression): void => {
      if (expr.is === 'symbol') this.#assumeOn(expr.name, all)
      if (expr.is === 'and') {
        visit(expr.left)
        visit(expr.right)
      }
    }
    for (const { expr } of definitions[0]!.depends) visit(expr)
  }

  /**
   * Evaluate a symbol, once for each of the two kinds of rules.
   *
   * @param isArchRule - whether it is part of a rule of the architecture: then an option that is not assumed on is left
   *   open. In the rules that all architectures share, an option can be turned on.
   */
  #symbol(name: string, isArchRule: boolean): Value {
    if (name === 'y' || name === 'm') return YES
    if (name === 'n') return NO
    const fixed = this.#variant.fixedSymbols[name]
    if (fixed !== undefined) return fixed ? YES : NO
    // A name with a space cannot be another symbol's.
    const key = isArchRule ? name : `${name} `
    const known = this.#known.get(key)
    if (known) return known
    const openAt = this.#open.get(key)
    if (openAt !== undefined) {
      // A cycle: inside it the symbol counts as off.
      this.#reached = Math.min(this.#reached, openAt)
      return NO
    }
    if (this.#evaluations++ > MOST_EVALUATIONS || this.#open.size > MOST_OPEN_SYMBOLS) {
      const { file, line } = this.#kconfig.get(name)?.[0] ?? { file: 'Kconfig', line: 1 }
      throw kconfigError(
        file,
        line,
        `${name} depends on too many other symbols`,
        'no kernel has that many; check that --linux names a kernel source tree',
      )
    }
    const depth = this.#open.size
    const outer = this.#reached
    this.#reached = Infinity
    this.#open.set(key, depth)
    const value = this.#setters(name, isArchRule).reduce((all, it) => or(all, it.value), NO)
    this.#open.delete(key)
    // A value that depends on a symbol which is still open holds only inside that symbol's evaluation.
    if (this.#reached >= depth) this.#known.set(key, value)
    this.#reached = Math.min(outer, this.#reached >= depth ? Infinity : this.#reached)
    return value
  }

  /** All lines that can set a symbol: those that select it, then its defaults and prompts. */
  #setters(name: string, isArchRule: boolean): readonly Setter[] {
    const own = (this.#kconfig.get(name) ?? []).flatMap(it => this.#definitionSetters(it, isArchRule))
    return [...this.#selects(name, isArchRule), ...own]
  }

  #definitionSetters(it: Definition, isArchRule: boolean): readonly Setter[] {
    const inner = isArchRule || isArch(it)
    const depends = this.#all(it.depends, inner)
    const at = (line: number) => ({ file: it.file, line })
    const visible = it.prompts.map(({ when }) => and(depends, when ? this.#expr(when.expr, inner) : YES))
    const option = this.#option(it, inner)
    const prompts = it.prompts.map(({ line }, i) => ({
      value: and(visible[i]!, option),
      at: at(line),
      condition: () => it.name,
    }))
    // Who is asked can say no to a default; of the defaults the first whose condition holds counts.
    const isAsked = option.level === 'if' ? visible.reduce(or, NO) : NO
    let earlier = isAsked
    const defaults = it.defaults.map(({ value, when, line }) => {
      const holds = and(not(earlier), when ? this.#expr(when.expr, inner) : YES)
      earlier = or(earlier, holds)
      return {
        value: and(and(depends, holds), this.#expr(value.expr, inner)),
        at: at(line),
        condition: () => this.#leftOpen([...it.depends, value, ...(when ? [when] : [])], inner) || it.name,
      }
    })
    return [...defaults, ...prompts]
  }

  #selects(name: string, isArchRule: boolean): readonly Setter[] {
    return (this.#selectedBy.get(name) ?? []).map(({ by, select }) => {
      const inner = isArchRule || isArch(by)
      const when = select.when ? [select.when] : []
      return {
        value: and(this.#symbol(by.name, inner), this.#all(when, inner)),
        at: { file: by.file, line: select.line },
        condition: () => this.#leftOpen([{ text: by.name, expr: { is: 'symbol', name: by.name } }, ...when], inner),
      }
    })
  }

  /**
   * The value of a prompt: on if the symbol is assumed on or the rule is shared by all architectures, else open. MMU
   * counts as on.
   */
  #option(it: Definition, isArchRule: boolean): Value {
    return this.#assumedOn.has(it.name) || it.name === 'MMU' || !isArchRule ? YES : OPEN
  }

  /** Those of some conditions that are left open, joined, as the kernel writes them. */
  #leftOpen(conditions: readonly Condition[], isArchRule: boolean): string {
    const open = conditions.filter(it => this.#expr(it.expr, isArchRule).level === 'if').map(it => it.text)
    return open.length > 1
      ? open.map(it => (it.includes('||') && !isWrapped(it) ? `(${it})` : it)).join(' && ')
      : (open[0] ?? '')
  }

  #all(conditions: readonly Condition[], isArchRule: boolean): Value {
    return conditions.reduce((all, it) => (all.level === 'n' ? all : and(all, this.#expr(it.expr, isArchRule))), YES)
  }

  #expr(expr: Expression, isArchRule: boolean): Value {
    switch (expr.is) {
      case 'symbol':
        return this.#symbol(expr.name, isArchRule)
      case 'text':
        return expr.text === 'y' || expr.text === 'm' ? YES : NO
      case 'macro':
        return COMPILER
      case 'not':
        return this.#not(expr.of, isArchRule)
      case 'and':
        return and(this.#expr(expr.left, isArchRule), this.#expr(expr.right, isArchRule))
      case 'or':
        return or(this.#expr(expr.left, isArchRule), this.#expr(expr.right, isArchRule))
      case 'compare':
        return this.#compare(expr, isArchRule)
    }
  }

  /** The negation of a condition: an option that all architectures share can be left off, unless it is assumed on. */
  #not(of: Expression, isArchRule: boolean): Value {
    if (
      !isArchRule &&
      of.is === 'symbol' &&
      !this.#assumedOn.has(of.name) &&
      this.#kconfig.get(of.name)?.some(it => it.prompts.length > 0 && !isArch(it))
    )
      return YES
    if (of.is === 'not') return this.#expr(of.of, isArchRule)
    if (of.is === 'and' || of.is === 'or')
      return (of.is === 'and' ? or : and)(this.#not(of.left, isArchRule), this.#not(of.right, isArchRule))
    return not(this.#expr(of, true))
  }

  #compare({ by, left, right }: Extract<Expression, { is: 'compare' }>, isArchRule: boolean): Value {
    if (right.is === 'symbol' && (right.name === 'y' || right.name === 'n') && (by === '=' || by === '!=')) {
      const isOn = right.name === 'y'
      return isOn === (by === '=') ? this.#expr(left, isArchRule) : this.#not(left, isArchRule)
    }
    const [a, b] = [this.#text(left, isArchRule), this.#text(right, isArchRule)]
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

  /** The text that an operand of a comparison stands for; a value where that is left open. */
  #text(expr: Expression, isArchRule: boolean): string | Value {
    if (expr.is === 'macro' || expr.is === 'text') {
      const text = expandVariables(expr.text, makeVariables(this.#variant))
      return text.includes('$(') ? COMPILER : text
    }
    if (expr.is !== 'symbol') return OPEN
    const definitions = this.#kconfig.get(expr.name)
    if (!definitions) return expr.name
    const value = definitions
      .flatMap(it => it.defaults)
      .map(it => this.#expr(it.value.expr, isArchRule))
      .find(it => it.compiler)
    return value ?? OPEN
  }
}

/** Whether an entry is an architecture's own: in `arch/arm/Kconfig`, not in `arch/Kconfig`. */
function isArch(it: Definition): boolean {
  return /^arch\/[^/]+\//.test(it.file)
}

/** Whether one pair of parentheses encloses the whole text. */
function isWrapped(text: string): boolean {
  if (!text.startsWith('(')) return false
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '(') depth++
    if (text[i] === ')' && --depth === 0) return i === text.length - 1
  }
  return false
}
