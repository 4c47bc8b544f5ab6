import type { Address, Isa, Source } from '../isa.ts'
import { type Rule, decoder, ignore, jump } from '../decoder.ts'
import { registerReader, run } from '../operands.ts'

const OTHERS: Readonly<Record<string, readonly string[]>> = { a7: ['sp'], a6: ['fp'] }
const named = registerReader(
  Object.fromEntries([...run('d', 0, 7), ...run('a', 0, 7)].map(it => [it, OTHERS[it] ?? []])),
)
const register = (operand: string): string | undefined =>
  operand.trim().startsWith('%') ? named(operand.trim()) : undefined

const BYTES: Readonly<Record<string, number>> = { b: 1, w: 2, l: 4, s: 4 }

/** `%sp@-`, `%sp@+`, `%sp@(8)`, or an address of memory. */
function memory(operand: string): Address {
  const text = operand.trim()
  const [, base, way] = /^(%\w+)@(.*)$/s.exec(text) ?? []
  if (base === undefined) return { offset: text }
  if (way === '-') return { base: register(base), offset: '-4', writeback: 'before' }
  if (way === '+') return { base: register(base), offset: '4', writeback: 'after' }
  const inside = /^\((.*)\)$/s.exec(way!)?.[1] ?? '0'
  return { base: register(base), offset: inside, index: inside.includes(',') ? inside : undefined }
}

const source = (operand: string): Source => {
  const text = operand.trim()
  const name = register(text)
  if (name !== undefined) return { register: name }
  if (text.startsWith('#')) return { number: text.slice(1) }
  return text.startsWith('%') && !text.includes('@') ? { special: text.slice(1) } : { address: memory(text) }
}

/** `%d1-%d5/%a0-%a2` in the order in which they lie in memory. */
function listed(text: string): readonly string[] {
  const all = [...run('d', 0, 7), ...run('a', 0, 7)]
  return text.split('/').flatMap(part => {
    const [first, last] = part.split('-').map(it => all.indexOf(register(it) ?? ''))
    return all.slice(first!, (last ?? first!) + 1)
  })
}

const RULES: readonly Rule[] = [
  ignore(
    /^(?:nop|cinv\w*|cpush\w*|frestore|fsave|fmovem\w*|p\w?flush\w*|trap\w*|stop|ori[w]?|andi[w]?|bset|bclr|rdusp|wrusp)$/,
  ),
  [
    /^movem([lw])$/,
    i => {
      if (!/^%[da]\d/.test(i.a.trim()) || i.a.includes('@'))
        return [{ op: 'load', to: listed(i.b), at: memory(i.a), bytes: 4 }]
      const names = listed(i.a)
      const at = memory(i.b)
      // A push makes room for all of them.
      const place = at.writeback === 'before' ? { ...at, offset: String(-4 * names.length) } : at
      return [{ op: 'store', from: names.map(it => ({ register: it })), at: place, bytes: 4 }]
    },
  ],
  [
    /^move(?:q|a)?([lwb]?)$/,
    i => {
      const from = source(i.a)
      const to = source(i.b)
      const bytes = BYTES[i.match[1] || 'l']!
      if ('register' in to)
        return 'address' in from
          ? [{ op: 'load', to: [to.register], at: from.address, bytes }]
          : [{ op: 'move', to: to.register, from }]
      if ('address' in to) return [{ op: 'store', from: [from], at: sized(to.address, bytes), bytes }]
      return 'special' in to ? [] : undefined
    },
  ],
  [
    /^clr([lwb])$/,
    i => {
      const to = source(i.a)
      if ('register' in to) return [{ op: 'move', to: to.register, from: { number: '0' } }]
      return 'address' in to
        ? [{ op: 'store', from: [{ number: '0' }], at: to.address, bytes: BYTES[i.match[1]!]! }]
        : undefined
    },
  ],
  [
    /^pea$/,
    i => [
      {
        op: 'store',
        from: [{ number: i.a.replace(/:[wl]$/, '') }],
        at: { base: 'a7', offset: '-4', writeback: 'before' },
        bytes: 4,
      },
    ],
  ],
  [
    /^lea$/,
    i => {
      const { base, offset, index } = memory(i.a)
      if (base === undefined) return [{ op: 'move', to: register(i.b) ?? '', from: { number: offset } }]
      return index
        ? undefined
        : [{ op: 'move', to: register(i.b) ?? '', from: { register: base }, plus: { number: offset } }]
    },
  ],
  [
    /^(?:add|(sub))[qai]?[lw]?$/,
    i => {
      const to = register(i.b)
      if (to === undefined) return []
      return [{ op: 'move', to, from: { register: to }, plus: source(i.a), minus: i.match[1] !== undefined }]
    },
  ],
  [/^(?:tst[lwb]|btst|cmp\w*|bftst)$/, i => [{ op: 'flags', from: [source(i.operands.at(-1)!)] }]],
  [/^j?b?(?:(eq)|(ne))[sl]?$/, i => jump(i.a, i.match[1] ? 'zero' : 'nonzero')],
  [/^[jb](?:mi|pl|cc|cs|ge|gt|le|lt|hi|ls|vc|vs|hs|lo)[sl]?$/, i => jump(i.a, 'other')],
  [
    /^(?:jra|bra[sl]?|jmp)$/,
    i => (/@/.test(i.a) ? [{ op: 'jump-through', from: source(i.a) }] : [{ op: 'jump', to: i.a }]),
  ],
  [/^(?:jbsr|jsr|bsr[sl]?)$/, i => [{ op: 'call', to: /@/.test(i.a) ? source(i.a) : i.a }]],
  [/^(?:rts|rte|rtr)$/, () => [{ op: 'return' }]],
  [
    /^(?:and|or|eor|ls[lr]|as[lr]|ro[lr]|neg|not|ext|extb|swap|mul[us]|div[us]|movec|subx|addx|sne|seq|bf\w+)[lw]?$/,
    i => {
      const to = register(i.operands.at(-1)!)
      return to === undefined ? [] : [{ op: 'derive', to: [to], from: i.operands.map(source) }]
    },
  ],
]

/** An address that is pushed to or popped from, by the bytes that are moved. */
function sized(address: Address, bytes: number): Address {
  return address.writeback === 'before' ? { ...address, offset: String(-bytes) } : address
}

/** The instruction set of the 68000 family. */
export const m68k: Isa = {
  word: 4,
  register,
  decode: decoder(RULES, { word: 4, register, source, memory }),
  stack: 'a7',
  args: [],
  changedByCalls: ['d0', 'd1', 'a0', 'a1'],
  result: 'd0',
  comment: /(?:^|\s)\|.*$|\|\s.*$/,
  separator: ';',
  slots: /^stkadj$/,
  fieldRegister: field => named(field) ?? { pc: 'pc' }[field],
}
