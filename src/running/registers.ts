import type { Machine } from './machines.ts'
import type { Debugger } from './debugger.ts'

/** What the CPU's registers hold, by QEMU's names. */
export type Registers = ReadonlyMap<string, bigint>

/** Which registers a place lets us change, since nothing reads them before they are written again. */
export type Freedom = 'entry' | 'return' | 'user' | 'user-return'

/** How an arch passes arguments, and which of QEMU's registers are free where; all by QEMU's names. */
export type Convention = {
  readonly pc: string
  readonly sp: string
  readonly link: string | undefined
  /** Registers of the first arguments; further ones are on the stack. */
  readonly arguments: readonly string[]
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
const X86_OTHERS = { flags: 'eflags', ...same(['cs', 'ss', 'ds', 'es', 'fs', 'gs']) }
const ARM = same([...numbered('r', 0, 12), 'sp', 'lr', 'pc', 'cpsr'])

const CONVENTIONS: Readonly<Record<string, Convention>> = {
  'x86-64': {
    pc: 'rip',
    sp: 'rsp',
    link: undefined,
    arguments: ['rdi', 'rsi', 'rdx', 'rcx', 'r8', 'r9'],
    free: {
      entry: ['rax', 'r8', 'r9', 'r10', 'r11'],
      return: ['rcx', 'rdx', 'rsi', 'rdi', ...numbered('r', 8, 11)],
      user: ['rax', 'rbx', 'rcx', 'rdx', 'rsi', 'rdi', 'rbp', ...numbered('r', 8, 15)],
    },
    flags: { name: 'eflags', bits: 0x8d5n },
    preserved: ['rbx', ...numbered('r', 12, 15)],
    nameOf: field =>
      X86.includes(field) ? `r${field}` : /^r\d+$/.test(field) ? field : (X86_OTHERS as Record<string, string>)[field],
  },
  i386: {
    pc: 'eip',
    sp: 'esp',
    link: undefined,
    arguments: ['eax', 'edx', 'ecx'],
    free: { entry: [], return: ['ecx', 'edx'], user: ['eax', 'ebx', 'ecx', 'edx', 'esi', 'edi', 'ebp'] },
    flags: { name: 'eflags', bits: 0x8d5n },
    preserved: ['ebx', 'esi', 'edi'],
    nameOf: field => (X86.includes(field) ? `e${field}` : (X86_OTHERS as Record<string, string>)[field]),
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
      user: ['ra', 'fp', 's1', ...numbered('t', 0, 6), ...numbered('a', 0, 7), ...numbered('s', 2, 11)],
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
    free: {
      entry: [...numbered('r', 7, 12), 'ctr'],
      return: [...numbered('r', 4, 12), 'lr', 'ctr'],
      user: ['r0', ...numbered('r', 3, 12), ...numbered('r', 14, 31), 'ctr'],
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
      user: ['r1', ...numbered('r', 4, 20), ...numbered('r', 22, 31)],
    },
    flags: undefined,
    preserved: numbered('r', 23, 31),
    nameOf: indexed('regs', 'r', { csr_era: 'pc' }),
  },
}

/** Reads and writes the registers and the memory of a guest that stands still. */
export type Target = {
  readonly convention: Convention
  readonly registers: () => Promise<Registers>
  /** Give registers values; the others stay as they are. */
  readonly setRegisters: (values: Registers) => Promise<void>
  readonly memory: (address: bigint, size: number) => Promise<Buffer>
  readonly setMemory: (address: bigint, bytes: Buffer) => Promise<boolean>
  readonly breakpoint: (address: bigint, insert: boolean) => Promise<void>
  /** The argument of the function at whose first instruction the guest stands, counted from 0. */
  readonly argument: (registers: Registers, index: number) => Promise<bigint>
  readonly word: (address: bigint) => Promise<bigint>
  readonly wordBytes: number
  /** Reads a number as the arch stores it. */
  readonly number: (bytes: Uint8Array) => bigint
}

/**
 * What a debugger can do with a guest, in the arch's own terms.
 *
 * @param arch - its id.
 * @param machine - the arch's.
 * @param debug - the connection.
 * @returns functions that need a guest that stands still.
 */
export function targetOf(arch: string, machine: Machine, debug: Debugger): Target {
  const convention = CONVENTIONS[arch]!
  const number = (bytes: Uint8Array) => numberOf(bytes, machine.littleEndian)
  const registers = async () => {
    const bytes = Buffer.from((await debug.request('g')).replaceAll('x', '0'), 'hex')
    const held = debug.registers.filter(it => it.offset + it.size <= bytes.length && it.size <= 8)
    return new Map(held.map(it => [it.name, number(bytes.subarray(it.offset, it.offset + it.size))]))
  }
  const memory = async (address: bigint, size: number) => {
    const answer = await debug.request(`m${address.toString(16)},${size.toString(16)}`)
    if (answer.startsWith('E')) throw new Error(`there is no memory at 0x${address.toString(16)}`)
    return Buffer.from(answer, 'hex')
  }
  return {
    convention,
    registers,
    memory,
    number,
    word: async address => number(await memory(address, machine.word)),
    wordBytes: machine.word,
    setRegisters: async values => {
      const bytes = Buffer.from((await debug.request('g')).replaceAll('x', '0'), 'hex')
      const its = debug.registers.filter(it => values.has(it.name))
      for (const { name, offset, size } of its)
        bytesOf(values.get(name)!, size, machine.littleEndian).copy(bytes, offset)
      const end = Math.max(0, ...its.map(it => it.offset + it.size))
      await debug.request(`G${bytes.subarray(0, end).toString('hex')}`)
    },
    setMemory: async (address, bytes) =>
      (await debug.request(`M${address.toString(16)},${bytes.length.toString(16)}:${bytes.toString('hex')}`)) === 'OK',
    breakpoint: async (address, insert) =>
      void (await debug.request(`${insert ? 'Z' : 'z'}0,${address.toString(16)},4`)),
    argument: async (values, index) => {
      const name = convention.arguments[index]
      if (name !== undefined) return values.get(name)!
      // Above the return address, where a call pushes one.
      const slot = index - convention.arguments.length + (convention.link === undefined ? 1 : 0)
      return number(await memory(values.get(convention.sp)! + BigInt(slot * machine.word), machine.word))
    },
  }
}

/**
 * Registers that a place lets us change.
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
    default:
      // arm64's x18 belongs to the platform; where it is 0, nothing uses it.
      return [...convention.free[freedom], ...(held.get('x18') === 0n ? ['x18'] : [])]
  }
}

/**
 * The number that bytes hold.
 *
 * @param bytes - at most eight, as they are in memory.
 * @param littleEndian - how the arch stores numbers.
 * @returns without a sign.
 */
export function numberOf(bytes: Uint8Array, littleEndian: boolean): bigint {
  const digits = littleEndian ? Buffer.from(bytes).reverse() : Buffer.from(bytes)
  return BigInt(`0x${digits.toString('hex') || '0'}`)
}

/**
 * The bytes of a number.
 *
 * @param value - higher bits than fit are left out.
 * @param size - bytes.
 * @param littleEndian - how the arch stores numbers.
 * @returns as they are in memory.
 */
export function bytesOf(value: bigint, size: number, littleEndian: boolean): Buffer {
  const bytes = Buffer.from(
    BigInt.asUintN(size * 8, value)
      .toString(16)
      .padStart(size * 2, '0'),
    'hex',
  )
  return littleEndian ? bytes.reverse() : bytes
}
