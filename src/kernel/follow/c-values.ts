import type { Node } from 'web-tree-sitter'
import type { CContext } from './c-source.ts'

/** How many local variables may stand for one another in a row. */
const MOST_LOCALS = 4

/** What C code writes. */
export type CValue =
  | { readonly is: 'constant'; readonly text: string }
  /** A field of a struct that another parameter points to, or the same one. */
  | { readonly is: 'field'; readonly parameter: string; readonly field: string }
  | { readonly is: 'added'; readonly text: string }
  /** What the CPU left in memory or in a register. */
  | { readonly is: 'special'; readonly name: string }
  /** Some bits are set or cleared, the others stay. */
  | { readonly is: 'bits' }
  /** What is read from the memory of a user program. */
  | { readonly is: 'user' }
  | { readonly is: 'derived'; readonly text: string }

/** What a variable of a function points to. */
export type Alias = { readonly parameter: string; readonly path: string }

/** The names that are known where an expression stands. */
export type CScope = {
  readonly context: CContext
  readonly aliases: Map<string, Alias>
  /** What the parameters are that the caller gave a value. */
  readonly values: Map<string, CValue>
  readonly locals: Map<string, Node>
  /** Local variables that were read from the memory of a user program. */
  readonly fromUser: ReadonlySet<string>
}

/** Names by which C code reaches what the CPU has put into low memory or into a special register. */
const SPECIAL = /^(?:lc|S390_lowcore|get_lowcore|lowcore)$/

/** Functions that give back what they are given, as a pointer to the same struct or to its part. */
const SAME = new Map([
  ['arch_ftrace_regs', ''],
  ['ftrace_get_regs', 'regs'],
  ['arch_ftrace_get_regs', 'regs'],
])

/**
 * What an expression points to, or names, of what a parameter points to.
 *
 * @param node - the expression.
 * @param scope - the names that are known.
 * @returns undefined if it is anything else.
 */
export function aliasOf(node: Node, scope: CScope): Alias | undefined {
  switch (node.type) {
    case 'identifier':
      return scope.aliases.get(node.text)
    case 'parenthesized_expression':
      return node.namedChildren[0] ? aliasOf(node.namedChildren[0], scope) : undefined
    case 'cast_expression':
    case 'pointer_expression': {
      const inner = node.childForFieldName(node.type === 'cast_expression' ? 'value' : 'argument')
      return inner ? aliasOf(inner, scope) : undefined
    }
    case 'field_expression': {
      const base = node.childForFieldName('argument')
      const alias = base && aliasOf(base, scope)
      const field = node.childForFieldName('field')?.text
      return alias && field ? { ...alias, path: alias.path === '' ? field : `${alias.path}.${field}` } : undefined
    }
    case 'subscript_expression': {
      const base = node.childForFieldName('argument')
      const alias = base && aliasOf(base, scope)
      const index = node.childForFieldName('index')
      const number = index && scope.context.evaluate(index.text)
      return alias && number !== undefined && number !== null
        ? { ...alias, path: `${alias.path}[${number}]` }
        : undefined
    }
    case 'call_expression': {
      const name = node.childForFieldName('function')?.text ?? ''
      if (/^(?:task|current)_pt_regs$/.test(name)) return { parameter: '', path: '' }
      const part = SAME.get(name)
      const argument = node.childForFieldName('arguments')?.namedChildren[0]
      const alias = part !== undefined && argument ? aliasOf(argument, scope) : undefined
      return alias && part ? { ...alias, path: alias.path === '' ? part : `${alias.path}.${part}` } : alias
    }
    default:
      return undefined
  }
}

/**
 * What an expression gives.
 *
 * @param node - the expression.
 * @param scope - the names that are known.
 * @param depth - how many local variables stand for one another so far.
 * @returns the value.
 */
export function valueOf(node: Node, scope: CScope, depth = 0): CValue {
  const text = node.text.replace(/\s+/g, ' ')
  if (node.type === 'parenthesized_expression' && node.namedChildren[0])
    return valueOf(node.namedChildren[0], scope, depth)
  if (node.type === 'cast_expression') {
    const inner = node.childForFieldName('value')
    if (inner) return valueOf(inner, scope, depth)
  }
  if (node.type === 'assignment_expression') {
    const right = node.childForFieldName('right')
    if (right) return valueOf(right, scope, depth)
  }
  const alias = node.type === 'pointer_expression' && text.startsWith('&') ? undefined : aliasOf(node, scope)
  if (alias && alias.path !== '') {
    if (SPECIAL.test(alias.parameter)) return { is: 'special', name: alias.path }
    return { is: 'field', parameter: alias.parameter, field: alias.path }
  }
  const given = node.type === 'identifier' && !alias?.path ? scope.values.get(node.text) : undefined
  if (given) return given
  const root = /^[(&*]*(\w+)/.exec(text)?.[1] ?? ''
  if (scope.fromUser.has(root)) return { is: 'user' }
  if (SPECIAL.test(root) && node.type === 'field_expression') return { is: 'special', name: text }
  const local = node.type === 'identifier' || node.type === 'field_expression' ? scope.locals.get(node.text) : undefined
  const special = specialRead(node)
  if (special !== undefined) return { is: 'special', name: special }
  if (local && depth < MOST_LOCALS) return valueOf(local, scope, depth + 1)
  const isConstant =
    scope.context.evaluate(text) !== undefined ||
    /^(?:[A-Z_][A-Z0-9_]*|true|false|NULL|&\w+)$/.test(text) ||
    (node.type === 'binary_expression' && !/[a-z]\w*\s*\(|->|\b[a-z_]+\b/.test(text)) ||
    (node.type === 'unary_expression' && !/->/.test(text))
  if (isConstant) return { is: 'constant', text }
  // `current->thread.trap_nr`, what a handler was given, or a call: the kernel's own value.
  return { is: 'derived', text }
}

/** The special register that a call such as `csr_read(CSR_STATUS)` reads. */
function specialRead(node: Node): string | undefined {
  const name = node.type === 'call_expression' ? (node.childForFieldName('function')?.text ?? '') : ''
  if (!/^(?:mfspr|csr_read|csr_read64|read_sysreg|read_csr|read_c0_\w+)$/.test(name)) return undefined
  const argument = node
    .childForFieldName('arguments')
    ?.text.replace(/[()\s]/g, '')
    .toLowerCase()
  return argument?.replace(/^(?:sprn|csr|loongarch_csr)_/, '') || name
}
