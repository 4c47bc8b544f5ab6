import type { Isa, Op } from '../isa.ts'
import { type Rule, type Statement, decoder, ignore, jump, withCompleters } from '../decoder.ts'
import { registerReader, run } from '../operands.ts'

const GLOBALS = run('g', 0, 7)
const OUTS = run('o', 0, 7)
const LOCALS = run('l', 0, 7)
const INS = run('i', 0, 7)
const OTHERS: Readonly<Record<string, readonly string[]>> = { o6: ['sp'], i6: ['fp'] }
const named = registerReader(
  Object.fromEntries([...GLOBALS, ...OUTS, ...LOCALS, ...INS].map(it => [it, OTHERS[it] ?? []])),
)
const register = (operand: string): string | undefined =>
  operand.trim().startsWith('%') ? named(operand.trim()) : undefined

const STORED: Readonly<Record<string, number>> = { b: 1, h: 2, x: 8, w: 4 }

/** The last operand names the register that is written. */
const last = (i: Statement): string => register(i.operands.at(-1)!) ?? ''

/** `save` and `restore` turn to another window: the outs of one are the ins of the other. */
function window(i: Statement, from: readonly string[], to: readonly string[]): readonly Op[] {
  const sum: readonly Op[] =
    i.operands.length === 3
      ? [{ op: 'move', to: 'new', from: i.source(i.a), plus: i.source(i.b) }]
      : [{ op: 'move', to: 'new', from: { number: '0' } }]
  return [
    ...sum,
    ...to.map((it, n): Op => ({ op: 'move', to: it, from: { register: from[n]! } })),
    ...[...LOCALS, ...from].map((it): Op => ({ op: 'derive', to: [it], from: [] })),
    { op: 'move', to: last(i), from: { register: 'new' } },
  ]
}

/** The CPU has globals of its own for a trap; a write to PSTATE turns to the interrupted code's. */
const OTHER_GLOBALS: readonly Op[] = GLOBALS.slice(1).map(it => ({
  op: 'swap',
  a: { register: it },
  b: { special: `interrupted ${it}` },
}))

const RULES: readonly Rule[] = [
  ignore(/^(?:nop|flushw?|membar|prefetch\w*|unimp|cfi_\w+|wr|wrpr,.*)$/),
  [
    /^st(?:([bhxw])|(d))?a?$/,
    i => {
      const from = i.match[2] ? pair(i.a) : [i.a]
      return [{ op: 'store', from: from.map(i.source), at: i.memory(i.b.replace(/\].*$/, ']')), bytes: width(i) }]
    },
  ],
  [
    /^ld(?:[us]?([bhxw])|(d))?a?$/,
    i => {
      const to = i.match[2] ? pair(i.b).map(it => register(it) ?? '') : [last(i)]
      return [{ op: 'load', to, at: i.memory(i.a.replace(/\].*$/, ']')), bytes: width(i) }]
    },
  ],
  [/^mov$/, i => (register(i.b) ? [{ op: 'move', to: last(i), from: sourceOf(i) }] : [])],
  [/^clr$/, i => (i.to === '' ? undefined : [{ op: 'move', to: i.to, from: { number: '0' } }])],
  [/^(?:set|setx|setuw|sethi)$/, i => [{ op: 'move', to: last(i), from: { number: i.a.replace(/^%hi/, '') } }]],
  // Bits are added to what a register holds; it is the same but for them.
  [/^or$/, i => (register(i.a) !== undefined && register(i.a) === last(i) && register(i.b) ? [] : undefined)],
  // The lower half of an address whose upper half `sethi` has set.
  [
    /^(?:or|add)$/,
    i => (i.b.trim().startsWith('%lo(') ? [{ op: 'move', to: last(i), from: i.source(i.a) }] : undefined),
  ],
  [
    /^(?:add|(sub))$/,
    i => [{ op: 'move', to: last(i), from: i.source(i.a), plus: i.source(i.b), minus: i.match[1] !== undefined }],
  ],
  [/^(?:inc|(dec))$/, i => [{ op: 'move', to: i.to, from: i.source(i.a), plus: { number: '1' }, minus: !!i.match[1] }]],
  [/^rd(?:pr)?$/, i => [{ op: 'move', to: last(i), from: { special: i.a.trim().slice(1) } }]],
  [/^wrpr$/, i => (i.operands.at(-1)!.trim() === '%pstate' ? OTHER_GLOBALS : [])],
  [/^save$/, i => window(i, OUTS, INS)],
  [/^restore$/, i => window(i, INS, OUTS)],
  [/^cmp$/, i => [{ op: 'flags', from: [i.source(i.a)] }]],
  [/^(?:tst|btst)$/, i => [{ op: 'flags', from: [i.source(i.operands.at(-1)!)] }]],
  [
    /^(?:and|andn|or|orn|xor|xnor|add|sub|addx|subx|sll|srl|sra)cc$/,
    i => {
      const from = i.operands.slice(0, 2).map(i.source)
      return [
        { op: 'flags', from },
        ...(last(i) === 'g0' || last(i) === '' ? [] : [{ op: 'derive', to: [last(i)], from } as const]),
      ]
    },
  ],
  [/^br(z|nz)(?:,.*)?$/, i => jump(i.operands.at(-1)!, i.match[1] === 'z' ? 'zero' : 'nonzero', i.source(i.a))],
  [/^br(?:lz|lez|gz|gez)(?:,.*)?$/, i => jump(i.operands.at(-1)!, 'other', i.source(i.a))],
  [/^b(?:(e|z)|(ne|nz))(?:,.*)?$/, i => jump(i.operands.at(-1)!, i.match[1] ? 'zero' : 'nonzero')],
  [/^b(?:g|l|ge|le|gu|lu|geu|leu|cc|cs|pos|neg|vc|vs)(?:,.*)?$/, i => jump(i.operands.at(-1)!, 'other')],
  [
    /^ba?((?:,.*)?)$/,
    i => [{ op: 'jump', to: i.operands.at(-1)!, ...(/,a\b/.test(i.match[1]!) && { hasSlot: false }) }],
  ],
  [/^call$/, i => [{ op: 'call', to: register(i.a) ? i.source(i.a) : i.a }]],
  [/^(?:jmpl|jmp)$/, i => [{ op: 'jump-through', from: i.source(i.a) }]],
  [/^(?:done|retry|rett)$/, () => [{ op: 'jump-through', from: { special: 'tpc' } }]],
  [/^(?:retl|ret|return)$/, () => [{ op: 'return' }]],
  // By how much a value is shifted does not make it another one's.
  [/^s(?:ll|rl|ra)x?$/, i => [{ op: 'derive', to: [last(i)], from: [i.source(i.a)] }]],
  [/^t(?:a|n|ne|e|vs)(?:,.*)?$/, () => []],
  [
    /^(?:and|andn|or|orn|xor|xnor|not|neg|sllx?|srlx?|srax?|mulx?|udivx?|sdivx?|umul|smul|lduw?x|ldxa|addx|subx|mov\w+|popc|bset|bclr|signx|casa?x?|swap)(?:,.*)?$/,
    i => (last(i) === '' ? undefined : [{ op: 'derive', to: [last(i)], from: i.operands.map(i.source) }]),
  ],
]

/** What `mov` gives: a register, a number, or `%y`. */
function sourceOf(i: Statement) {
  const text = i.a.trim()
  return register(text) === undefined && text.startsWith('%') ? { special: text.slice(1) } : i.source(text)
}

/** Bytes of a register that a load or a store moves. */
function width(i: Statement): number {
  return STORED[i.match[1] ?? 'w']!
}

/** A register and the next one. */
function pair(operand: string): readonly string[] {
  const name = register(operand) ?? ''
  return [`%${name}`, `%${name.slice(0, 1)}${Number(name.slice(1)) + 1}`]
}

/**
 * The instruction set of SPARC.
 *
 * @param word - bytes of a register.
 * @returns the instruction set.
 */
export function sparc(word: 4 | 8): Isa {
  return {
    word,
    register,
    decode: withCompleters(decoder(RULES, { word, register })),
    stack: 'o6',
    args: run('o', 0, 5),
    changedByCalls: [...run('g', 1, 5), ...run('o', 0, 5), 'o7'],
    result: 'o0',
    link: 'o7',
    zero: 'g0',
    comment: /!.*$/,
    hasDelaySlot: 'always',
    slots: /^magic$/,
    fieldRegister: field => {
      const index = /^u_regs\[(\d+)\]$/.exec(field)?.[1]
      // The interrupted code's outs are the ins of the window that saves them.
      if (index !== undefined) return Number(index) < 8 ? `g${index}` : `o${Number(index) - 8}`
      return { tpc: 'pc', pc: 'pc', tnpc: 'npc', npc: 'npc', y: 'y' }[field]
    },
  }
}
