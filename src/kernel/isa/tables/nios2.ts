import type { Isa } from '../isa.ts'
import { type Rule, WIDTHS, decoder, ignore, jump, makes } from '../decoder.ts'
import { registerReader, run } from '../operands.ts'

const OTHERS: Readonly<Record<string, readonly string[]>> = {
  r0: ['zero'],
  r1: ['at'],
  r24: ['et'],
  r25: ['bt'],
  r26: ['gp'],
  r27: ['sp'],
  r28: ['fp'],
  r29: ['ea'],
  r31: ['ra'],
}
const register = registerReader(Object.fromEntries(run('r', 0, 31).map(it => [it, OTHERS[it] ?? []])))

const RULES: readonly Rule[] = [
  ignore(/^(?:nop|wrctl|sync|flush\w*|init[di]\w*|trap|break)$/),
  [/^st([bhw])(?:io)?$/, i => [{ op: 'store', from: [i.source(i.a)], at: i.memory(i.b), bytes: WIDTHS[i.match[1]!]! }]],
  [/^ld([bhw])u?(?:io)?$/, i => [{ op: 'load', to: [i.to], at: i.memory(i.b), bytes: WIDTHS[i.match[1]!]! }]],
  [/^mov$/, i => [{ op: 'move', to: i.to, from: i.source(i.b) }]],
  [/^mov(?:ia?|ui|hi)$/, i => [{ op: 'move', to: i.to, from: { number: i.b } }]],
  [
    /^(?:add|(sub))i?$/,
    i => [{ op: 'move', to: i.to, from: i.source(i.b), plus: i.source(i.c), minus: i.match[1] !== undefined }],
  ],
  [/^rdctl$/, i => [{ op: 'move', to: i.to, from: { special: i.b.trim() } }]],
  [
    /^b(eq|ne)$/,
    i =>
      register(i.b) === 'r0'
        ? jump(i.c, i.match[1] === 'eq' ? 'zero' : 'nonzero', i.source(i.a))
        : [{ op: 'flags', from: [i.source(i.a), i.source(i.b)] }, ...jump(i.c, 'other')],
  ],
  [/^b(?:lt|gt|le|ge)u?$/, i => [{ op: 'flags', from: [i.source(i.a), i.source(i.b)] }, ...jump(i.c, 'other')]],
  [/^(?:br|jmpi)$/, i => [{ op: 'jump', to: i.a }]],
  [/^call$/, i => [{ op: 'call', to: i.a }]],
  [/^callr$/, i => [{ op: 'call', to: i.source(i.a) }]],
  [/^jmp$/, i => [{ op: 'jump-through', from: i.source(i.a) }]],
  [/^ret$/, () => [{ op: 'jump-through', from: { register: 'r31' } }]],
  [/^eret$/, () => [{ op: 'return' }]],
  makes(/^(?:and(?:h?i)?|or(?:h?i)?|xor(?:h?i)?|nor|s[lr][la]i?|roli?|ror|cmp\w+|mul\w*|divu?|rdprs)$/),
]

/** The instruction set of Nios II. */
export const nios2: Isa = {
  word: 4,
  register,
  decode: decoder(RULES, { word: 4, register }),
  stack: 'r27',
  args: run('r', 4, 7),
  changedByCalls: [...run('r', 1, 15), 'r31'],
  result: 'r2',
  link: 'r31',
  zero: 'r0',
  comment: /(?:^|\s)#(?=\s|$).*$/,
  fieldRegister: field => (field === 'ea' ? 'pc' : register(field)),
}
