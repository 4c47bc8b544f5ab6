import type { Isa } from '../isa.ts'
import { type Rule, WIDTHS, decoder, ignore, jump, makes } from '../decoder.ts'
import { registerReader, run } from '../operands.ts'

const register = registerReader(Object.fromEntries(run('r', 0, 31).map(it => [it, []])))

const RULES: readonly Rule[] = [
  ignore(/^l\.(?:nop|mtspr|[mp]sync|csync|sys|trap|cust\d)$/),
  [/^l\.s([bhw])a?$/, i => [{ op: 'store', from: [i.source(i.b)], at: i.memory(i.a), bytes: WIDTHS[i.match[1]!]! }]],
  [/^l\.l([bhw])[zsa]$/, i => [{ op: 'load', to: [i.to], at: i.memory(i.b), bytes: WIDTHS[i.match[1]!]! }]],
  // A physical and a virtual address are one place.
  [
    /^l\.movhi$/,
    i => [{ op: 'move', to: i.to, from: { number: /KERNELBASE/.test(i.b) ? '0' : i.b.replace(/^\s*hi/, '') } }],
  ],
  [/^l\.ori$/, i => (/^\s*lo\(/.test(i.c) ? [{ op: 'move', to: i.to, from: i.source(i.b) }] : undefined)],
  [/^l\.or$/, i => (register(i.c) === 'r0' ? [{ op: 'move', to: i.to, from: i.source(i.b) }] : undefined)],
  [
    /^l\.(?:addi?c?|(sub))$/,
    i => [{ op: 'move', to: i.to, from: i.source(i.b), plus: i.source(i.c), minus: i.match[1] !== undefined }],
  ],
  [/^l\.mfspr$/, i => [{ op: 'move', to: i.to, from: { special: spr(i.c) } }]],
  [/^l\.sf\w+$/, i => [{ op: 'flags', from: [i.source(i.a)] }]],
  // The flag is set where the two were equal.
  [/^l\.b(n?)f$/, i => jump(i.a, i.match[1] === 'n' ? 'nonzero' : 'zero')],
  [/^l\.j$/, i => [{ op: 'jump', to: i.a }]],
  [/^l\.jal$/, i => [{ op: 'call', to: i.a }]],
  [/^l\.jalr$/, i => [{ op: 'call', to: i.source(i.a) }]],
  [/^l\.jr$/, i => [{ op: 'jump-through', from: i.source(i.a) }]],
  [/^l\.rfe$/, () => [{ op: 'jump-through', from: { special: 'epcr_base' }, hasSlot: false }]],
  makes(/^l\.(?:andi?|ori?|xori?|s[lr][la]i?|rori?|mul\w*|div\w*|ff1|fl1|ext\w+|cmov|mac\w*)$/),
]

function spr(operand: string): string {
  return operand.trim().toLowerCase().replace(/^spr_/, '')
}

/** The instruction set of OpenRISC. */
export const openrisc: Isa = {
  word: 4,
  register,
  decode: decoder(RULES, { word: 4, register }),
  stack: 'r1',
  args: run('r', 3, 8),
  changedByCalls: [...run('r', 3, 9), 'r11', 'r12', ...[13, 15, 17, 19, 21, 23, 25, 27, 29, 31].map(it => `r${it}`)],
  result: 'r11',
  link: 'r9',
  zero: 'r0',
  comment: /(?:^|\s)(?:#(?=\s|$)|\/\/).*$/,
  kept: /^(?:SPR_\w+|KERNELBASE)$/,
  hasDelaySlot: 'always',
  slots: /^dummy2?$/,
  fieldRegister: field => {
    // The first two of the union are the status register and r1.
    const index = /^gprs\[(\d+)\]$/.exec(field)?.[1]
    return index === undefined ? { 'offset[1]': 'r1', pc: 'pc' }[field] : `r${Number(index) + 2}`
  },
}
