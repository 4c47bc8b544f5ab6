import type { Isa, Op } from '../isa.ts'
import { type Rule, type Statement, decoder, ignore, jump, makes } from '../decoder.ts'
import { registerReader, run } from '../operands.ts'

const OTHERS: Readonly<Record<string, readonly string[]>> = {
  r26: ['gp'],
  r27: ['fp'],
  r28: ['sp'],
  r29: ['ilink'],
  r31: ['blink'],
  r60: ['lp_count'],
}
const register = registerReader(
  Object.fromEntries([...run('r', 0, 31), 'r58', 'r59', 'r60'].map(it => [it, OTHERS[it] ?? []])),
)

const BYTES: Readonly<Record<string, number>> = { b: 1, h: 2, w: 2, '': 4 }
/** A register of the core's outside: `[eret]`. */
const aux = (operand: string): string => operand.trim().replace(/^\[(.*)\]$/, '$1')
/** The Z flag tells at an entry whether the CPU came from the kernel; nothing has changed it in the prologue. */
const FROM_KERNEL: Op = { op: 'only', test: { when: 'nonzero', of: { special: 'came from kernel' } } }
const plain = (i: Statement): string => i.a.trim().replace(/^@/, '')

const RULES: readonly Rule[] = [
  ignore(/^(?:nop\w*|k?flag|sr|sync|dmb|seti|clri|sleep|rtie|swi\w*|unimp\w*|brk\w*|trap_s|prealloc|prefetch\w*)$/),
  [
    /^st([bhw]?)(?:\.\w+)?$/,
    i => [{ op: 'store', from: [i.source(i.a)], at: address(i, i.b), bytes: BYTES[i.match[1]!]! }],
  ],
  [/^std$/, i => [{ op: 'store', from: pair(i.to).map(it => ({ register: it })), at: address(i, i.b), bytes: 4 }]],
  [/^ldd$/, i => [{ op: 'load', to: pair(i.to), at: address(i, i.b), bytes: 4 }]],
  [/^ld([bhw]?)(?:\.\w+)*$/, i => [{ op: 'load', to: [i.to], at: address(i, i.b), bytes: BYTES[i.match[1]!]! }]],
  [
    /^push(?:_s)?$/,
    i => [{ op: 'store', from: [i.source(i.a)], at: { base: 'r28', offset: '-4', writeback: 'before' }, bytes: 4 }],
  ],
  [/^pop(?:_s)?$/, i => [{ op: 'load', to: [i.to], at: { base: 'r28', offset: '4', writeback: 'after' }, bytes: 4 }]],
  [/^mov\.nz$/, i => [FROM_KERNEL, { op: 'move', to: i.to, from: i.source(i.b) }]],
  [
    /^add(2?)\.nz$/,
    i => [
      FROM_KERNEL,
      { op: 'move', to: i.to, from: i.source(i.b), plus: { number: i.match[1] ? `4*(${i.c})` : i.c } },
    ],
  ],
  [/^mov(?:_s)?$/, i => [{ op: 'move', to: i.to, from: i.source(i.b.replace(/^\s*@/, '')) }]],
  [
    /^(?:add|(sub))(?:_s)?$/,
    i => [{ op: 'move', to: i.to, from: i.source(i.b), plus: i.source(i.c), minus: i.match[1] !== undefined }],
  ],
  [/^lr$/, i => [{ op: 'move', to: i.to, from: { special: aux(i.b) } }]],
  [/^(?:cmp|tst|btst|rcmp)(?:_s)?$/, i => [{ op: 'flags', from: [i.source(i.a)] }]],
  [
    /^(?:and|bmsk|or|sub|add|lsr|asl|xor|bclr|btst)\.f$/,
    i => {
      const from = i.operands.slice(1).map(i.source)
      return [{ op: 'flags', from }, ...(i.to === '' ? [] : [{ op: 'derive', to: [i.to], from } as const])]
    },
  ],
  [/^b(?:(z|eq)|(nz|ne))(?:_s)?$/, i => jump(plain(i), i.match[1] ? 'zero' : 'nonzero')],
  [/^b(?:hi|ls|lo|hs|lt|le|gt|ge|pl|mi|c|nc|cc|cs|pnz)(?:_s)?$/, i => jump(plain(i), 'other')],
  [/^(?:br|bb)(?:eq|ne|lt|ge|lo|hs|it0|it1)(?:_s)?$/, i => jump(i.operands.at(-1)!, 'other', i.source(i.a))],
  [/^b(?:_s)?$/, i => [{ op: 'jump', to: plain(i) }]],
  [/^bl(?:_s)?$/, i => [{ op: 'call', to: plain(i) }]],
  [/^jl(?:_s)?$/, i => [{ op: 'call', to: i.source(aux(i.a)) }]],
  [/^j(?:_s)?$/, i => [{ op: 'jump-through', from: i.source(aux(i.a)) }]],
  makes(
    /^(?:and|or|xor|not|neg|asl|lsr|asr|ror|bmskn?|bset|bclr|xbfu|add[123]|sub[123]|ext\w|sex\w|mpy\w*|div\w*|rem\w*|min|max|fls|ffs|norm|ex|swape?|llock|mov|seteq)(?:\.\w+)?$/,
  ),
]

/** `[sp, 8]`, or a push by writeback as `[sp,-4]` has it. */
function address(i: Statement, operand: string) {
  const writeback = /\.(?:a|aw)$/.test(i.mnemonic)
    ? ('before' as const)
    : i.mnemonic.endsWith('.ab')
      ? ('after' as const)
      : undefined
  return { ...i.memory(operand), writeback }
}

/** A register and the next one. */
function pair(first: string): readonly string[] {
  return [first, `r${Number(first.slice(1)) + 1}`]
}

/** The instruction set of ARC. */
export const arc: Isa = {
  word: 4,
  register,
  decode: decoder(RULES, { word: 4, register }),
  stack: 'r28',
  args: run('r', 0, 7),
  changedByCalls: [...run('r', 0, 12), 'r31'],
  result: 'r0',
  link: 'r31',
  comment: /;.*$|(?:^|\s)#(?=\s|$).*$/,
  separator: '`',
  headers: ['include/asm/linkage.h'],
  slots: /^(?:ei|ldi|jli|ecr|event)\b/,
  copies: /^(?:ecr|event)\b/,
  fieldRegister: field => register(field) ?? { ret: 'pc' }[field],
}
