import type { Address, Isa } from '../isa.ts'
import { type Rule, type Statement, decoder, ignore, jump, makes } from '../decoder.ts'
import { memoryOperand, run } from '../operands.ts'

const SPELLINGS = new Map<string, string>([
  ...run('x', 0, 30).flatMap(it => [[it, it] as const, [it.replace('x', 'w'), it] as const]),
  ['lr', 'x30'],
  ['fp', 'x29'],
  ['sp', 'sp'],
  ['wsp', 'sp'],
  ['xzr', 'xzr'],
  ['wzr', 'xzr'],
  // The kernel's own name.
  ['tsk', 'x28'],
])
const register = (operand: string): string | undefined => SPELLINGS.get(operand.trim().toLowerCase())

/** Bytes of a register, by its letter. */
const widthOf = (operand: string): number => (/^w/i.test(operand.trim()) ? 4 : 8)
/** The bytes of a load or store: by its last letter, or by the register. */
const bytesOf = ({ mnemonic, a }: Statement): number =>
  mnemonic.endsWith('b') ? 1 : mnemonic.endsWith('h') ? 2 : widthOf(a)

const RULES: readonly Rule[] = [
  ignore(
    /^(?:nop|hint|bti|isb|dsb|dmb|sb|clrex|prfm|esb|pacia\w*|autia\w*|at|dc|ic|tlbi|yield|wfe|csdb|hvc|smc|stset|stclr|cfi_\w+|setend)$/,
  ),
  [
    /^(?:str|stur|stlr|strb|strh|sturb|sttr\w*)$/,
    i => [{ op: 'store', from: [i.source(i.a)], at: address(i.operands.slice(1)), bytes: bytesOf(i) }],
  ],
  [
    /^stn?p$/,
    i => [{ op: 'store', from: [i.source(i.a), i.source(i.b)], at: address(i.operands.slice(2)), bytes: widthOf(i.a) }],
  ],
  [/^ldr$/, i => (i.b.startsWith('=') ? [{ op: 'move', to: i.to, from: { number: i.b.slice(1) } }] : undefined)],
  [
    /^(?:ldr|ldur|ldar|ldrb|ldrh|ldrsw|ldtr\w*)$/,
    i => [{ op: 'load', to: [i.to], at: address(i.operands.slice(1)), bytes: bytesOf(i) }],
  ],
  [
    /^ldn?p$/,
    i => [{ op: 'load', to: [i.to, register(i.b) ?? ''], at: address(i.operands.slice(2)), bytes: widthOf(i.a) }],
  ],
  [/^mov[zn]?$/, i => [{ op: 'move', to: i.to, from: i.source(i.b) }]],
  [
    /^(?:add|(sub))s?$/,
    i =>
      i.operands.length > 3
        ? [{ op: 'derive', to: [i.to], from: [i.source(i.b), i.source(i.c)] }]
        : [{ op: 'move', to: i.to, from: i.source(i.b), plus: i.source(i.c), minus: i.match[1] !== undefined }],
  ],
  [/^mrs(?:_s)?$/, i => [{ op: 'move', to: i.to, from: { special: i.b.toLowerCase() } }]],
  [/^msr(?:_s)?$/, i => [{ op: 'set-special', name: i.a.toLowerCase(), from: i.source(i.b) }]],
  [/^(?:cmp|cmn|tst)$/, i => [{ op: 'flags', from: [i.source(i.a), i.source(i.b)] }]],
  [/^cb(n?)z$/, i => jump(i.b, i.match[1] === 'n' ? 'nonzero' : 'zero', i.source(i.a))],
  [/^tbn?z$/, i => jump(i.c, 'other', i.source(i.a))],
  [/^b\.(\w+)$/, i => jump(i.a, i.match[1] === 'eq' ? 'zero' : i.match[1] === 'ne' ? 'nonzero' : 'other')],
  [/^b$/, i => [{ op: 'jump', to: i.a }]],
  [/^bl$/, i => [{ op: 'call', to: i.a }]],
  [/^blr\w*$/, i => [{ op: 'call', to: i.source(i.a) }]],
  [/^br\w+$/, i => (i.mnemonic === 'brk' ? [{ op: 'return' }] : [{ op: 'jump-through', from: i.source(i.a) }])],
  [/^br$/, i => [{ op: 'jump-through', from: i.source(i.a) }]],
  [/^e?ret\w*$/, () => [{ op: 'return' }]],
  [
    /^ands$/,
    i => [
      { op: 'derive', to: [i.to], from: i.operands.slice(1).map(i.source) },
      { op: 'flags', from: i.operands.slice(1).map(i.source) },
    ],
  ],
  makes(/^(?:movk|bfi|bfxil)$/, true),
  makes(
    /^(?:and|orr|eor|bic|orn|lsl|lsr|asr|ubfx|sbfx|adr|adrp|csel\w*|cset\w*|mul|madd|msub|udiv|neg|mvn|rev\w*|sxtw|uxtw|ubfiz|clz|xpac\w*|extr|ldxr\w*|ldaxr\w*|sysl|rbit|csinc|ror)s?$/,
  ),
]

/** The instruction set of arm64. */
export const arm64: Isa = {
  word: 8,
  register,
  decode: decoder(RULES, { word: 8, register }),
  stack: 'sp',
  args: run('x', 0, 7),
  changedByCalls: [...run('x', 0, 18), 'x30'],
  result: 'x0',
  link: 'x30',
  zero: 'xzr',
  slots: /^(?:syscallno|stackframe.*|sdei_ttbr1|lockdep_hardirqs|exit_rcu|direct_tramp)$/,
  copies: /^syscallno$/,
  comment: /(?:^|\s)\/\/.*$/,
  fieldRegister: (field, alias) => {
    const regs = /^(?:user_regs\.)?regs\[(\d+)\]$/.exec(field)
    const named: Readonly<Record<string, string>> = { fp: 'x29', lr: 'x30', sp: 'sp', pc: 'pc', pstate: 'spsr' }
    return regs ? `x${regs[1]}` : (named[field] ?? SPELLINGS.get(alias ?? field))
  },
}

/** An address, with what is added to its base after the access: `[sp], #16`. */
function address(operands: readonly string[]): Address {
  const [at = '', after] = operands
  const found = memoryOperand(at, register)
  return after === undefined ? found : { ...found, offset: after.replace(/^#/, ''), writeback: 'after' }
}
