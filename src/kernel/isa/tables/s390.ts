import type { Address, Isa, Op } from '../isa.ts'
import { type Rule, decoder, ignore, jump, makes } from '../decoder.ts'
import { memoryOperand, run } from '../operands.ts'

const register = (operand: string): string | undefined => /^%?(r(?:1[0-5]|\d))$/.exec(operand.trim())?.[1]

const STORED: Readonly<Record<string, number>> = { stg: 8, stgrl: 8, st: 4, sty: 4, stc: 1, sth: 2, stfpc: 4 }

/** `mvc disp(length,base)`: the length stands where an index would. */
function withLength(operand: string): { readonly at: Address; readonly bytes: string } | undefined {
  const match = /^\s*(.*)\(\s*([^,()]+)\s*(?:,\s*([^()]+))?\)\s*$/s.exec(operand)
  return match
    ? { at: { base: match[3] ? register(match[3]) : undefined, offset: match[1]!.trim() || '0' }, bytes: match[2]! }
    : undefined
}

const RULES: readonly Rule[] = [
  [
    /^(?:stg|stgrl|sty?|stc|sth|stfpc)$/,
    i => [{ op: 'store', from: [i.source(i.a)], at: i.memory(i.b), bytes: STORED[i.mnemonic]! }],
  ],
  [
    /^stm(g?)y?$/,
    i => [
      {
        op: 'store',
        from: between(i.a, i.b).map(it => ({ register: it })),
        at: i.memory(i.c),
        bytes: i.match[1] === 'g' ? 8 : 4,
      },
    ],
  ],
  [/^lm(g?)$/, i => [{ op: 'load', to: between(i.a, i.b), at: i.memory(i.c), bytes: i.match[1] === 'g' ? 8 : 4 }]],
  [
    /^(?:lg|ltg|lgf|llgf|llgh|llgc|ly?|lgrl|lt|ltgf|llgfrl)$/,
    i => {
      const bytes = /^(?:lg|ltg|lgrl)$/.test(i.mnemonic) ? 8 : 4
      const load: Op = { op: 'load', to: [i.to], at: i.memory(i.b), bytes }
      return i.mnemonic.startsWith('lt') ? [load, { op: 'flags', from: [{ register: i.to }] }] : [load]
    },
  ],
  [
    /^(?:mvc|xc)$/,
    i => {
      const to = withLength(i.a)
      if (!to) return undefined
      return i.mnemonic === 'xc'
        ? [{ op: 'clear', ...to }]
        : [{ op: 'copy', to: to.at, from: i.memory(i.b), bytes: to.bytes }]
    },
  ],
  [/^mv(g?)hi$/, i => [{ op: 'store', from: [{ number: i.b }], at: i.memory(i.a), bytes: i.match[1] === 'g' ? 8 : 4 }]],
  [/^lg?r$/, i => [{ op: 'move', to: i.to, from: i.source(i.b) }]],
  [/^(?:lghi|lhi|llill|llilh|lgfi|larl)$/, i => [{ op: 'move', to: i.to, from: { number: i.b } }]],
  [
    /^lay?$/,
    i => {
      const at = i.memory(i.b)
      if (at.index !== undefined) return [{ op: 'derive', to: [i.to], from: [{ register: at.base ?? '' }] }]
      return [
        { op: 'move', to: i.to, from: at.base ? { register: at.base } : { number: '0' }, plus: { number: at.offset } },
      ]
    },
  ],
  [/^(?:aghi|agfi|ahi)$/, i => [{ op: 'move', to: i.to, from: { register: i.to }, plus: { number: i.b } }]],
  [/^aghik$/, i => [{ op: 'move', to: i.to, from: i.source(i.b), plus: { number: i.c } }]],
  [
    /^(?:agr|(s)gr|(s)lgr)$/,
    i => [
      {
        op: 'move',
        to: i.to,
        from: { register: i.to },
        plus: i.source(i.b),
        minus: (i.match[1] ?? i.match[2]) !== undefined,
      },
    ],
  ],
  [/^xgr$/, i => (i.a.trim() === i.b.trim() ? [{ op: 'move', to: i.to, from: { number: '0' } }] : undefined)],
  // The two halves of the PSW's mask, and the instruction that puts them together.
  [/^epsw$/, i => [i.to, register(i.b) ?? ''].map(it => ({ op: 'move' as const, to: it, from: { special: 'psw' } }))],
  [/^risbg$/, i => [{ op: 'move', to: i.to, from: i.source(i.b) }]],
  [/^(?:tmhh|tmhl|tmlh)$/, i => [{ op: 'flags', from: [i.source(i.a)] }]],
  [
    /^(?:c|cg|cgr|clg|clgr|clgrl|cghi|chi|cr|clc|clgfi|cli|ltgr|ltr)$/,
    i => [{ op: 'flags', from: [i.source(i.a), i.source(i.b)] }],
  ],
  [/^(?:jg?|bru)$/, i => [{ op: 'jump', to: i.a }]],
  [/^jg?(?:z|e|no)$/, i => jump(i.a, 'zero')],
  [/^jg?(?:nz|ne|o)$/, i => jump(i.a, 'nonzero')],
  [/^jg?(?:l|h|nl|nh|m|p|le|he|nle|nhe|nm|np)$/, i => jump(i.a, 'other')],
  [/^bras|brasl$/, i => [{ op: 'call', to: i.b }]],
  [/^(?:brcl?|cgij\w*|cij\w*|clgij\w*|brct\w*)$/, i => jump(i.operands.at(-1)!, 'other')],
  [/^basr(?:_ex)?$/, i => [{ op: 'call', to: i.source(i.b) }]],
  [/^br(?:_ex)?$/, i => [{ op: 'jump-through', from: i.source(i.a) }]],
  [/^(?:lpswey?|b)$/, () => [{ op: 'return' }]],
  ignore(
    /^(?:nopr?|lctlg|stctg|lpp|stpt|stck[ef]?|lbear|stbear|tm|tmll|mvi|ni|oi|sckpf|ssm|stosm|stnsm|spka|epair|bpp|sacf|pfd)$/,
  ),
  makes(
    /^(?:n|o|x|ng|og|xg|ngr|ogr|xgr|nr|or|xr|nill|nilh|nihh|nihl|oill|oilh|oihh|oihl|sl\w*|sr\w*|ic|icm|ag|sg|al\w*|llg[a-z]*|lo[ca]\w*|r[ion]sbg\w*|lgh|lh|stap|ear|sar|tracg|iilf|iihf|llihh|llihl|nilf|nihf|ms\w*|dlgr)$/,
    true,
  ),
]

/** The instruction set of s390x. */
export const s390: Isa = {
  word: 8,
  register,
  decode: decoder(RULES, { word: 8, register, memory: it => baseIsLast(memoryOperand(it, register)) }),
  stack: 'r15',
  args: ['r2', 'r3', 'r4', 'r5', 'r6'],
  changedByCalls: [...run('r', 0, 5), 'r14'],
  result: 'r2',
  link: 'r14',
  slots: /^(?:int_code|int_parm|int_parm_long|flags|args\[\d\]|cpu|percpu_register)$/,
  copies: /^int_/,
  cpuMemory: /^__LC_(?:\w*OLD_PSW|PGM_\w+|EXT_\w+|IO_\w+|LAST_BREAK|SVC_\w+|TRANS_\w+|RETURN_PSW)$/,
  takesAlternatives: true,
  comment: /(?:^|\s)#(?=\s|$).*$/,
  fieldRegister: field => {
    const gpr = /^gprs\[(\d+)\]$/.exec(field)
    return gpr ? `r${gpr[1]}` : { 'psw.addr': 'pc', 'psw.mask': 'psw' }[field]
  },
}

/** `disp(index,base)`, where an index that is left out is no register. */
function baseIsLast(address: Address): Address {
  return address.index !== undefined && register(address.index) !== undefined && address.base === undefined
    ? { ...address, base: address.index, index: undefined }
    : address
}

/** The registers from one to another, around the end. */
function between(first: string, last: string): readonly string[] {
  const [from, to] = [first, last].map(it => Number(register(it)?.slice(1) ?? 0)) as [number, number]
  return Array.from({ length: ((to - from + 16) % 16) + 1 }, (_, i) => `r${(from + i) % 16}`)
}
