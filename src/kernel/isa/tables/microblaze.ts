import type { Isa, Op } from '../isa.ts'
import { type Rule, type Statement, WIDTHS, decoder, ignore, makes } from '../decoder.ts'
import { registerReader, run } from '../operands.ts'

const register = registerReader(Object.fromEntries(run('r', 0, 31).map(it => [it, []])))

/** `swi r2, r1, 8`: the base and the offset, of which one may be a register, are operands of their own. */
const at = (i: Statement) => ({ base: register(i.b) === 'r0' ? undefined : register(i.b), offset: i.c || '0' })
/** A physical and a virtual address are one place. */
const sourceOf = (i: Statement, operand: string) =>
  i.source(operand.replace(/\bCONFIG_KERNEL_(?:BASE_ADDR|START)\b/g, '0'))

/** Only instructions that end in `d` have a slot behind them. */
function flow(i: Statement, test?: 'zero' | 'nonzero' | 'other'): readonly Op[] {
  const to = i.operands.at(-1)!
  const hasSlot = i.mnemonic.endsWith('d')
  if (test === undefined && register(to)) return [{ op: 'jump-through', from: i.source(to), hasSlot }]
  return [{ op: 'jump', to, hasSlot, ...(test && { test: { when: test, of: i.source(i.a) } }) }]
}

const RULES: readonly Rule[] = [
  ignore(/^(?:nop|mts|msrset|msrclr|mbar|wdc\S*|wic|tn?\w*put\w*|sleep|brki?|set_\w+|clear_\w+)$/),
  [/^s([bhw])r?i?$/, i => [{ op: 'store', from: [i.source(i.a)], at: at(i), bytes: WIDTHS[i.match[1]!]! }]],
  [/^l([bhw])u?r?i?$/, i => [{ op: 'load', to: [i.to], at: at(i), bytes: WIDTHS[i.match[1]!]! }]],
  [/^addi?k?$/, i => (register(i.b) === 'r0' ? [{ op: 'move', to: i.to, from: sourceOf(i, i.c) }] : undefined)],
  [/^(?:la|addi?k?c?)$/, i => [{ op: 'move', to: i.to, from: i.source(i.b), plus: sourceOf(i, i.c) }]],
  [/^(?:rsubi?k?c?|sub)$/, i => [{ op: 'move', to: i.to, from: i.source(i.c), plus: i.source(i.b), minus: true }]],
  // What is or-ed with 0 is moved.
  [
    /^ori?$/,
    i => (i.c.trim() === '0' || register(i.c) === 'r0' ? [{ op: 'move', to: i.to, from: i.source(i.b) }] : undefined),
  ],
  [/^mfs$/, i => [{ op: 'move', to: i.to, from: { special: i.b.trim() } }]],
  [
    /^br(?:a|i|ai)?lid?$|^bra?ld$/,
    i => [{ op: 'call', to: register(i.operands.at(-1)!) ? i.source(i.operands.at(-1)!) : i.operands.at(-1)! }],
  ],
  [/^bra?i?d?$/, i => flow(i)],
  [/^b(eq|ne)i?d?$/, i => flow(i, i.match[1] === 'eq' ? 'zero' : 'nonzero')],
  [/^b(?:lt|le|gt|ge)i?d?$/, i => flow(i, 'other')],
  // A return to a label turns to virtual addresses.
  [
    /^r(?:tb|te|ti)d$/,
    i =>
      /^[\w.]+$/.test(i.b.trim()) && !/^\d+$/.test(i.b.trim()) ? [{ op: 'jump', to: i.b.trim() }] : [{ op: 'return' }],
  ],
  [/^rtsd$/, i => [{ op: 'jump-through', from: i.source(i.a) }]],
  makes(/^(?:andn?i?|ori?|xori?|sext\d+|s[rl][alc]|bs\w+|cmpu?|mul\w*|idivu?|clz|swap\w|pcmp\w+|lwx|swx|get)$/),
]

/** The instruction set of MicroBlaze. */
export const microblaze: Isa = {
  word: 4,
  register,
  decode: decoder(RULES, { word: 4, register }),
  stack: 'r1',
  args: run('r', 5, 10),
  changedByCalls: [...run('r', 3, 12), 'r15', 'r18'],
  result: 'r3',
  link: 'r15',
  zero: 'r0',
  comment: /(?:^|\s)#(?=\s|$).*$/,
  kept: /^CONFIG_KERNEL_(?:BASE_ADDR|START)$/,
  hasDelaySlot: 'always',
  slots: /^pt_mode$/,
  fieldRegister: field => register(field) ?? { pc: 'pc', msr: 'msr' }[field],
}
