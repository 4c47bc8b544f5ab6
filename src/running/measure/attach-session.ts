import type { Guest } from '../guest/guest.ts'
import type { Session } from '../sessions/session.ts'
import type { Bench } from './bench.ts'

/** Where the debugger is to stop once a session is attached, or why it is not. */
export type Attached = { readonly truths: readonly bigint[]; readonly offset: number } | { readonly cannot: string }

/**
 * Attach a session to a function of the kernel.
 *
 * @param bench - the booted guest.
 * @param session - what to attach.
 * @param name - of the function; `user` for the places of the probe program.
 * @returns the addresses at which the registers are read, and how far into the function a probe had to be put.
 */
export async function attachSession(bench: Bench, session: Session, name: string): Promise<Attached> {
  const { guest, symbols, places } = bench
  const { truth } = session
  const attach = async (offset: number) =>
    await runAll(
      guest,
      session.attach.map(it => filled(it, name, bench, offset)),
    )
  if (truth.at === 'user') {
    const failed = await attach(0)
    const place = places.get(truth.place)
    if (!place) return { cannot: `the probe program has no ${truth.place}` }
    return failed ? { cannot: failed } : { truths: [place.address], offset: 0 }
  }
  const found = (truth.at === 'function' ? [name] : truth.names).flatMap(it => symbols.get(it) ?? [])
  const base = found[0]
  if (base === undefined) return { cannot: 'this kernel has no such stub' }
  let reason = ''
  for (const offset of session.attach.some(it => it.includes('OFFSET')) ? await probeOffsets(bench, base) : [0]) {
    const unlisted = (await attach(offset)) ?? (await checkListed(guest, session, name))
    if (!unlisted) {
      const truths = offset ? [base + BigInt(offset)] : await entryAddresses(bench, found)
      return { truths, offset }
    }
    reason ||= unlisted
    await detachSession(bench, session)
  }
  return { cannot: reason }
}

/** Whether the kernel made of the probe what the session is about; the reason where it did not. */
async function checkListed(guest: Guest, { listed, truth }: Session, name: string): Promise<string | undefined> {
  if (!listed) return undefined
  // The kernel's own probes are in the list, too.
  const places = truth.at === 'symbol' ? truth.names : [name]
  const { output } = await guest.run('cat /sys/kernel/debug/kprobes/list')
  const probes = output.split('\n').filter(line => places.some(it => line.includes(` ${it}+`)))
  if (listed.has && !probes.some(it => it.includes(listed.has!))) return `the kernel does not make it ${listed.has}`
  const other = listed.lacks?.find(it => probes.some(probe => probe.includes(it)))
  return other && `the kernel makes it ${other}`
}

/** Bytes from a function's start to instructions behind ftrace's place, where a probe is an exception or a detour. */
async function probeOffsets(bench: Bench, base: bigint): Promise<readonly number[]> {
  switch (bench.arch) {
    case 'x86-64':
    case 'i386': {
      const mark = (await kernelMemory(bench, base, 4)).toString('hex')
      // A call of ftrace, or room for one, comes first, or behind the mark for indirect calls or what replaced it.
      return mark.startsWith('0f1f44') || mark.startsWith('e8') ? [5] : [9]
    }
    case 'arm64':
      return [0]
    case 's390x':
      return [6, 12]
    case 'powerpc64':
      return [16, 20, 24, 28]
    case 'riscv64':
      return [8, 16, 12, 10, 18]
    default:
      return [8, 12, 16, 20, 24]
  }
}

/**
 * The first instruction that a call of a function runs: past the set-up of the TOC on powerpc64.
 *
 * @param bench - the booted guest.
 * @param address - of the function.
 * @returns an address in the kernel.
 */
export async function entryAddress(bench: Bench, address: bigint): Promise<bigint> {
  if (bench.arch !== 'powerpc64') return address
  const first = bench.target.number(await kernelMemory(bench, address, 4))
  return first >> 16n === 0x3c4cn ? address + 8n : address
}

/** Bytes that ftrace's call takes at the beginning of a function, or the room for it. */
const FTRACE_BYTES: Readonly<Record<string, number>> = { arm64: 8, riscv64: 8, s390x: 6, powerpc64: 4, loongarch64: 8 }

/** What arm64 has before it where jumps need a mark to land on. */
const BTI_C = 0xd503245fn

/**
 * The first instruction of a function behind the place of ftrace's call.
 *
 * @param bench - the booted guest.
 * @param address - of the function.
 * @returns an address in the kernel.
 */
export async function addressBehindFtrace(bench: Bench, address: bigint): Promise<bigint> {
  const entry = await entryAddress(bench, address)
  const bytes = FTRACE_BYTES[bench.arch]
  if (bytes === undefined) return entry + BigInt((await probeOffsets(bench, address))[0]!)
  const isMarked = bench.arch === 'arm64' && bench.target.number(await kernelMemory(bench, entry, 4)) === BTI_C
  return entry + BigInt(bytes + (isMarked ? 4 : 0))
}

async function entryAddresses(bench: Bench, addresses: readonly bigint[]): Promise<readonly bigint[]> {
  const its: bigint[] = []
  for (const it of addresses) its.push(await entryAddress(bench, it))
  return its
}

/** Where an arch has the kernel's code in memory, if that is the same in every kernel: so far below its addresses. */
const LINEAR: Readonly<Record<string, bigint>> = { powerpc64: 0xc000000000000000n }

/** Memory of the kernel, which the debugger sees only while the guest stands in the kernel; an idle one may not. */
async function kernelMemory({ arch, debug, target, guest }: Bench, address: bigint, size: number): Promise<Buffer> {
  const distance = LINEAR[arch]
  if (distance !== undefined) return await physicalMemory({ debug, target }, address - distance, size)
  let calls: Promise<unknown> | undefined
  for (let tries = 0; ; tries++) {
    await debug.stop()
    const bytes = await target.memory(address, size).catch((error: unknown) => {
      if (tries >= MOST_TRIES) throw error
    })
    await debug.resume()
    if (bytes) {
      await calls
      return bytes
    }
    // A guest that ends says so at the next line.
    calls ??= guest.run('probe calls 2000 1').catch(() => undefined)
  }
}

const MOST_TRIES = 200

async function physicalMemory(
  { debug, target }: Pick<Bench, 'debug' | 'target'>,
  address: bigint,
  size: number,
): Promise<Buffer> {
  await debug.stop()
  await debug.request('Qqemu.PhyMemMode:1')
  const bytes = await target.memory(address, size)
  await debug.request('Qqemu.PhyMemMode:0')
  await debug.resume()
  return bytes
}

/** Take off what a session has attached. */
export async function detachSession({ guest }: Bench, session: Session): Promise<void> {
  for (const line of session.detach) await guest.run(line)
}

/** Carry out lines until one fails; what it said then. */
async function runAll(guest: Guest, lines: readonly string[]): Promise<string | undefined> {
  for (const line of lines) {
    const { status, output } = await guest.run(line)
    if (status !== 0) return output.trim().split('\n').at(-1) || `"${line}" failed`
  }
  return undefined
}

/**
 * A line for the guest's shell with all that is filled in, but for the number of calls.
 *
 * @param line - of a session.
 * @param name - of the function.
 * @param bench - knows the offsets of the probe program's places.
 * @param offset - bytes from the function's start at which a probe is put.
 * @returns the line.
 */
export function filled(line: string, name: string, { places }: Bench, offset: number): string {
  return line
    .replaceAll('FUNCTION+OFFSET', offset ? `${name}+${offset}` : name)
    .replaceAll('0xUSER_TARGET', `0x${places.get('user_target')?.offset}`)
    .replaceAll('0xUSER_WIDE', `0x${places.get('user_wide')?.offset}`)
    .replaceAll('0xUSER_FUNCTION', `0x${places.get('user_function')?.offset}`)
    .replaceAll('FUNCTION', name)
}
