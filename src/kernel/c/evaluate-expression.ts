import type { Node } from 'web-tree-sitter'
import type { CParser } from './parse-c.ts'

/** The text of a macro without arguments, by its name; undefined for one that is not defined. */
export type MacroLookup = (name: string) => string | undefined

/** How many macros may stand for one another in a row; beyond that the value is 0. */
const MOST_MACRO_CHAIN = 50

/** Parsed conditions: the same ones are in most headers. */
const conditions = new WeakMap<CParser, Map<string, Node | undefined>>()

function conditionOf(text: string, parser: CParser): Node | undefined {
  const known = conditions.get(parser) ?? new Map<string, Node | undefined>()
  conditions.set(parser, known)
  if (!known.has(text)) {
    // Parsed as an `#if`, because the grammar knows `defined X` only there.
    const root = parser.parse(`#if ${text.replace(/\n/g, ' ')}\n#endif\n`).rootNode
    known.set(text, root.descendantsOfType('preproc_if')[0]?.childForFieldName('condition') ?? undefined)
  }
  return known.get(text)
}

/**
 * Evaluate a constant expression of C or of its preprocessor.
 *
 * @param expression - the expression; its macros need not be expanded.
 * @param parser - the parser for C.
 * @param lookUp - the macros that are defined.
 * @returns the value; as in C, 0 for a name that is not defined, and also for what cannot be parsed.
 */
export function evaluateExpression(expression: string, parser: CParser, lookUp: MacroLookup): number {
  return textValue(expression, { parser, lookUp, depth: 0 })
}

type Context = { readonly parser: CParser; readonly lookUp: MacroLookup; readonly depth: number }

function textValue(text: string, context: Context): number {
  if (context.depth > MOST_MACRO_CHAIN) return 0
  const number = /^\s*\(?(\d+)\)?\s*$/.exec(text)
  if (number) return Number(number[1])
  const node = conditionOf(text, context.parser)
  return node ? nodeValue(node, context) : 0
}

function nodeValue(node: Node, context: Context): number {
  const { lookUp } = context
  switch (node.type) {
    case 'number_literal':
      return Number(node.text.replace(/[ul]+$/i, '').replace(/^0(?=[0-7]+$)/, '0o')) || 0
    case 'preproc_defined':
      return lookUp(node.namedChildren[0]?.text ?? '') === undefined ? 0 : 1
    case 'parenthesized_expression':
      return node.namedChildren[0] ? nodeValue(node.namedChildren[0], context) : 0
    case 'unary_expression': {
      const value = nodeValue(node.childForFieldName('argument')!, context)
      const operator = node.childForFieldName('operator')?.text
      return operator === '!' ? Number(value === 0) : operator === '-' ? -value : operator === '~' ? ~value : value
    }
    case 'binary_expression': {
      const left = nodeValue(node.childForFieldName('left')!, context)
      const right = nodeValue(node.childForFieldName('right')!, context)
      return binaryValue(node.childForFieldName('operator')?.text ?? '', left, right)
    }
    case 'identifier': {
      const text = lookUp(node.text)
      const isEmpty = text === undefined || text.trim() === '' || text === node.text
      return isEmpty ? 0 : textValue(text, { ...context, depth: context.depth + 1 })
    }
    case 'preproc_call_expression':
    case 'call_expression': {
      const name = node.childForFieldName('function')?.text
      const argument = node.childForFieldName('arguments')?.namedChildren[0]?.text ?? ''
      return name === 'IS_ENABLED' || name === 'IS_BUILTIN' || name === 'defined'
        ? Number(lookUp(argument) !== undefined)
        : 0
    }
    default:
      return 0
  }
}

function binaryValue(operator: string, left: number, right: number): number {
  switch (operator) {
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
