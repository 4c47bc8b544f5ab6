/** A struct that the kernel makes of a `pt_regs` for user space. */
export type UserStruct = {
  readonly name: string
  /** Bytes from the address that is handed over. */
  readonly offset: number
  /** Its registers, by the names that `pt_regs` has for them where it has any. */
  readonly fields: readonly { readonly name: string; readonly offset: number; readonly size: number }[]
}

/** Fields one behind the other: their size in bytes, and their names. */
type Run = readonly [size: number, ...names: readonly string[]]

const numbered = (name: string, count: number, from = 0): readonly string[] =>
  Array.from({ length: count }, (_, i) => name.replace('#', `${i + from}`))

const RISCV: Run = [
  8,
  ...'epc ra sp gp tp t0 t1 t2 s0 s1'.split(' '),
  ...numbered('a#', 8),
  ...numbered('s#', 10, 2),
  ...numbered('t#', 4, 3),
]
const ARM64: Run = [8, ...numbered('regs[#]', 31), 'sp', 'pc', 'pstate']
const ARM: Run = [4, ...numbered('uregs[#]', 17)]
const S390: readonly Run[] = [
  [8, 'psw.mask', 'psw.addr', ...numbered('gprs[#]', 16)],
  [4, ...numbered('acrs[#]', 16)],
]
const POWERPC: Run = [
  8,
  ...numbered('gpr[#]', 32),
  ...'nip msr orig_gpr3 ctr link xer ccr softe trap dar dsisr result'.split(' '),
]

/** What a signal's handler is given of the registers, in the `ucontext` to which its third argument points. */
const SIGNAL_FRAMES: Readonly<Record<string, readonly [offset: number, ...runs: readonly Run[]]>> = {
  'x86-64': [
    40,
    [8, ...numbered('r#', 8, 8), 'di', 'si', 'bp', 'bx', 'dx', 'ax', 'cx', 'sp', 'ip', 'flags'],
    [2, 'cs', 'gs', 'fs', 'ss'],
    [8, 'err', 'trapno', 'oldmask', 'cr2'],
  ],
  i386: [
    20,
    [2, 'gs', '__gsh', 'fs', '__fsh', 'es', '__esh', 'ds', '__dsh'],
    [4, 'di', 'si', 'bp', 'sp', 'bx', 'dx', 'cx', 'ax', 'trapno', 'err', 'ip'],
    [2, 'cs', '__csh'],
    [4, 'flags', 'sp_at_signal'],
    [2, 'ss', '__ssh'],
  ],
  arm64: [176, [8, 'fault_address'], ARM64],
  arm: [20, [4, 'trap_no', 'error_code', 'oldmask'], ARM, [4, 'fault_address']],
  riscv64: [176, RISCV],
  s390x: [40, ...S390],
  powerpc64: [168 + 64, POWERPC],
  loongarch64: [176, [8, 'csr_era', ...numbered('regs[#]', 32)], [4, 'sc_flags']],
}

/** What a debugger is given by PTRACE_GETREGSET as NT_PRSTATUS. */
const REGSETS: Readonly<Record<string, readonly [name: string, ...runs: readonly Run[]]>> = {
  'x86-64': [
    'user_regs_struct',
    [8, ...numbered('r#', 4, 12).toReversed(), 'bp', 'bx', ...numbered('r#', 4, 8).toReversed()],
    [8, 'ax', 'cx', 'dx', 'si', 'di', 'orig_ax', 'ip', 'cs', 'flags', 'sp', 'ss'],
    [8, 'fs_base', 'gs_base', 'ds', 'es', 'fs', 'gs'],
  ],
  i386: [
    'user_regs_struct',
    [4, 'bx', 'cx', 'dx', 'si', 'di', 'bp', 'ax', 'ds', 'es', 'fs', 'gs', 'orig_ax', 'ip', 'cs', 'flags', 'sp', 'ss'],
  ],
  arm64: ['user_pt_regs', ARM64],
  arm: ['pt_regs', ARM, [4, 'uregs[17]']],
  riscv64: ['user_regs_struct', RISCV],
  s390x: ['s390_regs', ...S390, [8, 'orig_gpr2']],
  powerpc64: ['user_pt_regs', POWERPC],
  loongarch64: ['user_pt_regs', [8, ...numbered('regs[#]', 32), 'orig_a0', 'csr_era', 'csr_badvaddr']],
}

/**
 * What user space is given of the registers by a session.
 *
 * @param session - its id.
 * @param arch - its id.
 * @returns undefined where the kernel itself is handed them.
 */
export function userStruct(session: string, arch: string): UserStruct | undefined {
  if (session === 'signal') {
    const [offset, ...runs] = SIGNAL_FRAMES[arch]!
    return { name: 'sigcontext', offset, fields: laidOut(runs) }
  }
  if (session !== 'ptrace-regset') return undefined
  const [name, ...runs] = REGSETS[arch]!
  return { name, offset: 0, fields: laidOut(runs) }
}

function laidOut(runs: readonly Run[]): UserStruct['fields'] {
  let offset = 0
  return runs.flatMap(([size, ...names]) =>
    names.map(name => {
      const field = { name, offset, size }
      offset += size
      return field
    }),
  )
}
