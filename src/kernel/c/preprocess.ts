import type { FunctionMacro } from './function-macros.ts'
import type { CParser } from './parse-c.ts'
import { type MacroLookup, evaluateExpression } from './evaluate-expression.ts'

/** Macros without arguments: the text of each by its name. */
export type Macros = Map<string, string>

/** With what a text is preprocessed. */
export type PreprocessOptions = {
  readonly parser: CParser
  /** What the compiler and the configuration define. */
  readonly defined: MacroLookup
  /** Macros without arguments; those that the text defines are added. */
  readonly macros: Macros
  /** Macros with arguments; those that the text defines are added. */
  readonly functions?: Map<string, FunctionMacro>
}

/**
 * Resolve the conditionals of a C text. Lines that `#if` leaves out become blank, so that all others keep their
 * numbers. Macros are not expanded; their definitions are collected.
 *
 * @param text - C or assembly, before the preprocessor.
 * @param options - what is defined before the text, and where its definitions are collected.
 * @returns the text without comments and conditionals, with as many lines as before.
 */
export function preprocess(text: string, { parser, defined, macros, functions }: PreprocessOptions): string {
  const lines = withoutComments(text).split('\n')
  const out: string[] = []
  const lookUp: MacroLookup = name => macros.get(name) ?? defined(name)
  const branches = conditionalBranches(condition => evaluateExpression(condition, parser, lookUp) !== 0, lookUp)
  for (let i = 0; i < lines.length; i++) {
    const directive = /^\s*#\s*(\w+)\s*(.*)$/.exec(lines[i]!)
    if (!directive) {
      out.push(branches.areTaken() ? lines[i]! : '')
      continue
    }
    const first = i
    const parts = [directive[2]!]
    while (parts.at(-1)!.endsWith('\\') && i + 1 < lines.length)
      parts.push(parts.pop()!.slice(0, -1), lines[++i]!.trim())
    const rest = parts.join(' ')
    const isKept = !branches.read(directive[1]!, rest.trim()) && branches.areTaken()
    if (isKept) readDefinition(directive[1]!, rest.trim(), macros, functions)
    for (const line of lines.slice(first, i + 1)) out.push(isKept ? line : '')
  }
  return out.join('\n')
}

/** A text with its comments blank, line by line; strings and characters may hold what looks like a comment. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g, it =>
    it.startsWith('/') ? it.replace(/[^\n]+/g, ' ') : it,
  )
}

/** An `#if` that is open. */
type Branch = {
  /** Whether the lines of the current branch are kept. */
  isOn: boolean
  /** Whether a branch was kept already, so that no `#else` counts. */
  wasTaken: boolean
  /** Whether all `#if` around it are on. */
  readonly isOuterOn: boolean
}

/** The open conditionals of a text. */
type Branches = {
  /** Whether lines are kept here. */
  readonly areTaken: () => boolean
  /** Read a directive; false if it is not one of a conditional. */
  readonly read: (name: string, rest: string) => boolean
}

function conditionalBranches(holds: (condition: string) => boolean, lookUp: MacroLookup): Branches {
  const open: Branch[] = []
  // A branch is on only where all around it are.
  const areTaken = () => open.at(-1)?.isOn ?? true
  const begin = (condition: () => boolean): void => {
    const isOuterOn = areTaken()
    const isOn = isOuterOn && condition()
    open.push({ isOn, wasTaken: isOn, isOuterOn })
  }
  const next = (condition: () => boolean): void => {
    const branch = open.at(-1)
    if (!branch) return
    branch.isOn = branch.isOuterOn && !branch.wasTaken && condition()
    branch.wasTaken ||= branch.isOn
  }
  const isDefined = (rest: string) => lookUp(rest.split(/\s/)[0]!) !== undefined
  const directives: Readonly<Record<string, (rest: string) => void>> = {
    if: rest => begin(() => holds(rest)),
    ifdef: rest => begin(() => isDefined(rest)),
    ifndef: rest => begin(() => !isDefined(rest)),
    elif: rest => next(() => holds(rest)),
    else: () => next(() => true),
    endif: () => open.pop(),
  }
  return {
    areTaken,
    read: (name, rest) => {
      if (!Object.hasOwn(directives, name)) return false
      directives[name]!(rest)
      return true
    },
  }
}

/** Take a `#define` or an `#undef` into the macros; any other directive is left alone. */
function readDefinition(
  directive: string,
  rest: string,
  macros: Macros,
  functions: Map<string, FunctionMacro> | undefined,
): void {
  if (directive === 'undef') macros.delete(rest)
  const macro = directive === 'define' ? /^(\w+)(?:\(([^)]*)\)\s*(.*)|\s+(.*))?$/.exec(rest) : null
  if (!macro) return
  const [, name, parameters, body, value] = macro as unknown as [string, string, ...(string | undefined)[]]
  if (parameters === undefined) macros.set(name, value ?? '')
  else functions?.set(name, { parameters: parameters.split(',').map(it => it.trim()), body: body ?? '' })
}
