import type { Isa } from '../isa.ts'
import { type Rule, WIDTHS, decoder, ignore, jump, makes } from '../decoder.ts'
import { registerReader, run } from '../operands.ts'

const ABI = [
  'zero',
  'at',
  'v0',
  'v1',
  ...run('a', 0, 3),
  ...run('t', 0, 7),
  ...run('s', 0, 7),
  't8',
  't9',
  'k0',
  'k1',
  'gp',
  'sp',
  'fp',
  'ra',
]
const numbered = registerReader(
  Object.fromEntries(ABI.map((it, i) => [it, [String(i), ...(it === 'fp' ? ['s8'] : [])]])),
)
/** A register has a `$` once the preprocessor is done. */
const register = (operand: string): string | undefined =>
  operand.trim().startsWith('$') ? numbered(operand) : undefined

const RULES: readonly Rule[] = [
  [/^s([bhwd])$/, i => [{ op: 'store', from: [i.source(i.a)], at: i.memory(i.b), bytes: WIDTHS[i.match[1]!]! }]],
  [/^l([bhwd])u?$/, i => [{ op: 'load', to: [i.to], at: i.memory(i.b), bytes: WIDTHS[i.match[1]!]! }]],
  [/^move$/, i => [{ op: 'move', to: i.to, from: i.source(i.b) }]],
  [/^d?li$/, i => [{ op: 'move', to: i.to, from: { number: i.b } }]],
  [
    /^d?(?:addi?|(sub))u?$/,
    i => {
      const [first, second] = i.c === '' ? [i.a, i.b] : [i.b, i.c]
      return [{ op: 'move', to: i.to, from: i.source(first), plus: i.source(second), minus: i.match[1] !== undefined }]
    },
  ],
  [/^d?mfc0$/, i => [{ op: 'move', to: i.to, from: { special: cp0(i.b) } }]],
  [/^d?mtc0$/, i => [{ op: 'set-special', name: cp0(i.b), from: i.source(i.a) }]],
  [/^mf(hi|lo|lhxu|acx)$/, i => [{ op: 'move', to: i.to, from: { special: i.match[1]! } }]],
  [/^b(eq|ne)zl?$/, i => jump(i.b, i.match[1] === 'eq' ? 'zero' : 'nonzero', i.source(i.a))],
  [
    /^b(eq|ne)l?$/,
    i =>
      register(i.b) === 'zero'
        ? jump(i.c, i.match[1] === 'eq' ? 'zero' : 'nonzero', i.source(i.a))
        : [{ op: 'flags', from: [i.source(i.a), i.source(i.b)] }, ...jump(i.c, 'other')],
  ],
  // The sign bit is where the mode of the interrupted code is shifted to.
  [/^b(ltz|gez)l?$/, i => jump(i.b, i.match[1] === 'gez' ? 'zero' : 'nonzero', i.source(i.a))],
  [/^b(?:lez|gtz|lt|gt|le|ge|ltu|geu|gtu|leu|c1t|c1f|bit\d)l?$/, i => jump(i.operands.at(-1)!, 'other', i.source(i.a))],
  [/^(?:b|j)$/, i => (register(i.a) ? [{ op: 'jump-through', from: i.source(i.a) }] : [{ op: 'jump', to: i.a }])],
  [/^(?:jal|bal)$/, i => [{ op: 'call', to: register(i.a) ? i.source(i.a) : i.a }]],
  [/^jalr$/, i => [{ op: 'call', to: i.source(i.operands.at(-1)!) }]],
  [/^jr(?:\.hb)?$/, i => [{ op: 'jump-through', from: i.source(i.a) }]],
  [/^eret$/, () => [{ op: 'return' }]],
  ignore(/^(?:nop|ssnop|_?ehb|sync\w*|di|ei|tlb\w*|cache|pref\w*|break|syscall|cfi_\w+|teq|tne|trace_irqs\w*)$/),
  makes(
    /^(?:andi?|ori?|xori?|nor|not|d?negu?|d?s[lr][la]v?(?:32)?|d?srlv?|lui|d?la|ins|d?ext\w?|slti?u?|mul|rotr|cfc1|movn|movz|lld?|scd?|mfc1|dins\w*|rdhwr|seb|seh|mftc0)$/,
    true,
  ),
]

/**
 * The instruction set of MIPS.
 *
 * @param word - bytes of a register.
 * @returns the instruction set.
 */
export function mips(word: 4 | 8): Isa {
  return {
    word,
    register,
    decode: decoder(RULES, { word, register }),
    stack: 'sp',
    args: word === 8 ? [...run('a', 0, 3), ...run('t', 0, 3)] : run('a', 0, 3),
    changedByCalls: ['at', 'v0', 'v1', ...run('a', 0, 3), ...run('t', 0, 9), 'ra'],
    result: 'v0',
    link: 'ra',
    zero: 'zero',
    comment: /(?:^|\s)#(?=\s|$).*$/,
    kept: /^CP0_\w+$/,
    hasDelaySlot: 'unless reordered',
    fieldRegister: field => {
      const regs = /^regs\[(\d+)\]$/.exec(field)
      return regs ? ABI[Number(regs[1])] : { cp0_epc: 'pc', hi: 'hi', lo: 'lo' }[field]
    },
  }
}

function cp0(operand: string): string {
  return operand.trim().toLowerCase().replace(/^cp0_/, '')
}
