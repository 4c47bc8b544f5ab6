import type { Isa } from '../isa.ts'
import { type Rule, type Statement, decoder, ignore, jump, makes } from '../decoder.ts'
import { registerReader, run } from '../operands.ts'

const register = registerReader(Object.fromEntries(run('a', 0, 15).map(it => [it, it === 'a1' ? ['sp'] : []])))

const BYTES: Readonly<Record<string, number>> = { '8': 1, '16': 2, '32': 4 }
/** `s32i a2, a1, 16`: the base and the offset are operands of their own. */
const at = (i: Statement) => ({ base: register(i.b), offset: i.c || '0' })

const RULES: readonly Rule[] = [
  ignore(
    /^(?:nop|_nop|[rdei]sync|memw|extw|clrex|w[ud]ur|simcall|ill|waiti|break|isync|d\w+l?[hi]w\w*|i[hi]\w*i|entry|ss[rla]\w*|ssai|rotw)$/,
  ),
  [
    /^_?s(8|16|32)(?:i|e|i\.n|ri)$/,
    i => [{ op: 'store', from: [i.source(i.a)], at: at(i), bytes: BYTES[i.match[1]!]! }],
  ],
  [/^_?l(8|16|32)(?:ui|si|i|e|i\.n|ai)$/, i => [{ op: 'load', to: [i.to], at: at(i), bytes: BYTES[i.match[1]!]! }]],
  [/^mov(?:\.n|sp)?$/, i => [{ op: 'move', to: i.to, from: i.source(i.b) }]],
  [/^_?(?:movi(?:\.n)?|l32r)$/, i => [{ op: 'move', to: i.to, from: { number: i.b } }]],
  [
    /^(?:add(?:i|mi|i\.n|\.n)?|(sub))$/,
    i => [{ op: 'move', to: i.to, from: i.source(i.b), plus: i.source(i.c), minus: i.match[1] !== undefined }],
  ],
  [/^r(?:sr|ur)$/, i => [{ op: 'move', to: i.to, from: { special: i.b.trim() } }]],
  [/^wsr$/, i => [{ op: 'set-special', name: i.b.trim(), from: i.source(i.a) }]],
  [/^xsr$/, i => [{ op: 'swap', a: { register: i.to }, b: { special: i.b.trim() } }]],
  [/^rsil$/, i => [{ op: 'move', to: i.to, from: { special: 'ps' } }]],
  [/^_?b(eq|ne)z(?:\.n)?$/, i => jump(i.b, i.match[1] === 'eq' ? 'zero' : 'nonzero', i.source(i.a))],
  [/^_?b\w+(?:\.[lb])?$/, i => jump(i.operands.at(-1)!, 'other', i.source(i.a))],
  [/^_?j(?:\.l)?$/, i => [{ op: 'jump', to: i.a }]],
  [/^jx$/, i => [{ op: 'jump-through', from: i.source(i.a) }]],
  [/^_?call(?:0|4|8|12)$/, i => [{ op: 'call', to: i.a }]],
  [/^callx(?:0|4|8|12)$/, i => [{ op: 'call', to: i.source(i.a) }]],
  [/^(?:retw?(?:\.n)?|rf\w+)$/, () => [{ op: 'return' }]],
  [/^mov(?:eqz|nez|ltz|gez)$/, i => [{ op: 'derive', to: [i.to], from: [i.source(i.a), i.source(i.b)] }]],
  makes(
    /^(?:and|or|xor|neg|abs|addx\d|subx\d|s[rl][lac]i?|src|extui|nsau?|sext|mul\w*|quo\w|rem\w|m(?:in|ax)u?|ffs_ws|s32c1i|rer|salt\w*)$/,
  ),
]

/** The instruction set of Xtensa, with windows of registers; a call turns the window by four. */
export const xtensa: Isa = {
  word: 4,
  register,
  decode: decoder(RULES, { word: 4, register }),
  stack: 'a1',
  args: run('a', 6, 11),
  changedByCalls: run('a', 4, 15),
  result: 'a6',
  comment: /(?:^|\s)#(?=\s|$).*$/,
  fieldRegister: field => {
    const index = /^areg\[(\d+)\]$/.exec(field)?.[1]
    return index === undefined ? { pc: 'pc' }[field] : `a${index}`
  },
  // Words of the kernel's own: marks of the entry, and what the window is restored by.
  slots: /^(?:depc|wmask|syscall|align|xtregs_opt)\b/,
}
