import type { Isa } from '../isa.ts'
import { type Rule, decoder, ignore, jump, makes } from '../decoder.ts'
import { registerReader, run } from '../operands.ts'

const OTHERS: Readonly<Record<string, readonly string[]>> = { r29: ['gp'], r30: ['sp'], r28: ['at'] }
const named = registerReader(Object.fromEntries(run('r', 0, 31).map(it => [it, [it.slice(1), ...(OTHERS[it] ?? [])]])))
/** A register has a `$`. */
const register = (operand: string): string | undefined =>
  operand.trim().startsWith('$') ? named(operand.trim()) : undefined

const BYTES: Readonly<Record<string, number>> = { b: 1, w: 2, l: 4, q: 8, t: 8, s: 4 }

const RULES: readonly Rule[] = [
  ignore(/^(?:nop|unop|call_pal|imb|w?mb|trapb|ldgp|mt_fpcr|excb|fetch\w*)$/),
  [
    /^st([bwlqst])(?:_[cu])?$/,
    i => (i.to === '' ? [] : [{ op: 'store', from: [i.source(i.a)], at: i.memory(i.b), bytes: BYTES[i.match[1]!]! }]),
  ],
  [
    /^ld([bwlqst])u?(?:_[lu])?$/,
    i => (i.to === '' ? [] : [{ op: 'load', to: [i.to], at: i.memory(i.b), bytes: BYTES[i.match[1]!]! }]),
  ],
  [
    /^lda$/,
    i => {
      const { base, offset } = i.memory(i.b)
      return [{ op: 'move', to: i.to, from: { register: base ?? 'r31' }, plus: { number: offset } }]
    },
  ],
  [/^mov$/, i => [{ op: 'move', to: register(i.b) ?? '', from: i.source(i.a) }]],
  [/^clr$/, i => [{ op: 'move', to: i.to, from: { number: '0' } }]],
  [
    /^(?:add|(sub))[lq]$/,
    i => [
      {
        op: 'move',
        to: register(i.c) ?? '',
        from: i.source(i.a),
        plus: i.source(i.b),
        minus: i.match[1] !== undefined,
      },
    ],
  ],
  [/^b(eq|ne)$/, i => jump(i.b, i.match[1] === 'eq' ? 'zero' : 'nonzero', i.source(i.a))],
  [/^b(?:lt|gt|le|ge|lbs|lbc)$/, i => jump(i.b, 'other', i.source(i.a))],
  [/^br$/, i => [{ op: 'jump', to: i.operands.at(-1)! }]],
  [/^bsr$/, i => [{ op: 'call', to: i.operands.at(-1)! }]],
  [/^jsr$/, i => [{ op: 'call', to: i.b.trim().startsWith('(') ? i.source(i.b.replace(/[()]/g, '')) : i.b.trim() }]],
  [/^jmp$/, i => [{ op: 'jump-through', from: i.source(i.b.replace(/[()]/g, '')) }]],
  [/^ret$/, () => [{ op: 'return' }]],
  [
    /^(?:and|or|bis|bic|ornot|eqv|xor|not|neg[lq]|s[rl]l|sra|s[48](?:add|sub)[lq]|cmp\w+|cmov\w+|zap(?:not)?|ext\w+|ins\w+|msk\w+|mul[lq]|umulh|sext[bw]|amask|implver|rpcc|mf_fpcr)$/,
    i => {
      const to = register(i.operands.at(-1)!)
      return to === undefined ? [] : [{ op: 'derive', to: [to], from: i.operands.slice(0, -1).map(i.source) }]
    },
  ],
  makes(/^(?:ldah)$/),
]

/** The instruction set of Alpha. */
export const alpha: Isa = {
  word: 8,
  register,
  decode: decoder(RULES, { word: 8, register }),
  stack: 'r30',
  args: run('r', 16, 21),
  changedByCalls: [...run('r', 0, 8), ...run('r', 16, 28)],
  result: 'r0',
  link: 'r26',
  zero: 'r31',
  comment: /(?:^|\s)(?:#(?=\s|$)|\/\/).*$/,
  slots: /^hae$/,
  fieldRegister: field => named(field) ?? { pc: 'pc' }[field],
}
