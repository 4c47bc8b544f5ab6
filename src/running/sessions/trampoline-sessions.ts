import { AT_ENTRY, type Session } from './session.ts'

/** A BPF program on a function's type, which asks for a stack trace with the address of its arguments. */
const TRAMPOLINE = {
  ...AT_ENTRY,
  attach: [],
  detach: [],
  free: 'nothing',
  ofCall: true,
  // Of nine and of six arguments; some arches pass no more than those that are in registers.
  functions: ['do_mmap', 'vm_mmap_pgoff'],
  given: { functions: ['bpf_get_stackid_raw_tp'], argument: 0, bytesBefore: 16 },
} as const

/** BPF programs at a function's entry and exit, which BPF's own trampoline enters. */
export const TRAMPOLINE_SESSIONS: readonly Session[] = [
  { ...TRAMPOLINE, id: 'fentry', calls: 'probe fentry FUNCTION COUNT SEED' },
  { ...TRAMPOLINE, id: 'fexit', calls: 'probe fexit FUNCTION COUNT SEED' },
]
