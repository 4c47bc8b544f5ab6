import type { Isa, Op, Test } from '../isa/isa.ts'
import type { Evaluate } from '../asm/evaluate-asm.ts'
import type { Place } from '../kernel-tree.ts'
import type { Value } from './value.ts'
import { type AsmProgram, type Instruction, type Position, labelAt } from '../asm/program.ts'
import { Machine } from './machine.ts'
import { type MachineState, copyState } from './machine-state.ts'
import { comesFrom, derived, valueKey } from './value.ts'

/** A call of code that is not in the file, with the state in which it happens. */
export type CallSite = { readonly to: string; readonly at: Place; readonly state: MachineState }

/** One path through the code, from where it was entered to where it ends. */
export type Path = {
  readonly calls: readonly CallSite[]
  /** The state where the path ends. */
  readonly end: MachineState
  readonly endsAt: Place
  /** Lines that were not understood. */
  readonly lost: readonly (Place & { readonly why: string })[]
}

/** What a walk needs to know beside the program. */
export type WalkOptions = {
  readonly isa: Isa
  readonly evaluate: Evaluate
  readonly program: AsmProgram
  readonly nameOf: (number: number) => string | undefined
  /** Whether the code was entered from user space: a test of the value named here jumps by it. */
  readonly mode?: { readonly roots: readonly string[]; readonly isNonzero: boolean } | undefined
  /** The label at which the struct is handed on, though no call is seen there. */
  readonly stop?: string | undefined
  /** A label on another path than the site's: paths that reach it do not count. */
  readonly avoid?: string | undefined
  /** Where a jump through a register leads, if its value was not followed. */
  readonly jumpsTo?: string | undefined
  /** Labels that stand for C code though they are in the file. */
  readonly outside?: RegExp | undefined
  /** C functions that give their first argument back. */
  readonly returnsArgument?: readonly string[] | undefined
}

/** More instructions are not followed on one path. */
const MOST_STEPS = 6000
/** More paths are not followed. */
const MOST_PATHS = 60
/** How often a branch is followed both ways: on the straightest path, and on one that left it before. */
const MOST_FORKS = 2
/** What a call in the file puts into the link register. */
const BEHIND = 'the address behind line '
/** How often one path may pass an instruction. */
const MOST_VISITS = 4

/** A path that is being followed. */
type OpenPath = {
  position: Position
  state: MachineState
  /** Where calls in this file return to. */
  readonly returns: Position[]
  readonly calls: CallSite[]
  readonly lost: (Place & { readonly why: string })[]
  readonly visits: Map<string, number>
  /** Decisions that were taken, by what was tested. */
  readonly decided: Map<string, boolean>
  steps: number
}

/**
 * Execute a program on abstract values from a label, along each branch at least once.
 *
 * @param start - where to begin.
 * @param state - what is known there.
 * @param options - the program and its instruction set.
 * @returns the paths, the straightest first.
 */
export function walk(start: Position, state: MachineState, options: WalkOptions): readonly Path[] {
  const waiting: OpenPath[] = [
    { position: start, state, returns: [], calls: [], lost: [], visits: new Map(), decided: new Map(), steps: 0 },
  ]
  const taken = new Map<string, number>()
  const paths: Path[] = []
  while (waiting.length > 0 && paths.length < MOST_PATHS) {
    const path = waiting.shift()!
    const done = followPath(path, { options, taken, waiting })
    if (done) paths.push(done)
  }
  return paths
}

type WalkState = { readonly options: WalkOptions; readonly taken: Map<string, number>; readonly waiting: OpenPath[] }

function followPath(path: OpenPath, walkState: WalkState): Path | undefined {
  const { options } = walkState
  const machine = new Machine(options.isa, options.evaluate, path.state, options.nameOf)
  let at: Place = { file: '', line: 1 }
  for (; path.steps < MOST_STEPS; path.steps++) {
    const instruction = options.program.sections.get(path.position.section)?.[path.position.index]
    if (!instruction) break
    if (isAt(options.avoid, path.position, options) || instruction.mnemonic === options.avoid) return undefined
    if (isAt(options.stop, path.position, options)) {
      path.calls.push({ to: options.stop!, at: instruction, state: copyState(machine.state) })
      break
    }
    const key = `${path.position.section}:${path.position.index}`
    const visits = (path.visits.get(key) ?? 0) + 1
    path.visits.set(key, visits)
    if (visits > MOST_VISITS) break
    at = instruction
    const step = stepOf(instruction, path, machine, walkState)
    if (step === 'end') break
    path.position = step
  }
  return { calls: path.calls, end: machine.state, endsAt: at, lost: path.lost }
}

function isAt(label: string | undefined, { section, index }: Position, { program }: WalkOptions): boolean {
  return (
    label !== undefined && program.labels.get(label)?.some(it => it.section === section && it.index === index) === true
  )
}

/** Execute one instruction; the position of the next one, or that the path ends. */
function stepOf(instruction: Instruction, path: OpenPath, machine: Machine, walkState: WalkState): Position | 'end' {
  const { isa } = walkState.options
  const next = { section: path.position.section, index: path.position.index + 1 }
  const ops =
    instruction.lost === undefined ? isa.decode(instruction.mnemonic.toLowerCase(), instruction.operands) : undefined
  if (!ops) {
    lose(instruction, path, machine, isa)
    return next
  }
  const only = ops[0]?.op === 'only' ? ops[0] : undefined
  if (only) {
    executeOnly(only.test, ops.slice(1), { instruction, machine, walkState })
    return next
  }
  const flow = ops.find(it => /^(?:jump|jump-through|call|return)$/.test(it.op))
  for (const op of ops) if (op !== flow) machine.do(op, instruction)
  if (!flow) return next
  const hasSlot = (flow.op !== 'jump' && flow.op !== 'jump-through') || flow.hasSlot !== false
  if (
    hasSlot &&
    (isa.hasDelaySlot === 'always' || (isa.hasDelaySlot === 'unless reordered' && !instruction.isReordered))
  ) {
    const slot = walkState.options.program.sections.get(next.section)?.[next.index]
    const inSlot = slot && isa.decode(slot.mnemonic.toLowerCase(), slot.operands)
    if (inSlot && !inSlot.some(it => /^(?:jump|call|return)/.test(it.op))) {
      for (const op of inSlot) machine.do(op, slot)
      return flowTo(flow, instruction, { path, machine, walkState, next: { ...next, index: next.index + 1 } })
    }
  }
  return flowTo(flow, instruction, { path, machine, walkState, next })
}

/** Execute an instruction if a test holds; where that is not known, its result is the old value or the new one. */
function executeOnly(
  test: Test,
  ops: readonly Op[],
  {
    instruction,
    machine,
    walkState,
  }: { readonly instruction: Instruction; readonly machine: Machine; readonly walkState: WalkState },
): void {
  const isZero = test.of && decidedZero(machine.valueOf(test.of, instruction), walkState.options)
  if (isZero !== undefined && isZero !== (test.when === 'zero')) return
  for (const op of ops) {
    const before = op.op === 'move' ? machine.register(op.to) : undefined
    machine.do(op, instruction)
    if (isZero === undefined && op.op === 'move')
      machine.setRegister(op.to, derived([before!, machine.register(op.to)], instruction))
  }
}

/** What an instruction that is not known may have changed is lost. */
function lose({ mnemonic, operands, lost, file, line }: Instruction, path: OpenPath, machine: Machine, isa: Isa): void {
  const why = lost ?? `the instruction ${mnemonic} ${operands.join(', ')}`.trim() + ' is not known'
  path.lost.push({ file, line, why })
  for (const operand of operands) {
    const register = isa.register(operand)
    if (register !== undefined) machine.setRegister(register, { is: 'lost', why, at: { file, line } })
  }
}

type Flow = {
  readonly path: OpenPath
  readonly machine: Machine
  readonly walkState: WalkState
  readonly next: Position
}

function flowTo(flow: Op, at: Instruction, context: Flow): Position | 'end' {
  const { path, machine, walkState, next } = context
  switch (flow.op) {
    case 'return':
      if (path.returns.length > 0 && walkState.options.isa.link === undefined) pop(walkState.options.isa, machine, at)
      return path.returns.pop() ?? 'end'
    case 'jump-through': {
      const target = machine.valueOf(flow.from, at)
      const isKnown =
        target.is === 'constant' ? labelAt(target.text, path.position, walkState.options.program) : undefined
      if (isKnown) return isKnown
      if (path.returns.length > 0 && target.is === 'constant' && target.text.startsWith(BEHIND))
        return path.returns.pop()!
      const further = labelAt(walkState.options.jumpsTo ?? '', path.position, walkState.options.program)
      if (further && !path.decided.has('through')) {
        path.decided.set('through', true)
        return further
      }
      path.calls.push({ to: '', at, state: copyState(machine.state) })
      return 'end'
    }
    case 'call':
      return callTo(flow, at, context)
    case 'jump': {
      const isOutside = walkState.options.outside?.test(flow.to) === true
      const target = isOutside ? undefined : labelAt(flow.to, path.position, walkState.options.program)
      if (flow.test) return branch(flow.test, target, at, context)
      if (target) return target
      return callTo({ op: 'call', to: flow.to }, at, context, true)
    }
    default:
      return next
  }
}

function branch(
  test: Test,
  target: Position | undefined,
  at: Instruction,
  { path, machine, walkState, next }: Flow,
): Position {
  if (!target) return next
  const tested = test.of ? machine.valueOf(test.of, at) : machine.state.flags
  const isZero = decidedZero(tested, walkState.options)
  if (isZero !== undefined && test.when !== 'other') return (test.when === 'zero') === isZero ? target : next
  const key = `${test.when === 'nonzero' ? 'zero' : test.when}${test.when === 'other' ? at.mnemonic : ''} ${valueKey(tested)}`
  const before = path.decided.get(key)
  if (before !== undefined) return before !== (test.when === 'nonzero') ? target : next
  const edge = `${path.position.section}:${path.position.index}`
  const forks = walkState.taken.get(edge) ?? 0
  if (forks < MOST_FORKS) {
    walkState.taken.set(edge, forks + 1)
    const decided = new Map(path.decided).set(key, test.when !== 'nonzero')
    walkState.waiting.push({
      ...path,
      position: target,
      state: copyState(machine.state),
      returns: [...path.returns],
      calls: [...path.calls],
      lost: [...path.lost],
      visits: new Map(path.visits),
      decided,
    })
  }
  path.decided.set(key, test.when === 'nonzero')
  return next
}

/** Whether a tested value is 0, where it is a number or says from where the code was entered. */
function decidedZero(value: Value, { mode }: WalkOptions): boolean | undefined {
  if (value.is === 'sum' && value.terms.size === 0) return value.number === 0
  return mode?.roots.some(it => comesFrom(value, it)) ? !mode.isNonzero : undefined
}

/** Go into code of the same file; code elsewhere is C, which may change some registers. */
function callTo(
  flow: Extract<Op, { op: 'call' }>,
  at: Instruction,
  { path, machine, walkState, next }: Flow,
  isTail = false,
): Position | 'end' {
  const { isa, program, returnsArgument } = walkState.options
  const name = typeof flow.to === 'string' ? flow.to.replace(/@.*$/, '').replace(/^\.(?=\w+$)/, '') : ''
  const isOutside = walkState.options.outside?.test(name) === true
  const target = typeof flow.to === 'string' && !isOutside ? labelAt(name, path.position, program) : undefined
  const link: Value = { is: 'constant', text: `${BEHIND}${at.line}` }
  if (target && path.returns.length < 8) {
    if (!isTail) {
      path.returns.push(next)
      enter(isa, machine, link, at)
    }
    return target
  }
  path.calls.push({ to: name, at, state: copyState(machine.state) })
  const argument = machine.register(isa.args[0]!)
  const result = returnsArgument?.includes(name) ? argument : derived([], at)
  for (const it of isa.changedByCalls) machine.setRegister(it, derived([], at))
  machine.setRegister(isa.result, result)
  if (!isTail) return next
  if (isa.link === undefined && path.returns.length > 0) pop(isa, machine, at)
  return path.returns.pop() ?? 'end'
}

/** A call in the same file puts the return address into a register, or pushes it. */
function enter(isa: Isa, machine: Machine, link: Value, at: Place): void {
  if (isa.link !== undefined) return machine.setRegister(isa.link, link)
  machine.setRegister('%link', link)
  machine.do(
    {
      op: 'store',
      from: [{ register: '%link' }],
      at: { base: isa.stack, offset: `-${isa.word}`, writeback: 'before' },
      bytes: isa.word,
    },
    at,
  )
}

function pop(isa: Isa, machine: Machine, at: Place): void {
  machine.do({ op: 'move', to: isa.stack, from: { register: isa.stack }, plus: { number: String(isa.word) } }, at)
}
