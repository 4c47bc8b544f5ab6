/** What the CPU's registers hold, by QEMU's names. */
export type Registers = ReadonlyMap<string, bigint>

/** A kind of place, by the registers that nothing reads after it before they are written again. */
export type Freedom = 'entry' | 'return' | 'user' | 'user-return' | 'nothing'

/** How an arch passes arguments, and which of QEMU's registers are free where; all by QEMU's names. */
export type Convention = {
  readonly pc: string
  readonly sp: string
  readonly link: string | undefined
  /** Registers of the first arguments; further ones are on the stack. */
  readonly arguments: readonly string[]
  /** Bytes from the stack pointer to the first argument there; a return address that a call pushes is not counted. */
  readonly stackArguments?: number
  /** The register of the value that a function returns, where it is not that of the first argument. */
  readonly result?: string
  readonly free: Readonly<Record<'entry' | 'return' | 'user', readonly string[]>>
  /** The register of flags, and those of its bits that an instruction may change at any place. */
  readonly flags: { readonly name: string; readonly bits: bigint } | undefined
  /** Registers that a function hands back as they were, the frame pointer apart. */
  readonly preserved: readonly string[]
  /** QEMU's name of a field of a register struct; undefined for a field that is no register of the CPU. */
  readonly nameOf: (field: string) => string | undefined
}

const numbered = (prefix: string, from: number, to: number): readonly string[] =>
  Array.from({ length: to - from + 1 }, (_, i) => `${prefix}${from + i}`)

/** `regs[3]` to `x3`. */
const indexed =
  (array: string, prefix: string, others: Readonly<Record<string, string>>) =>
  (field: string): string | undefined => {
    const found = /^(\w+)\[(\d+)\]$/.exec(field)
    return found?.[1] === array ? `${prefix}${found[2]}` : others[field]
  }

const same = (names: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(names.map(it => [it, it]))

const RISCV = ['ra', 'sp', 'gp', 'tp', 's1', ...numbered('t', 0, 6), ...numbered('a', 0, 7), ...numbered('s', 2, 11)]
const X86 = ['ax', 'bx', 'cx', 'dx', 'si', 'di', 'bp', 'sp', 'ip']
const X86_OTHERS: Readonly<Record<string, string>> = { flags: 'eflags', ...same(['cs', 'ss', 'ds', 'es', 'fs', 'gs']) }
const ARM = same([...numbered('r', 0, 12), 'sp', 'lr', 'pc', 'cpsr'])

/** By the dataset's id of the arch. */
export const CONVENTIONS: Readonly<Record<string, Convention>> = {
  'x86-64': {
    pc: 'rip',
    sp: 'rsp',
    link: undefined,
    arguments: ['rdi', 'rsi', 'rdx', 'rcx', 'r8', 'r9'],
    result: 'rax',
    free: {
      entry: ['rax', 'r8', 'r9', 'r10', 'r11'],
      return: ['rcx', 'rdx', 'rsi', 'rdi', ...numbered('r', 8, 11)],
      user: ['rax', 'rbx', 'rcx', 'rdx', 'rsi', 'rdi', 'rbp', ...numbered('r', 8, 15)],
    },
    flags: { name: 'eflags', bits: 0x8d5n },
    preserved: ['rbx', ...numbered('r', 12, 15)],
    nameOf: field => (X86.includes(field) ? `r${field}` : /^r\d+$/.test(field) ? field : X86_OTHERS[field]),
  },
  i386: {
    pc: 'eip',
    sp: 'esp',
    link: undefined,
    arguments: ['eax', 'edx', 'ecx'],
    free: { entry: [], return: ['ecx', 'edx'], user: ['eax', 'ebx', 'ecx', 'edx', 'esi', 'edi', 'ebp'] },
    flags: { name: 'eflags', bits: 0x8d5n },
    preserved: ['ebx', 'esi', 'edi'],
    nameOf: field => (X86.includes(field) ? `e${field}` : X86_OTHERS[field]),
  },
  arm64: {
    pc: 'pc',
    sp: 'sp',
    link: 'x30',
    arguments: numbered('x', 0, 7),
    free: { entry: numbered('x', 4, 17), return: [...numbered('x', 1, 17), 'x30'], user: numbered('x', 0, 30) },
    flags: { name: 'cpsr', bits: 0xf0000000n },
    preserved: numbered('x', 19, 28),
    nameOf: indexed('regs', 'x', { fp: 'x29', lr: 'x30', sp: 'sp', pc: 'pc', pstate: 'cpsr' }),
  },
  arm: {
    pc: 'pc',
    sp: 'sp',
    link: 'lr',
    arguments: numbered('r', 0, 3),
    free: { entry: ['r12'], return: ['r1', 'r2', 'r3', 'r12', 'lr'], user: [...numbered('r', 0, 12), 'lr'] },
    flags: { name: 'cpsr', bits: 0xf0000000n },
    preserved: [...numbered('r', 4, 10)],
    nameOf: field => {
      const index = /^uregs\[(\d+)\]$/.exec(field)?.[1]
      return index === undefined ? undefined : Object.values(ARM)[Number(index)]
    },
  },
  riscv64: {
    pc: 'pc',
    sp: 'sp',
    link: 'ra',
    arguments: numbered('a', 0, 7),
    free: {
      entry: [...numbered('a', 4, 7), ...numbered('t', 0, 6)],
      return: ['ra', ...numbered('a', 1, 7), ...numbered('t', 0, 6)],
      user: ['ra', 'gp', 'tp', 'fp', 's1', ...numbered('t', 0, 6), ...numbered('a', 0, 7), ...numbered('s', 2, 11)],
    },
    flags: undefined,
    preserved: ['s1', ...numbered('s', 2, 11)],
    nameOf: field => ({ s0: 'fp', epc: 'pc', ...same(RISCV) })[field],
  },
  s390x: {
    pc: 'pswa',
    sp: 'r15',
    link: 'r14',
    arguments: numbered('r', 2, 6),
    stackArguments: 160,
    free: { entry: ['r0', 'r1'], return: ['r0', 'r1', 'r3', 'r4', 'r5', 'r14'], user: numbered('r', 0, 14) },
    flags: { name: 'pswm', bits: 0x300000000000n },
    preserved: numbered('r', 6, 13),
    nameOf: indexed('gprs', 'r', { 'psw.addr': 'pswa', 'psw.mask': 'pswm' }),
  },
  powerpc64: {
    pc: 'pc',
    sp: 'r1',
    link: 'lr',
    arguments: numbered('r', 3, 10),
    stackArguments: 96,
    free: {
      entry: [...numbered('r', 7, 12), 'ctr'],
      return: [...numbered('r', 4, 12), 'lr', 'ctr'],
      user: ['r0', ...numbered('r', 2, 31), 'ctr'],
    },
    flags: { name: 'cr', bits: 0xff000fffn },
    preserved: numbered('r', 14, 31),
    nameOf: indexed('gpr', 'r', { nip: 'pc', link: 'lr', ccr: 'cr', msr: 'msr', ctr: 'ctr', xer: 'xer' }),
  },
  loongarch64: {
    pc: 'pc',
    sp: 'r3',
    link: 'r1',
    arguments: numbered('r', 4, 11),
    free: {
      entry: numbered('r', 8, 20),
      return: ['r1', ...numbered('r', 5, 20)],
      user: ['r1', 'r2', ...numbered('r', 4, 31)],
    },
    flags: undefined,
    preserved: numbered('r', 23, 31),
    nameOf: indexed('regs', 'r', { csr_era: 'pc' }),
  },
}

/**
 * Registers that may be given other values at a place.
 *
 * @param convention - the arch's.
 * @param freedom - the kind of the place.
 * @param held - what the registers hold.
 * @returns their QEMU names.
 */
export function freeRegisters(convention: Convention, freedom: Freedom, held: Registers): readonly string[] {
  switch (freedom) {
    case 'user':
      return convention.free.user
    case 'user-return':
      return convention.free.user.filter(it => it !== convention.link)
    case 'nothing':
      return []
    default:
      // arm64's x18 belongs to the platform; where it is 0, nothing uses it.
      return [...convention.free[freedom], ...(held.get('x18') === 0n ? ['x18'] : [])]
  }
}
