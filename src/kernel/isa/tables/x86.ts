import type { Address, Isa, Op, Source } from '../isa.ts'
import { type Rule, type Statement, decoder, ignore, jump } from '../decoder.ts'
import { memoryOperand } from '../operands.ts'

const NAMES = ['ax', 'bx', 'cx', 'dx', 'si', 'di', 'bp', 'sp'] as const
const SEGMENTS: readonly string[] = ['cs', 'ss', 'ds', 'es', 'fs', 'gs']

/** Every spelling of the general registers: `%eax`, `%al`, `%r8d`. */
const SPELLINGS = new Map<string, string>([
  ...NAMES.flatMap(it => [`r${it}`, `e${it}`, it, `${it.replace(/x$/, '')}l`].map(name => [name, it] as const)),
  ...Array.from({ length: 8 }, (_, i) => `r${i + 8}`).flatMap(it =>
    ['', 'd', 'w', 'b'].map(end => [`${it}${end}`, it] as const),
  ),
  ...SEGMENTS.map(it => [it, it] as const),
])

function register(operand: string): string | undefined {
  const text = operand.trim()
  return text.startsWith('%') ? SPELLINGS.get(text.slice(1).toLowerCase()) : undefined
}

/** Memory without the segment and without the instruction pointer, which does not matter for a name. */
const memory = (operand: string): Address =>
  memoryOperand(
    operand
      .trim()
      .replace(/^%[defgs]s:/, '')
      .replace(/\(%rip\)$/, ''),
    register,
  )

const source = (operand: string): Source => {
  const text = operand.trim()
  const name = register(text)
  if (name !== undefined) return { register: name }
  return text.startsWith('$') ? { number: text.slice(1) } : { address: memory(text) }
}

/** Arithmetic changes the flags of the interrupted code. */
const FLAGS: Op = { op: 'clobber', special: 'flags' }

/** Bytes that a move moves: by its last letter, or by the register. */
function widthOf({ mnemonic, operands, word }: Statement): number {
  const suffix = /^mov([bwlq])$/.exec(mnemonic)?.[1]
  if (suffix) return { b: 1, w: 2, l: 4, q: 8 }[suffix]!
  const name = operands.map(it => it.trim()).find(it => register(it) !== undefined)
  if (name && SEGMENTS.includes(name.slice(1))) return 2
  return name?.startsWith('%e') ? 4 : word
}

/** A push. Of a segment register some CPUs write the lower half alone. */
function push({ word }: Statement, from: Source): readonly Op[] {
  const isHalf = 'register' in from && SEGMENTS.includes(from.register) && word === 4
  return [
    {
      op: 'store',
      from: [from],
      at: { base: 'sp', offset: `-${word}`, writeback: 'before' },
      bytes: isHalf ? 2 : word,
    },
  ]
}

function pop(i: Statement): readonly Op[] {
  const at: Address = { base: 'sp', offset: String(i.word), writeback: 'after' }
  if (i.to !== '') return [{ op: 'load', to: [i.to], at, bytes: i.word }]
  return [
    { op: 'load', to: ['%popped'], at, bytes: i.word },
    { op: 'store', from: [{ register: '%popped' }], at: memory(i.a), bytes: i.word },
  ]
}

const RULES: readonly Rule[] = [
  ignore(
    /^(?:nop\w*|sgdt|sidt|str|endbr\w*|clac|stac|cld|cli|sti|lfence|swapgs|ud2|hlt|pause|verw|int3?|wrmsr|lgdt|lidt|lock|rep|invlpg|clgi|stgi|mfence|sfence|serialize|wrgsbase|ltr|lldt|cfi_\w+)$/,
  ),
  // Macros of the kernel for tools and for speculation.
  ignore(
    /^(?:annotate\w*|unwind_hint\w*|fence\w*|untrain_ret\w*|call_depth\w*|reachable|validate_unret\w*|handle_intr\w*)$/,
  ),
  [
    /^mov(?:[bwlq]|abs|absq)?$/,
    i => {
      const to = register(i.b)
      if (to !== undefined) return [{ op: 'move', to, from: source(i.a) }]
      return [{ op: 'store', from: [source(i.a)], at: memory(i.b), bytes: widthOf(i) }]
    },
  ],
  [/^mov[sz]\w+$/, i => [{ op: 'derive', to: [register(i.b) ?? ''], from: [source(i.a)] }]],
  [
    /^lea[lq]?$/,
    i => {
      const { base, index, offset } = memory(i.a)
      const to = register(i.b) ?? ''
      if (base === undefined || index !== undefined)
        return [{ op: 'derive', to: [to], from: base ? [{ register: base }] : [] }]
      return [{ op: 'move', to, from: { register: base }, plus: { number: offset } }]
    },
  ],
  [/^push[lqw]?$/, i => push(i, source(i.a))],
  [/^pushf[lqd]?$/, i => push(i, { special: 'flags' })],
  [/^popf[lqd]?$/, i => [{ op: 'move', to: 'sp', from: { register: 'sp' }, plus: { number: String(i.word) } }]],
  [/^pop[lqw]?$/, pop],
  [
    /^(add|sub)[lqwb]?$/,
    i => {
      const to = register(i.b)
      const isMinus = i.match[1] === 'sub'
      if (to !== undefined)
        return [{ op: 'move', to, from: { register: to }, plus: source(i.a), minus: isMinus }, FLAGS]
      const by = { does: isMinus ? ('subtract' as const) : ('add' as const), source: source(i.a) }
      return [{ op: 'change', at: memory(i.b), bytes: i.word, by }, FLAGS]
    },
  ],
  [
    /^(inc|dec)[lqwb]?$/,
    i => [{ op: 'move', to: i.to, from: source(i.a), plus: { number: '1' }, minus: i.match[1] === 'dec' }, FLAGS],
  ],
  [
    /^xor[lqwb]?$/,
    i => (i.a === i.b && i.to !== '' ? [{ op: 'move', to: i.to, from: { number: '0' } }, FLAGS] : undefined),
  ],
  [/^(?:test|cmp|bt)[lqwb]?$/, i => [{ op: 'flags', from: [source(i.a), source(i.b)] }, FLAGS]],
  [/^l[defgs]s$/, i => [{ op: 'load', to: [register(i.b) ?? ''], at: memory(i.a), bytes: i.word }]],
  [/^xchg[lqw]?$/, i => [{ op: 'swap', a: source(i.a), b: source(i.b) }]],
  [
    /^jmpq?$/,
    i => (i.a.startsWith('*') ? [{ op: 'jump-through', from: source(i.a.slice(1)) }] : [{ op: 'jump', to: i.a }]),
  ],
  [/^j(?:z|e)$/, i => jump(i.a, 'zero')],
  [/^jn(?:z|e)$/, i => jump(i.a, 'nonzero')],
  [/^j[a-z]{1,4}$/, i => jump(i.a, 'other')],
  [/^call[lq]?$/, i => [{ op: 'call', to: i.a.startsWith('*') ? source(i.a.slice(1)) : i.a }]],
  [/^(?:ret[lqn]?|iret[lqd]?|sysret[lq]?|sysexit[lq]?)$/, () => [{ op: 'return' }]],
  [/^(?:rdmsr|cpuid|rdtsc|rdgsbase|rdfsbase|rdpid)$/, () => [{ op: 'derive', to: ['ax', 'dx'], from: [] }]],
  [
    /^(and|or|xor|not|neg|shl|shr|sar|sal|rol|ror|imul|mul|bsf|bsr|bswap|set\w+|cmov\w+|btr|bts|adc|sbb|lsl|lar)[lqwb]{0,2}$/,
    i => {
      const last = i.operands.at(-1) ?? ''
      const to = register(last)
      const from = i.operands.map(source)
      if (to !== undefined) return [{ op: 'derive', to: [to], from }, { op: 'flags', from }, FLAGS]
      const does = i.match[1] === 'and' || i.match[1] === 'or' ? i.match[1] : undefined
      return [
        { op: 'change', at: memory(last), bytes: i.word, ...(does && { by: { does, source: source(i.a) } }) },
        FLAGS,
      ]
    },
  ],
]

/**
 * The instruction set of x86, in the order of operands that the kernel uses: source first.
 *
 * @param word - bytes of a register: 8 on x86-64, 4 on i386.
 * @returns the instruction set.
 */
export function x86(word: 4 | 8): Isa {
  return {
    word,
    register,
    decode: decoder(RULES, { word, register, source, memory }),
    stack: 'sp',
    args: word === 8 ? ['di', 'si', 'dx', 'cx', 'r8', 'r9'] : ['ax', 'dx', 'cx'],
    changedByCalls: word === 8 ? ['ax', 'cx', 'dx', 'si', 'di', 'r8', 'r9', 'r10', 'r11'] : ['ax', 'cx', 'dx'],
    result: 'ax',
    kept: /^__(?:KERNEL|USER)\w*_[CD]S$/,
    slots: /^__[c-gs]sh$/,
    comment: /(?:^|\s)#(?=\s|$).*$/,
    fieldRegister: (field, alias) => {
      const name = (alias ?? field).replace(/^[re](?=[a-z]{2}$)/, '').replace(/^x(?=[defgcs]s$)/, '')
      return SPELLINGS.get(field) ?? SPELLINGS.get(name) ?? { flags: 'flags', ip: 'pc' }[name]
    },
  }
}
