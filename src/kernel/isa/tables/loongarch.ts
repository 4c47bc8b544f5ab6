import type { Address, Isa } from '../isa.ts'
import { type Rule, type Statement, WIDTHS, decoder, ignore, jump, makes } from '../decoder.ts'
import { registerReader, run } from '../operands.ts'

const ABI = ['zero', 'ra', 'tp', 'sp', ...run('a', 0, 7), ...run('t', 0, 8), 'u0', 'fp', ...run('s', 0, 8)]
const OTHERS: Readonly<Record<string, readonly string[]>> = { fp: ['s9'], a0: ['v0'], a1: ['v1'] }
const register = registerReader(Object.fromEntries(ABI.map((it, i) => [it, [`r${i}`, ...(OTHERS[it] ?? [])]])))

/** `st.d rd, rj, offset`: the base and the offset are operands of their own. */
const at = (i: Statement): Address => ({ base: register(i.b), offset: i.c || '0' })

const RULES: readonly Rule[] = [
  [/^(?:st|stptr)\.([bhwd])$/, i => [{ op: 'store', from: [i.source(i.a)], at: at(i), bytes: WIDTHS[i.match[1]!]! }]],
  [/^(?:ld|ldptr)\.([bhwd])u?$/, i => [{ op: 'load', to: [i.to], at: at(i), bytes: WIDTHS[i.match[1]!]! }]],
  [/^move$/, i => [{ op: 'move', to: i.to, from: i.source(i.b) }]],
  [/^li\.[wd]$/, i => [{ op: 'move', to: i.to, from: { number: i.b } }]],
  [
    /^(?:addi?|(sub))\.[wd]$/,
    i => [{ op: 'move', to: i.to, from: i.source(i.b), plus: i.source(i.c), minus: i.match[1] !== undefined }],
  ],
  [/^or$/, i => (register(i.c) === 'zero' ? [{ op: 'move', to: i.to, from: i.source(i.b) }] : undefined)],
  [/^csrrd$/, i => [{ op: 'move', to: i.to, from: { special: csr(i.b) } }]],
  [/^csrwr$/, i => [{ op: 'swap', a: { register: i.to }, b: { special: csr(i.b) } }]],
  [/^csrxchg$/, i => [{ op: 'derive', to: [i.to], from: [{ special: csr(i.c) }] }]],
  [/^b(eq|ne)z$/, i => jump(i.b, i.match[1] === 'eq' ? 'zero' : 'nonzero', i.source(i.a))],
  [
    /^b(?:eq|ne|lt|ge|ltu|geu|gt|le|gtz|ltz|gez|lez|ceqz|cnez)$/,
    i => [{ op: 'flags', from: i.operands.slice(0, -1).map(i.source) }, ...jump(i.operands.at(-1)!, 'other')],
  ],
  [/^b$/, i => [{ op: 'jump', to: i.a }]],
  [/^bl$/, i => [{ op: 'call', to: i.a }]],
  [
    /^jirl$/,
    i => (i.to === 'zero' ? [{ op: 'jump-through', from: i.source(i.b) }] : [{ op: 'call', to: i.source(i.b) }]),
  ],
  [/^(?:jr|ret)$/, i => [{ op: 'jump-through', from: i.a ? i.source(i.a) : { register: 'ra' } }]],
  [/^ertn$/, () => [{ op: 'return' }]],
  ignore(/^(?:nop|ibar|dbar|idle|break|syscall|invtlb|tlb\w*|cacop|preld|movgr2fcsr|la_abs_\w+|unwind_hint\w*)$/),
  makes(
    /^(?:la\S*|and\w*|ori?|xori?|nor|orn|lu\d+i\.[wd]|sl\S+|sr\S+|bstr\S+|pcadd\S*|rdtime\S*|mul\S+|div\S+|mod\S+|alsl\S+|rotr\S+|masknez|maskeqz|cpucfg|ext\.\S+|clz\S*|ll\.\S+|sc\.\S+)$/,
  ),
]

/** The instruction set of LoongArch. */
export const loongarch: Isa = {
  word: 8,
  register,
  decode: decoder(RULES, { word: 8, register }),
  stack: 'sp',
  args: run('a', 0, 7),
  changedByCalls: ['ra', ...run('a', 0, 7), ...run('t', 0, 8)],
  result: 'a0',
  link: 'ra',
  zero: 'zero',
  comment: /(?:^|\s)#(?=\s|$).*$/,
  kept: /^(?:LOONGARCH_CSR_\w+|EXCEPTION_KS\d|PERCPU_BASE_KS|FPREG_\w+)$/,
  fieldRegister: field => {
    const regs = /^regs\[(\d+)\]$/.exec(field)
    return regs ? ABI[Number(regs[1])] : field === 'csr_era' ? 'pc' : undefined
  },
}

function csr(operand: string): string {
  return operand
    .trim()
    .toLowerCase()
    .replace(/^loongarch_csr_/, '')
}
