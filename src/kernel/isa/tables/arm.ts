import type { Address, Isa, Op, Source } from '../isa.ts'
import { type Rule, decoder, ignore, jump } from '../decoder.ts'
import { memoryOperand, run } from '../operands.ts'

/** Other names of registers, the kernel's own among them. */
const OTHERS: Readonly<Record<string, string>> = {
  sl: 'r10',
  fp: 'r11',
  ip: 'r12',
  sp: 'r13',
  lr: 'r14',
  pc: 'r15',
  tsk: 'r9',
  tbl: 'r8',
  scno: 'r7',
  why: 'r8',
  sb: 'r9',
}
const SPELLINGS = new Map<string, string>([...run('r', 0, 15).map(it => [it, it] as const), ...Object.entries(OTHERS)])
const register = (operand: string): string | undefined => SPELLINGS.get(operand.trim().toLowerCase().replace(/!$/, ''))

const CONDITION = '(?:eq|ne|cs|hs|cc|lo|mi|pl|vs|vc|hi|ls|ge|lt|gt|le|al)?'
/** A mnemonic with any condition behind it, and perhaps a width. */
const any = (pattern: string): RegExp => new RegExp(`^(?:${pattern})${CONDITION}(?:\\.[nw])?$`)
/** The bytes of a load or store, by the letter behind its name. */
const bytesOf = (mnemonic: string): number => (/^...b/.test(mnemonic) ? 1 : /^...h/.test(mnemonic) ? 2 : 4)

const RULES: readonly Rule[] = [
  [
    any('strd'),
    i => [{ op: 'store', from: [i.source(i.a), i.source(i.b)], at: address(i.operands.slice(2)), bytes: 4 }],
  ],
  [
    any('str[bh]?t?'),
    i => [{ op: 'store', from: [i.source(i.a)], at: address(i.operands.slice(1)), bytes: bytesOf(i.mnemonic) }],
  ],
  [any('ldr'), i => (i.b.startsWith('=') ? [{ op: 'move', to: i.to, from: { number: i.b.slice(1) } }] : undefined)],
  [any('ldrd'), i => [{ op: 'load', to: [i.to, register(i.b) ?? ''], at: address(i.operands.slice(2)), bytes: 4 }]],
  [
    any('ldrs?[bh]?t?'),
    i => {
      const load: Op = { op: 'load', to: [i.to], at: address(i.operands.slice(1)), bytes: 4 }
      return i.to === 'r15' ? [load, { op: 'jump-through', from: { register: 'r15' } }] : [load]
    },
  ],
  [
    new RegExp(`^(stm|ldm)${CONDITION}(ia|ib|da|db|fd|ea|ed|fa)?${CONDITION}$`),
    i => blockOps(i.match[1] as 'stm' | 'ldm', i.match[2] ?? 'ia', i.operands),
  ],
  [any('push'), i => blockOps('stm', 'db', ['sp!', ...i.operands])],
  [any('pop'), i => blockOps('ldm', 'ia', ['sp!', ...i.operands])],
  [
    any('movs?|mov[wt]'),
    i => {
      if (i.to === 'r15') return [{ op: 'jump-through', from: i.source(i.b) }]
      return i.operands.length > 2
        ? [{ op: 'derive', to: [i.to], from: [i.source(i.b)] }]
        : [{ op: 'move', to: i.to, from: i.source(i.b) }]
    },
  ],
  [
    any('adds?|subs?'),
    i => {
      const [first, second] = i.operands.length > 2 ? [i.b, i.c] : [i.a, i.b]
      if (i.to === 'r15') return [{ op: 'return' }]
      if (i.operands.length > 3) return [{ op: 'derive', to: [i.to], from: [i.source(first), i.source(second)] }]
      return [
        { op: 'move', to: i.to, from: i.source(first), plus: i.source(second), minus: i.mnemonic.startsWith('sub') },
      ]
    },
  ],
  [any('mrs'), i => [{ op: 'move', to: i.to, from: { special: i.b.toLowerCase().replace(/_\w+$/, '') } }]],
  [any('cmp|tst|teq'), i => [{ op: 'flags', from: [i.source(i.a), i.source(i.b)] }]],
  [/^b$/, i => [{ op: 'jump', to: i.a }]],
  [/^beq$/, i => jump(i.a, 'zero')],
  [/^bne$/, i => jump(i.a, 'nonzero')],
  [/^b(?:cs|hs|cc|lo|mi|pl|hi|ls|ge|lt|gt|le)$/, i => jump(i.a, 'other')],
  [/^bl$/, i => [{ op: 'call', to: i.a }]],
  [any('blx'), i => [{ op: 'call', to: register(i.a) ? i.source(i.a) : i.a }]],
  [any('bx|ret'), i => [{ op: 'jump-through', from: i.source(i.a || 'lr') }]],
  ignore(
    any(
      'nop|dmb|dsb|isb|cps\\w*|mcr|mrc|clrex|strex\\w*|wfi|sev|bkpt|it[te]*|msr|setend|svc|cmn|vm\\w+|ldc|stc|udf|bl',
    ),
  ),
  [
    any(
      '(ands?|orrs?|eors?|bics?|rsbs?|mvns?|lsls?|lsrs?|asrs?|rors?|adrl?|ubfx|bfc|bfi|uxt[bh]|sxt[bh]|mul|clz|ldrex\\w*|adc|sbc|rev\\w*|badr)',
    ),
    i => [
      { op: 'derive', to: [i.to], from: i.operands.slice(1).map(i.source) },
      ...(i.match[1]!.endsWith('s') ? ([{ op: 'flags', from: [i.source(i.b)] }] as const) : []),
    ],
  ],
]

/** The instruction set of ARM, 32 bits. Instructions with a condition count as done. */
export const arm: Isa = {
  word: 4,
  register,
  decode: decoder(RULES, { word: 4, register }),
  stack: 'r13',
  args: ['r0', 'r1', 'r2', 'r3'],
  changedByCalls: ['r0', 'r1', 'r2', 'r3', 'r12', 'r14'],
  result: 'r0',
  link: 'r14',
  comment: /(?:^|\s)@.*$/,
  headers: ['include/asm/unified.h'],
  slots: /^uregs\[17\]$/,
  copies: /^uregs\[17\]$/,
  fieldRegister: field => {
    const number = Number(/^uregs\[(\d+)\]$/.exec(field)?.[1] ?? NaN)
    return number < 15 ? `r${number}` : number === 15 ? 'pc' : number === 16 ? 'cpsr' : undefined
  },
}

function address(operands: readonly string[]): Address {
  const [at = '', after] = operands
  const found = memoryOperand(at, register)
  if (after === undefined) return found
  return register(after)
    ? { ...found, index: register(after) }
    : { ...found, offset: after.replace(/^#/, ''), writeback: 'after' }
}

/** A block store or load: the lowest register is at the lowest address. `^` takes the user's registers. */
function blockOps(kind: 'stm' | 'ldm', mode: string, operands: readonly string[]): readonly Op[] | undefined {
  const [base = '', ...rest] = operands
  const at = register(base)
  const isUser = rest.join(',').trim().endsWith('^')
  const list = listed(rest.join(','))
  if (at === undefined || !list || list.length === 0) return undefined
  const size = list.length * 4
  const isDown = (kind === 'stm' ? ['db', 'fd', 'da', 'ed'] : ['db', 'ea', 'da', 'fa']).includes(mode)
  const isBefore = (kind === 'stm' ? ['db', 'fd', 'ib', 'fa'] : ['db', 'ea', 'ib', 'ed']).includes(mode)
  const first = isDown ? (isBefore ? -size : 4 - size) : isBefore ? 4 : 0
  const place: Address = { base: at, offset: String(first) }
  const step: Op = { op: 'move', to: at, from: { register: at }, plus: { number: String(isDown ? -size : size) } }
  const move: readonly Op[] = base.trim().endsWith('!') ? [step] : []
  if (kind === 'ldm') {
    const load: Op = { op: 'load', to: list, at: place, bytes: 4 }
    return list.includes('r15') ? [load, ...move, { op: 'return' }] : [load, ...move]
  }
  const isBanked = (it: string) => isUser && (it === 'r13' || it === 'r14')
  const from = list.map((it): Source => (isBanked(it) ? { special: `user ${it}` } : { register: it }))
  return [{ op: 'store', from, at: place, bytes: 4 }, ...move]
}

/** The registers of `{r0 - r3, lr}`, in the order of memory. */
function listed(text: string): readonly string[] | undefined {
  const inside = /\{([^}]*)\}/.exec(text)?.[1]
  if (inside === undefined) return undefined
  const numbers = inside.split(',').flatMap(part => {
    const [from, to = from] = part.split('-').map(it => Number(register(it)?.slice(1) ?? NaN))
    return Array.from({ length: Math.max(0, (to ?? NaN) - (from ?? NaN) + 1) || 0 }, (_, i) => from! + i)
  })
  return [...new Set(numbers)].sort((a, b) => a - b).map(it => `r${it}`)
}
