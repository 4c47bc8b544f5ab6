import { randomBytes } from 'node:crypto'
import { freeRegisters, type Registers } from '../debugger/conventions.ts'
import { isSystemCall, type Session } from '../sessions/session.ts'
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
  if (isSystemCall(session)) values.set(SYSCALL_NUMBER[arch]!, BigInt(anyOf(SYSTEM_CALLS[arch] ?? GENERIC_CALLS)))
  if (convention.flags) {
    const { name, bits } = convention.flags
    values.set(name, (held.get(name)! & ~bits) | (randomWord(target) & bits))
  }
  await target.setRegisters(values)
  const truth = new Map([...held, ...values])
  if (!buffers) return { truth, before: [] }
  const before = [...(await buffers.overwrite(held.get(convention.sp)!))]
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

/** Numbers of getpid(), getppid(), getuid(), getgid(), geteuid() and getegid(), none of which takes an argument. */
const GENERIC_CALLS = [172, 173, 174, 176, 175, 177]
const OLD_CALLS = [20, 64, 199, 200, 201, 202]
const SYSTEM_CALLS: Readonly<Record<string, readonly number[]>> = {
  'x86-64': [39, 110, 102, 104, 107, 108],
  i386: OLD_CALLS,
  arm: OLD_CALLS,
  s390x: OLD_CALLS,
  powerpc64: [20, 64, 24, 47, 49, 50],
}

function anyOf(numbers: readonly number[]): number {
  return numbers[randomBytes(1)[0]! % numbers.length]!
}
