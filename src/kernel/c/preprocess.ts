import type { Node } from 'web-tree-sitter'
import type { FunctionMacro } from './function-macros.ts'
import type { CParser } from './parse-c.ts'

/** What is defined when a header is read: a macro without arguments and its text. */
export type Macros = Map<string, string>

/** What the preprocessor would be told from outside: names that are defined, and what they stand for. */
export type Defined = (name: string) => string | undefined

/**
 * A C text as it is on one architecture: lines that `#if` takes away are blank, so that all others keep their numbers.
 * Macros stay as they are; they are noted in `macros` and `functions`, as far as they are on.
 */
export function preprocess(
  text: string,
  parser: CParser,
  defined: Defined,
  macros: Macros,
  functions = new Map<string, FunctionMacro>(),
): string {
  const lines = withoutComments(text).split('\n')
  const out: string[] = []
  /** Of each `#if` around: whether its lines are kept, whether some branch was, and whether all around it are. */
  const around: { on: boolean; taken: boolean; readonly outer: boolean }[] = []
  const lookUp: Defined = name => macros.get(name) ?? defined(name)
  const holds = (condition: string) => evaluate(condition, parser, lookUp) !== 0
  for (let i = 0; i < lines.length; i++) {
    const isOn = around.every(it => it.on)
    const directive = /^\s*#\s*(\w+)\s*(.*)$/.exec(lines[i]!)
    if (!directive) {
      out.push(isOn ? lines[i]! : '')
      continue
    }
    const first = i
    let rest = directive[2]!
    while (rest.endsWith('\\') && i + 1 < lines.length) rest = `${rest.slice(0, -1)} ${lines[++i]!.trim()}`
    rest = rest.trim()
    const top = around.at(-1)
    switch (directive[1]) {
      case 'if':
      case 'ifdef':
      case 'ifndef': {
        const on =
          isOn &&
          (directive[1] === 'if'
            ? holds(rest)
            : (lookUp(rest.split(/\s/)[0]!) !== undefined) === (directive[1] === 'ifdef'))
        around.push({ on, taken: on, outer: isOn })
        break
      }
      case 'elif':
        if (top) {
          top.on = top.outer && !top.taken && holds(rest)
          top.taken ||= top.on
        }
        break
      case 'else':
        if (top) {
          top.on = top.outer && !top.taken
          top.taken = true
        }
        break
      case 'endif':
        around.pop()
        break
      default:
        if (isOn) {
          const macro = directive[1] === 'define' ? /^(\w+)(?:\(([^)]*)\)\s*(.*)|\s+(.*))?$/.exec(rest) : null
          if (macro?.[2] !== undefined)
            functions.set(macro[1]!, { parameters: macro[2].split(',').map(it => it.trim()), body: macro[3] ?? '' })
          else if (macro) macros.set(macro[1]!, macro[4] ?? '')
          if (directive[1] === 'undef') macros.delete(rest)
          out.push(...lines.slice(first, i + 1))
          continue
        }
    }
    out.push(...Array.from({ length: i - first + 1 }, () => ''))
  }
  return out.join('\n')
}

/** A text with its comments blank, line by line; what looks like one in a string or a character stays. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g, it =>
    it.startsWith('/') ? it.replace(/[^\n]+/g, ' ') : it,
  )
}

/** Macros stand for one another less often than this. */
const MOST_EXPANSIONS = 50

/** Conditions come again and again, in every header. */
const conditions = new WeakMap<CParser, Map<string, Node | undefined>>()

function conditionOf(text: string, parser: CParser): Node | undefined {
  const known = conditions.get(parser) ?? new Map<string, Node | undefined>()
  conditions.set(parser, known)
  if (!known.has(text)) {
    // The grammar reads `#if`, so that `defined X` is understood; what it holds is the expression.
    const root = parser.parse(`#if ${text.replace(/\n/g, ' ')}\n#endif\n`).rootNode
    known.set(text, root.descendantsOfType('preproc_if')[0]?.childForFieldName('condition') ?? undefined)
  }
  return known.get(text)
}

/** The value of a constant expression; a name that nobody defines is 0, as in C. */
export function evaluate(condition: string, parser: CParser, defined: Defined): number {
  const value = (text: string, depth: number): number => {
    if (depth > MOST_EXPANSIONS) return 0
    const number = /^\s*\(?(\d+)\)?\s*$/.exec(text)
    if (number) return Number(number[1])
    const found = conditionOf(text, parser)
    return found ? of(found, depth) : 0
  }
  const of = (node: Node, depth: number): number => {
    switch (node.type) {
      case 'number_literal':
        return Number(node.text.replace(/[ul]+$/i, '').replace(/^0(?=[0-7]+$)/, '0o')) || 0
      case 'preproc_defined':
        return defined(node.namedChildren[0]?.text ?? '') === undefined ? 0 : 1
      case 'parenthesized_expression':
        return node.namedChildren[0] ? of(node.namedChildren[0], depth) : 0
      case 'unary_expression': {
        const inner = of(node.childForFieldName('argument')!, depth)
        const by = node.childForFieldName('operator')?.text
        return by === '!' ? Number(inner === 0) : by === '-' ? -inner : by === '~' ? ~inner : inner
      }
      case 'binary_expression': {
        const [left, right] = [of(node.childForFieldName('left')!, depth), of(node.childForFieldName('right')!, depth)]
        return binary(node.childForFieldName('operator')?.text ?? '', left, right)
      }
      case 'identifier': {
        const text = defined(node.text)
        return text === undefined || text.trim() === '' || text === node.text ? 0 : value(text, depth + 1)
      }
      case 'preproc_call_expression':
      case 'call_expression': {
        const name = node.childForFieldName('function')?.text
        const argument = node.childForFieldName('arguments')?.namedChildren[0]?.text ?? ''
        return name === 'IS_ENABLED' || name === 'IS_BUILTIN' || name === 'defined'
          ? Number(defined(argument) !== undefined)
          : 0
      }
      default:
        return 0
    }
  }
  return value(condition, 0)
}

function binary(by: string, left: number, right: number): number {
  switch (by) {
    case '+':
      return left + right
    case '-':
      return left - right
    case '*':
      return left * right
    case '/':
      return right === 0 ? 0 : Math.trunc(left / right)
    case '%':
      return right === 0 ? 0 : left % right
    case '<<':
      return left * 2 ** right
    case '>>':
      return Math.floor(left / 2 ** right)
    case '&':
      return left & right
    case '|':
      return left | right
    case '^':
      return left ^ right
    case '==':
      return Number(left === right)
    case '!=':
      return Number(left !== right)
    case '<':
      return Number(left < right)
    case '>':
      return Number(left > right)
    case '<=':
      return Number(left <= right)
    case '>=':
      return Number(left >= right)
    case '&&':
      return Number(left !== 0 && right !== 0)
    case '||':
      return Number(left !== 0 || right !== 0)
    default:
      return 0
  }
}
