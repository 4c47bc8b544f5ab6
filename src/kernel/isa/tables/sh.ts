import type { Address, Isa, Op, Source } from '../isa.ts'
import { type Rule, type Statement, decoder, ignore, jump } from '../decoder.ts'
import { registerReader, run } from '../operands.ts'

const register = registerReader(
  Object.fromEntries([...run('r', 0, 15), 'pr'].map(it => [it, it === 'r15' ? ['sp'] : []])),
)

const BYTES: Readonly<Record<string, number>> = { b: 1, w: 2, l: 4 }
const CONTROL = /^(?:sr|gbr|vbr|ssr|spc|sgr|dbr|mach|macl|fpul|fpscr|r[0-7]_bank[01]?|dsr|rs|re|mod)$/

/** `@r4`, `@-r15`, `@r15+`, `@(8,r15)`; a label in front of data is an address that is not known. */
function memory(operand: string): Address {
  const text = operand.trim()
  const before = /^@-(\w+)$/.exec(text)?.[1]
  if (before) return { base: register(before), offset: '-4', writeback: 'before' }
  const after = /^@(\w+)\+$/.exec(text)?.[1]
  if (after) return { base: register(after), offset: '4', writeback: 'after' }
  const [, first, second] = /^@\(\s*(.*?)\s*,\s*(\w+)\s*\)$/s.exec(text) ?? []
  if (second !== undefined) return { base: register(second), offset: first!, index: register(first!) }
  const plain = /^@(\w+)$/.exec(text)?.[1]
  return plain ? { base: register(plain), offset: '0' } : { offset: text }
}

const source = (operand: string): Source => {
  const text = operand.trim()
  const name = register(text)
  if (name !== undefined) return { register: name }
  return CONTROL.test(text) ? { special: text } : { number: text.replace(/^#/, '') }
}

/** In an exception the lower registers are other ones; a write to SR turns to the interrupted code's. */
const OTHER_BANK: readonly Op[] = run('r', 0, 7).map(it => ({
  op: 'swap',
  a: { register: it },
  b: { special: `${it}_bank` },
}))

/** Put a control register into another register, or the other way round. */
function control(i: Statement): readonly Op[] {
  const to = i.b.trim()
  if (to === 'sr') return OTHER_BANK
  const name = register(to)
  if (name !== undefined) return [{ op: 'move', to: name, from: source(i.a) }]
  return [{ op: 'set-special', name: to, from: source(i.a) }]
}

const sized = (operand: string, bytes: number): Address => {
  const address = memory(operand)
  if (!address.writeback) return address
  return { ...address, offset: String(address.writeback === 'before' ? -bytes : bytes) }
}

const RULES: readonly Rule[] = [
  ignore(/^(?:nop|sleep|pref|ocb\w*|synco|icbi|ldtlb|clr[ts]|set[ts]|trapa|rte|frchg|fschg|lds\.l|ldc\.l)$/),
  [
    /^mov(?:\.([bwl]))?$/,
    i => {
      const bytes = BYTES[i.match[1] ?? 'l']!
      if (/^\s*@/.test(i.b)) return [{ op: 'store', from: [source(i.a)], at: sized(i.b, bytes), bytes }]
      const to = register(i.b) ?? ''
      if (/^\s*@/.test(i.a)) return [{ op: 'load', to: [to], at: sized(i.a, bytes), bytes }]
      // Behind a label lies a word of the code's own data.
      if (i.match[1] !== undefined) return [{ op: 'derive', to: [to], from: [{ special: i.a.trim() }] }]
      return [{ op: 'move', to, from: source(i.a) }]
    },
  ],
  [/^mova$/, () => [{ op: 'derive', to: ['r0'], from: [] }]],
  [/^st[cs]\.l$/, i => [{ op: 'store', from: [source(i.a)], at: sized(i.b, 4), bytes: 4 }]],
  [/^(?:st|ld)[cs]$/, control],
  [/^add$/, i => [{ op: 'move', to: register(i.b) ?? '', from: source(i.b), plus: source(i.a) }]],
  [/^sub$/, i => [{ op: 'move', to: register(i.b) ?? '', from: source(i.b), plus: source(i.a), minus: true }]],
  [/^(?:cmp\/\w+|tst)$/, i => [{ op: 'flags', from: i.operands.map(source) }]],
  // The bit that is shifted out can be tested.
  [
    /^(?:shl[lr]|sha[lr]|rot[lr]|rotc[lr]|dt)$/,
    i => [
      { op: 'flags', from: [source(i.a)] },
      { op: 'derive', to: [i.to], from: [source(i.a)] },
    ],
  ],
  [/^b([tf])((?:\/s)?)$/, i => withSlot(jump(i.a, i.match[1] === 't' ? 'nonzero' : 'zero'), i.match[2] === '/s')],
  [/^bra$/, i => [{ op: 'jump', to: i.a }]],
  [/^bsr$/, i => [{ op: 'call', to: i.a }]],
  [/^[jb]sr[f]?$/, i => [{ op: 'call', to: { register: register(i.a.replace(/^\s*@/, '')) ?? '' } }]],
  [/^(?:jmp|braf)$/, i => [{ op: 'jump-through', from: { register: register(i.a.replace(/^\s*@/, '')) ?? '' } }]],
  [/^rts$/, () => [{ op: 'jump-through', from: { register: 'pr' } }]],
  [
    /^(?:and|or|xor|not|neg|negc|ext[us]\.[bw]|swap\.[bw]|xtrct|shl[lr](?:2|8|16)|sh[al]d|mul\S*|movt|addc|subc|div\S*)$/,
    i => {
      const to = register(i.operands.at(-1)!)
      return to === undefined ? [] : [{ op: 'derive', to: [to], from: i.operands.map(source) }]
    },
  ],
]

function withSlot(ops: readonly Op[], hasSlot: boolean): readonly Op[] {
  return ops.map(it => (it.op === 'jump' ? { ...it, hasSlot } : it))
}

/** The part of a mnemonic behind a slash, as in `cmp/eq #1, r0`, which stands in front of the first operand. */
function withSuffix(decode: Isa['decode']): Isa['decode'] {
  return (mnemonic, operands) => {
    const [, suffix, first = ''] = /^(\/\w+)\s*(.*)$/s.exec(operands[0] ?? '') ?? []
    return suffix === undefined
      ? decode(mnemonic, operands)
      : decode(`${mnemonic}${suffix}`, [first, ...operands.slice(1)])
  }
}

/** The instruction set of SuperH. */
export const sh: Isa = {
  word: 4,
  register,
  decode: withSuffix(decoder(RULES, { word: 4, register, source, memory })),
  stack: 'r15',
  args: run('r', 4, 7),
  changedByCalls: run('r', 0, 7),
  result: 'r0',
  link: 'pr',
  comment: /!.*$/,
  separator: ';',
  hasDelaySlot: 'always',
  slots: /^tra$/,
  fieldRegister: field => {
    const index = /^regs\[(\d+)\]$/.exec(field)?.[1]
    return index === undefined ? { pc: 'pc', pr: 'pr', mach: 'mach', macl: 'macl', gbr: 'gbr' }[field] : `r${index}`
  },
}
