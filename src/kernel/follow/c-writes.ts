import type { Node } from 'web-tree-sitter'
import type { Place } from '../kernel-tree.ts'

/** A write of C code to a field of the struct that a parameter points to. */
export type CWrite = Place & {
  /** The field, or the first part of the names of several: `psw`, `regs[0]`, `regs.ip`. */
  readonly field: string
  readonly value: CValue
  /** Whether it stands in a branch. */
  readonly isConditional: boolean
}

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

/** A function's definition. */
export type CFunction = { readonly node: Node; readonly file: string; readonly line: number }

/** Where functions are found, and what is known of names. */
export type CContext = {
  readonly find: (name: string) => CFunction | undefined
  /** Evaluates a constant expression; undefined if its value is not known. */
  readonly evaluate: (text: string) => number | undefined
}

/** How a function is followed. */
export type CStep = {
  readonly name: string
  /** Which of its parameters points to the struct, from 0; the one of that type if it is left out. */
  readonly parameter?: number | undefined
  /** The call at which what comes later no longer matters. */
  readonly until?: RegExp | undefined
}

/** How many functions may call one another in a row. */
const MOST_CALLS = 5

/** What a variable of a function points to. */
type Alias = { readonly parameter: string; readonly path: string }

type Scope = {
  readonly context: CContext
  readonly file: string
  readonly aliases: Map<string, Alias>
  /** What the parameters are that the caller gave a value. */
  readonly values: ReadonlyMap<string, CValue>
  readonly locals: Map<string, Node>
  /** Local variables that were read from the memory of a user program. */
  readonly fromUser: Set<string>
  readonly until: RegExp | undefined
  readonly depth: number
  readonly out: CWrite[]
  isOver: boolean
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
 * Find what a function writes to the struct that one of its parameters points to, in order, and what the functions
 * write that it passes the struct on to.
 *
 * @param definition - the function.
 * @param step - how it is followed.
 * @param context - where other functions are found.
 * @returns the writes; empty if the function has no such parameter.
 */
export function cWrites(definition: CFunction, step: CStep, context: CContext): readonly CWrite[] {
  const out: CWrite[] = []
  followFunction(definition, step, { context, out, depth: 0, argument: '', isConditional: false })
  return out
}

/** What a caller has passed: of the struct by the name of the field, else by its value. */
type Passed = { readonly alias?: Alias | undefined; readonly value: CValue }

type Entry = {
  readonly passed?: readonly Passed[]
  readonly context: CContext
  readonly out: CWrite[]
  readonly depth: number
  readonly argument: string
  readonly isConditional: boolean
}

function followFunction(
  definition: CFunction,
  step: CStep,
  { passed = [], context, out, depth, argument, isConditional }: Entry,
): boolean {
  const parameters = parametersOf(definition.node)
  const index = step.parameter ?? parameters.findIndex(it => /\b(?:pt_regs|ftrace_regs)\b/.test(it.type))
  const own = parameters[index]
  const body = definition.node.childForFieldName('body')
  if (!body) return false
  const aliases = new Map<string, Alias>(
    parameters.filter(it => it.name).map(it => [it.name!, { parameter: it.name!, path: '' }]),
  )
  // What the caller passed of the struct is known by the name of the field.
  const values = new Map<string, CValue>()
  passed.forEach(({ alias, value }, i) => {
    const name = parameters[i]?.name
    if (!name) return
    if (alias && alias.path !== '') aliases.set(name, alias)
    else values.set(name, value)
  })
  if (own?.name) aliases.set(own.name, { parameter: '', path: argument })
  const scope: Scope = {
    context,
    file: definition.file,
    aliases,
    values,
    locals: new Map(),
    fromUser: new Set(),
    until: step.until,
    depth,
    out,
    isOver: false,
  }
  visit(body, isConditional, scope)
  return scope.isOver
}

function parametersOf(definition: Node): readonly { readonly name: string | undefined; readonly type: string }[] {
  const declarator = definition.descendantsOfType('function_declarator')[0]
  return (declarator?.childForFieldName('parameters')?.namedChildren ?? []).map(it => ({
    name: it!.descendantsOfType('identifier').at(-1)?.text,
    type: it!.childForFieldName('type')?.text ?? '',
  }))
}

function visit(node: Node, isConditional: boolean, scope: Scope): void {
  if (scope.isOver) return
  switch (node.type) {
    case 'if_statement': {
      const condition = node.childForFieldName('condition')
      // A function in a condition acts only in some cases.
      if (condition) visit(condition, true, scope)
      const known = condition && scope.context.evaluate(condition.text)
      const [then, other] = [node.childForFieldName('consequence'), node.childForFieldName('alternative')]
      if (then && known !== 0) visit(then, isConditional || known === undefined, scope)
      if (other && (known === undefined || known === 0)) visit(other, isConditional || known === undefined, scope)
      return
    }
    case 'while_statement':
    case 'for_statement':
    case 'switch_statement':
    case 'conditional_expression':
      for (const it of node.namedChildren) visit(it!, true, scope)
      return
    case 'init_declarator': {
      const name =
        node.childForFieldName('declarator')?.descendantsOfType('identifier').at(-1)?.text ??
        node.childForFieldName('declarator')?.text
      const value = node.childForFieldName('value')
      if (name && value) {
        visit(value, isConditional, scope)
        const alias = aliasOf(value, scope)
        if (alias) scope.aliases.set(name, alias)
        else scope.locals.set(name, value)
      }
      return
    }
    case 'assignment_expression':
      return assign(node, isConditional, scope)
    case 'call_expression':
      return call(node, isConditional, scope)
    case 'gnu_asm_expression':
      return assembly(node, isConditional, scope)
    default:
      for (const it of node.namedChildren) visit(it!, isConditional, scope)
  }
}

function assign(node: Node, isConditional: boolean, scope: Scope): void {
  const [left, right] = [node.childForFieldName('left'), node.childForFieldName('right')]
  if (!left || !right) return
  visit(right, isConditional, scope)
  const operator = node.childForFieldName('operator')?.text ?? '='
  const target = aliasOf(left, scope)
  const at = { file: scope.file, line: node.startPosition.row + 1 }
  if (target?.parameter === '' && target.path !== '' && left.type !== 'identifier') {
    const value: CValue =
      operator === '='
        ? valueOf(right, scope)
        : operator === '+='
          ? { is: 'added', text: right.text }
          : operator === '-='
            ? { is: 'added', text: `-(${right.text})` }
            : operator === '|=' || operator === '&='
              ? { is: 'bits' }
              : { is: 'derived', text: right.text }
    scope.out.push({ ...at, field: target.path, value, isConditional })
  } else if (left.type === 'identifier') {
    const alias = aliasOf(right, scope)
    // The struct itself is taken for the one that is given back: all of it is as it is there.
    if (target?.parameter === '' && alias && alias.parameter !== '') {
      const value: CValue = { is: 'field', parameter: alias.parameter, field: alias.path }
      scope.out.push({ ...at, field: '*', value, isConditional })
      return
    }
    if (alias) scope.aliases.set(left.text, alias)
    else scope.locals.set(left.text, right)
  } else if (!target) {
    scope.locals.set(left.text, right)
  }
}

/** Follow a call that passes the struct on, or copies to it. */
function call(node: Node, isConditional: boolean, scope: Scope): void {
  const name = node.childForFieldName('function')?.text ?? ''
  const args = node.childForFieldName('arguments')?.namedChildren.map(it => it!) ?? []
  for (const it of args) visit(it, isConditional, scope)
  if (scope.until?.test(name)) {
    scope.isOver = true
    return
  }
  const at = { file: scope.file, line: node.startPosition.row + 1 }
  if (/^(?:__)?mem(?:cpy|move)$/.test(name) && args.length === 3) {
    const [to, from] = [aliasOf(args[0]!, scope), aliasOf(args[1]!, scope)]
    if (to?.parameter === '' && from)
      scope.out.push({
        ...at,
        field: to.path,
        value: { is: 'field', parameter: from.parameter, field: from.path },
        isConditional,
      })
    return
  }
  if (/^(?:__)?get_user|copy_from_user/.test(name)) {
    for (const it of args.slice(0, 1)) {
      const to = aliasOf(it, scope)
      if (to?.parameter === '' && to.path !== '')
        scope.out.push({ ...at, field: to.path, value: { is: 'user' }, isConditional: false })
      const local = /^&?(\w+)/.exec(it.text)?.[1]
      if (local && !to) scope.fromUser.add(local)
    }
    return
  }
  if (/^(?:__)?memset$/.test(name) && args.length === 3) {
    const to = aliasOf(args[0]!, scope)
    if (to?.parameter === '')
      scope.out.push({ ...at, field: to.path, value: { is: 'constant', text: args[1]!.text }, isConditional })
    return
  }
  const index = args.findIndex(it => aliasOf(it, scope)?.parameter === '')
  const definition = index >= 0 && scope.depth < MOST_CALLS ? scope.context.find(name) : undefined
  if (!definition || name === '') return
  const argument = aliasOf(args[index]!, scope)!.path
  const isOver = followFunction(
    definition,
    { name, parameter: index, until: scope.until },
    {
      passed: args.map(it => ({ alias: aliasOf(it, scope), value: valueOf(it, scope) })),
      context: scope.context,
      out: scope.out,
      depth: scope.depth + 1,
      argument,
      isConditional,
    },
  )
  scope.isOver ||= isOver
}

/** Inline assembly writes to its outputs: `"=r" (regs->msr)`. */
function assembly(node: Node, isConditional: boolean, scope: Scope): void {
  const code = node.childForFieldName('assembly_code')?.text ?? ''
  for (const output of node.childForFieldName('output_operands')?.namedChildren ?? []) {
    const value = output?.childForFieldName('value')
    const target = value && aliasOf(value, scope)
    if (target?.parameter !== '' || target.path === '') continue
    const name = /\bmf(\w+)|\bmrs\s+\S+\s*,\s*(\w+)|\bcsrr\w*\s+\S+\s*,\s*(\w+)/.exec(code)
    const special = name?.slice(1).find(it => it !== undefined)
    scope.out.push({
      file: scope.file,
      line: node.startPosition.row + 1,
      field: target.path,
      isConditional,
      value: special ? { is: 'special', name: special } : { is: 'derived', text: code },
    })
  }
}

/** What an expression points to, or names, of what a parameter points to. */
function aliasOf(node: Node, scope: Scope): Alias | undefined {
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

function valueOf(node: Node, scope: Scope, depth = 0): CValue {
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
  const read =
    node.type === 'call_expression' &&
    /^(?:mfspr|csr_read|csr_read64|read_sysreg|read_csr|read_c0_\w+)$/.exec(
      node.childForFieldName('function')?.text ?? '',
    )
  if (read)
    return {
      is: 'special',
      name:
        node
          .childForFieldName('arguments')
          ?.text.replace(/[()\s]/g, '')
          .toLowerCase()
          .replace(/^(?:sprn|csr|loongarch_csr)_/, '') || read[0],
    }
  if (local && depth < 4) return valueOf(local, scope, depth + 1)
  const isConstant =
    scope.context.evaluate(text) !== undefined ||
    /^(?:[A-Z_][A-Z0-9_]*|true|false|NULL|&\w+)$/.test(text) ||
    (node.type === 'binary_expression' && !/[a-z]\w*\s*\(|->|\b[a-z_]+\b/.test(text)) ||
    (node.type === 'unary_expression' && !/->/.test(text))
  if (isConstant) return { is: 'constant', text }
  // `current->thread.trap_nr`, what a handler was given, or a call: the kernel's own value.
  return { is: 'derived', text }
}
