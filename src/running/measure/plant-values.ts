import { randomBytes } from 'node:crypto'
import { freeRegisters, type Registers } from '../debugger/conventions.ts'
import type { Session } from '../sessions/session.ts'
import type { Bench } from './bench.ts'
import { randomWord } from './random-word.ts'
import type { OldMemory, StructBuffers } from './struct-buffers.ts'

/** Bytes of old stack that are overwritten before a stub runs. */
const OVERWRITTEN_BYTES = 1792

/** Bytes of the caller's part of the stack that are looked at. */
const CALLERS_BYTES = 128

/** What the CPU's registers hold for one call, and what memory held before it. */
export type Planted = { readonly truth: Registers; readonly before: readonly OldMemory[] }

/**
 * Plant values in registers that are free, and in the memory in which the struct is going to be.
 *
 * @param bench - the guest, which stands still.
 * @param session - says which registers are free.
 * @param held - what they hold.
 * @param buffers - of structs that are no part of a stack; undefined where memory is to stay as it is.
 * @returns what registers and memory hold now.
 */
export async function plantValues(
  bench: Bench,
  session: Session,
  held: Registers,
  buffers: StructBuffers | undefined,
): Promise<Planted> {
  const { target, arch } = bench
  const { convention } = target
  const values = new Map(freeRegisters(convention, session.free, held).map(it => [it, randomWord(target)]))
  if (session.id === 'syscall') values.set(SYSCALL_NUMBER[arch]!, GETPPID[arch]!)
  if (convention.flags) {
    const { name, bits } = convention.flags
    values.set(name, (held.get(name)! & ~bits) | (randomWord(target) & bits))
  }
  await target.setRegisters(values)
  const truth = new Map([...held, ...values])
  if (!buffers) return { truth, before: [] }
  const before = [...(await buffers.overwrite())]
  if (!session.free.startsWith('user')) {
    const address = held.get(target.convention.sp)! - BigInt(OVERWRITTEN_BYTES)
    const bytes = randomBytes(OVERWRITTEN_BYTES)
    if (await target.setMemory(address, bytes)) before.push({ address, bytes, of: 'stack' })
    // The caller's own part of the stack is left as it is: a struct that reaches into it holds what is there.
    const above = await target.memory(held.get(convention.sp)!, CALLERS_BYTES).catch(() => undefined)
    if (above) before.push({ address: held.get(convention.sp)!, bytes: above, of: 'caller' })
  }
  return { truth, before }
}

/** The register that holds the number of a system call, by QEMU's names. */
const SYSCALL_NUMBER: Readonly<Record<string, string>> = {
  'x86-64': 'rax',
  i386: 'eax',
  arm64: 'x8',
  arm: 'r7',
  riscv64: 'a7',
  s390x: 'r1',
  powerpc64: 'r0',
  loongarch64: 'r11',
}

const GETPPID: Readonly<Record<string, bigint>> = {
  'x86-64': 110n,
  i386: 64n,
  arm64: 173n,
  arm: 64n,
  riscv64: 173n,
  s390x: 64n,
  powerpc64: 64n,
  loongarch64: 173n,
}
