import type { Node } from 'web-tree-sitter'
import type { Place } from '../kernel-tree.ts'
import { type CContext, type CFunction, parametersOf } from './c-source.ts'
import { type Alias, type CScope, type CValue, aliasOf, valueOf } from './c-values.ts'

/** A write of C code to a field of the struct that a parameter points to. */
export type CWrite = Place & {
  /** The field, or the first part of the names of several: `psw`, `regs[0]`, `regs.ip`. */
  readonly field: string
  readonly value: CValue
  /** Whether it stands in a branch. */
  readonly isConditional: boolean
}

/** How a function is followed. */
export type CStep = {
  readonly name: string
  /** Which of its parameters points to the struct, from 0; the one of that type if it is left out. */
  readonly parameter?: number | undefined
  /** The call at which what comes later no longer matters. */
  readonly until?: RegExp | undefined
}

type Scope = CScope & {
  readonly file: string
  readonly fromUser: Set<string>
  readonly until: RegExp | undefined
  readonly depth: number
  readonly out: CWrite[]
  isOver: boolean
}

/** How many functions may call one another in a row. */
const MOST_CALLS = 5

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
    const value = assignedValue(operator, right, scope)
    scope.out.push({ ...at, field: target.path, value, isConditional })
  } else if (left.type === 'identifier' && operator !== '=') {
    // What it holds now was made from what it held before.
    if (!isConditional) {
      scope.locals.delete(left.text)
      scope.values.set(left.text, { is: 'derived', text: left.text })
    }
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

/** What an assignment writes, by its operator. */
function assignedValue(operator: string, right: Node, scope: Scope): CValue {
  switch (operator) {
    case '=':
      return valueOf(right, scope)
    case '+=':
      return { is: 'added', text: right.text }
    case '-=':
      return { is: 'added', text: `-(${right.text})` }
    case '|=':
    case '&=':
      return { is: 'bits' }
    default:
      return { is: 'derived', text: right.text }
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
