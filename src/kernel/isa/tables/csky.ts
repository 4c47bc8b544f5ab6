import type { Isa } from '../isa.ts'
import { type Rule, WIDTHS, decoder, ignore, jump, makes } from '../decoder.ts'
import { registerReader, run } from '../operands.ts'

/** Names of the second ABI, which the kernel is built for. */
const OTHERS: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(['a0', 'a1', 'a2', 'a3'].map((it, i) => [`r${i}`, [it]])),
  r12: ['t0'],
  r13: ['t1'],
  r14: ['sp'],
  r15: ['lr'],
  r28: ['gb', 'rgb'],
  r31: ['tls', 'tp'],
}
const register = registerReader(Object.fromEntries(run('r', 0, 31).map(it => [it, OTHERS[it] ?? []])))

const RULES: readonly Rule[] = [
  [/^st\.?([bhw])$/, i => [{ op: 'store', from: [i.source(i.a)], at: i.memory(i.b), bytes: WIDTHS[i.match[1]!]! }]],
  [/^ld(?:\.?([bhw]))?$/, i => [{ op: 'load', to: [i.to], at: i.memory(i.b), bytes: WIDTHS[i.match[1] ?? 'w']! }]],
  [/^stm$/, i => [{ op: 'store', from: listed(i.a).map(it => ({ register: it })), at: i.memory(i.b), bytes: 4 }]],
  [/^ldm$/, i => [{ op: 'load', to: listed(i.a), at: i.memory(i.b), bytes: 4 }]],
  [/^mov$/, i => [{ op: 'move', to: i.to, from: i.source(i.b) }]],
  [/^(?:movi|lrw)$/, i => [{ op: 'move', to: i.to, from: { number: i.b } }]],
  [
    /^(?:add|(sub))[iu]?$/,
    i => {
      const [first, second] = i.c === '' ? [i.a, i.b] : [i.b, i.c]
      return [{ op: 'move', to: i.to, from: i.source(first), plus: i.source(second), minus: i.match[1] !== undefined }]
    },
  ],
  [/^mfcr$/, i => [{ op: 'move', to: i.to, from: { special: i.b.trim() } }]],
  [/^mtcr$/, i => [{ op: 'set-special', name: i.b.trim(), from: i.source(i.a) }]],
  [/^mf(hi|lo)$/, i => [{ op: 'move', to: i.to, from: { special: i.match[1]! } }]],
  [
    /^(?:cmp\w+|btsti|tst)$/,
    i => [{ op: 'flags', from: i.operands.map(i.source).slice(0, i.mnemonic === 'btsti' ? 1 : 2) }],
  ],
  [/^b([tf])$/, i => jump(i.a, i.match[1] === 't' ? 'nonzero' : 'zero')],
  [/^b(?:ez|nez|hz|lsz|lz|hsz)$/, i => jump(i.b, 'other', i.source(i.a))],
  [/^(?:br|jbr|jmpi)$/, i => [{ op: 'jump', to: i.a }]],
  [/^(?:bsr|jbsr|jsri)$/, i => [{ op: 'call', to: i.a }]],
  [/^jsr$/, i => [{ op: 'call', to: i.source(i.a) }]],
  [/^jmp$/, i => [{ op: 'jump-through', from: i.source(i.a) }]],
  [/^rts$/, () => [{ op: 'jump-through', from: { register: 'r15' } }]],
  [/^rte$/, () => [{ op: 'return' }]],
  ignore(/^(?:nop(?:16|32)?|psr(?:set|clr)|sync|bkpt|trap|mt(?:hi|lo))$/),
  makes(/^(?:andn?i?|ori?|xori?|nor|not|bmaski|ixw|ixh|ls[lr]i?|asri?|rotl?i?|mult|div[us]|sext[bh]|zext[bh])$/, true),
]

/** `r4-r13` as the registers of the run. */
function listed(text: string): readonly string[] {
  const [, first, last] = /^r(\d+)-r(\d+)$/.exec(text.trim()) ?? []
  return first === undefined ? [register(text) ?? ''] : run('r', Number(first), Number(last))
}

/** The instruction set of C-SKY, with its second ABI. */
export const csky: Isa = {
  word: 4,
  register,
  decode: decoder(RULES, { word: 4, register }),
  stack: 'r14',
  args: run('r', 0, 3),
  changedByCalls: [...run('r', 0, 3), 'r12', 'r13', 'r15', ...run('r', 18, 25)],
  result: 'r0',
  link: 'r15',
  comment: /(?:^|\s)#(?=\s|$).*$/,
  kept: /^usp$/,
  fieldRegister: field => {
    const [, array, index] = /^(regs|exregs)\[(\d+)\]$/.exec(field) ?? []
    if (array !== undefined) return `r${Number(index) + (array === 'regs' ? 4 : 16)}`
    return register(field) ?? { pc: 'pc', usp: 'r14', rhi: 'hi', rlo: 'lo' }[field]
  },
}
