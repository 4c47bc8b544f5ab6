import { randomBytes } from 'node:crypto'
import type { Debugger } from './debugger.ts'
import type { Guest } from './guest.ts'
import { freeRegisters, type Registers, type Target } from './registers.ts'
import { FUNCTIONS, symbolsNeeded, type Session } from './sessions.ts'
import type { Machine } from './machines.ts'

/** Bytes of old stack that are overwritten before a stub runs. */
const OVERWRITTEN_BYTES = 1792

/** Bytes of the caller's part of the stack that are looked at. */
const CALLERS_BYTES = 128

/** One call: what the CPU held, what memory held before, and the struct that was handed over. */
export type Dump = {
  readonly function: string
  /** Registers that have another value by what the CPU does between the two places. */
  readonly known?: Registers
  /** The function's first instruction, and where it returns to. */
  readonly entry: bigint | undefined
  readonly returnsTo: bigint | undefined
  /** The CPU's registers, by QEMU's names, after values were planted in those that are free. */
  readonly truth: Registers
  /** What memory held before. */
  readonly before: readonly OldMemory[]
  readonly address: bigint
  readonly bytes: Buffer
}

/** What memory held before a call: values that we planted, or what was there by itself. */
export type OldMemory = { readonly address: bigint; readonly bytes: Buffer; readonly planted: boolean }

/** What came of a session: dumps, or the reason why there are none. */
export type SessionResult = {
  readonly session: Session
  readonly dumps: readonly Dump[]
  /** Why it could not be carried out. */
  readonly cannot?: string
  /** What the guest printed while the calls were made. */
  readonly output: string
}

/** A booted guest with all that a measurement needs. */
export type Bench = {
  readonly arch: string
  readonly machine: Machine
  readonly guest: Guest
  readonly debug: Debugger
  readonly target: Target
  /** Bytes of pt_regs; no other struct of registers is longer. */
  readonly structBytes: number
  /** Addresses of the kernel's functions; with several of a name, the first. */
  readonly symbols: ReadonlyMap<string, bigint>
  /** Places of the probe program: address and offset in the file. */
  readonly places: ReadonlyMap<string, { readonly address: bigint; readonly offset: string }>
}

/**
 * Read the addresses of the kernel's functions and of the probe program's places from the guest.
 *
 * @param guest - with the probe program in `/bin`.
 * @returns the symbols by name without the compiler's suffixes, and the places.
 */
export async function readSymbols(guest: Guest): Promise<Pick<Bench, 'symbols' | 'places'>> {
  const names = symbolsNeeded().join('|')
  const { output } = await guest.run(`grep -E ' (${names})(\\.(isra|constprop|part)\\.[0-9.a-z]*)*$' /proc/kallsyms`)
  const symbols = new Map<string, bigint>()
  for (const line of output.split('\n')) {
    const [address, , name] = line.trim().split(/\s+/)
    const plain = name?.split('.')[0]
    if (plain && !symbols.has(plain)) symbols.set(plain, BigInt(`0x${address}`))
  }
  const where = (await guest.run('probe where')).output
  const places = new Map(
    where
      .trim()
      .split('\n')
      .map(line => line.trim().split(' '))
      .filter(it => it.length === 3)
      .map(([name, address, offset]) => [name!, { address: BigInt(`0x${address}`), offset: offset! }]),
  )
  return { symbols, places }
}

/** How often a session's calls are made for each function. */
export type Amount = { readonly count: number; readonly seed: number }

/**
 * Carry out a session: attach, let the calls run into the debugger's breakpoints, detach.
 *
 * @param bench - the booted guest.
 * @param session - what to do.
 * @param amount - how many calls.
 * @returns the dumps of all functions, or why there are none.
 */
export async function measureSession(bench: Bench, session: Session, amount: Amount): Promise<SessionResult> {
  const { symbols } = bench
  const given = session.given.functions.find(it => symbols.has(it))
  const nothing = (cannot: string): SessionResult => ({ session, dumps: [], cannot, output: '' })
  if (!given) return nothing(`this kernel has no ${session.given.functions.join(' or ')}`)
  const dumps: Dump[] = []
  const reasons: string[] = []
  let output = ''
  for (const name of session.truth.at === 'user' ? ['user'] : FUNCTIONS) {
    if (name !== 'user' && !symbols.has(name)) continue
    const attached = await attach(bench, session, name)
    if ('cannot' in attached) {
      reasons.push(attached.cannot)
      await detach(bench, session)
      continue
    }
    const count = amount.count * (session.callsFactor ?? 1)
    const line = fill(session.calls, name, bench, attached.offset)
      .replaceAll('COUNT', `${count}`)
      .replaceAll('SEED', `${amount.seed}`)
    const breakpoints = {
      entry: name === 'user' ? undefined : await entryAddress(bench, symbols.get(name)!),
      truths: attached.truths,
      given: await entryAddress(bench, symbols.get(given)!),
    }
    const result = await collect(bench, session, { name, line, ...breakpoints })
    dumps.push(...result.dumps)
    output += result.output
    await detach(bench, session)
    if (
      session.truth.at !== 'function' &&
      !session.attach.join().includes('FUNCTION') &&
      !session.calls.includes('FUNCTION')
    )
      break
  }
  if (dumps.length > 0) return { session, dumps, output }
  return { ...nothing(reasons[0] ?? (output.trim().split('\n').at(-1) || 'no call reached it')), output }
}

type Attached = { readonly truths: readonly bigint[]; readonly offset: number } | { readonly cannot: string }

async function attach(bench: Bench, session: Session, name: string): Promise<Attached> {
  const { guest, symbols, places } = bench
  const { truth } = session
  if (truth.at === 'user') {
    const failed = await runAll(
      guest,
      session.attach.map(it => fill(it, name, bench, 0)),
    )
    const place = places.get(truth.place)
    if (!place) return { cannot: `the probe program has no ${truth.place}` }
    return failed ? { cannot: failed } : { truths: [place.address], offset: 0 }
  }
  const found = (truth.at === 'function' ? [name] : truth.names).flatMap(it => symbols.get(it) ?? [])
  const base = found[0]
  if (base === undefined) return { cannot: 'this kernel has no such stub' }
  let reason = ''
  for (const offset of session.attach.some(it => it.includes('OFFSET')) ? await probeOffsets(bench, base) : [0]) {
    const failed = await runAll(
      guest,
      session.attach.map(it => fill(it, name, bench, offset)),
    )
    const unlisted = failed ?? (await checkListed(guest, session))
    if (!unlisted) {
      const truths = offset ? [base + BigInt(offset)] : await entryAddresses(bench, found)
      return { truths, offset }
    }
    reason ||= unlisted
    await runAll(guest, session.detach)
  }
  return { cannot: reason }
}

/** Whether the kernel made of the probe what the session is about; the reason where it did not. */
async function checkListed(guest: Guest, { listed }: Session): Promise<string | undefined> {
  if (!listed) return undefined
  const { output } = await guest.run('cat /sys/kernel/debug/kprobes/list')
  if (listed.has && !output.includes(listed.has)) return `the kernel does not make it ${listed.has}`
  const other = listed.lacks?.find(it => output.includes(it))
  return other && `the kernel makes it ${other}`
}

/** Instructions after the place of ftrace, at which a probe is an exception or a detour. */
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

/** The first instruction that a call of the function runs: past the set-up of the TOC on powerpc64. */
async function entryAddress(bench: Bench, address: bigint): Promise<bigint> {
  if (bench.arch !== 'powerpc64') return address
  const first = bench.target.number(await kernelMemory(bench, address, 4))
  return first >> 16n === 0x3c4cn ? address + 8n : address
}

async function entryAddresses(bench: Bench, addresses: readonly bigint[]): Promise<readonly bigint[]> {
  const its: bigint[] = []
  for (const it of addresses) its.push(await entryAddress(bench, it))
  return its
}

/** Memory of the kernel, which the debugger sees only while the guest stands in the kernel. */
async function kernelMemory({ debug, target }: Bench, address: bigint, size: number): Promise<Buffer> {
  for (let tries = 0; ; tries++) {
    await debug.stop()
    const bytes = await target.memory(address, size).catch((error: unknown) => {
      if (tries >= MOST_TRIES) throw error
    })
    await debug.resume()
    if (bytes) return bytes
  }
}

const MOST_TRIES = 200

async function detach({ guest }: Bench, session: Session): Promise<void> {
  await runAll(guest, session.detach)
}

/** Carry out lines until one fails; what it said then. */
async function runAll(guest: Guest, lines: readonly string[]): Promise<string | undefined> {
  for (const line of lines) {
    const { status, output } = await guest.run(line)
    if (status !== 0) return output.trim().split('\n').at(-1) || `"${line}" failed`
  }
  return undefined
}

function fill(line: string, name: string, { places }: Bench, offset: number): string {
  return line
    .replaceAll('FUNCTION+OFFSET', offset ? `${name}+${offset}` : name)
    .replaceAll('0xUSER_TARGET', `0x${places.get('user_target')?.offset}`)
    .replaceAll('0xUSER_WIDE', `0x${places.get('user_wide')?.offset}`)
    .replaceAll('0xUSER_FUNCTION', `0x${places.get('user_function')?.offset}`)
    .replaceAll('FUNCTION', name)
}

type Run = {
  readonly name: string
  readonly line: string
  /** The function's first instruction; undefined for a place in the probe program. */
  readonly entry: bigint | undefined
  readonly truths: readonly bigint[]
  readonly given: bigint
}

/** What is planted for one call. */
type Pending = Pick<Dump, 'truth' | 'before'>

/** Let the calls run, and dump the struct of each that comes by both places. */
async function collect(
  bench: Bench,
  session: Session,
  run: Run,
): Promise<{ readonly dumps: readonly Dump[]; readonly output: string }> {
  const { guest, debug, target } = bench
  const dumps: Dump[] = []
  const preserved = preservedRegisters(target)
  const buffers = structBuffers(bench, session.inBuffer === true || session.free.startsWith('user'))
  const [begin, end] = ['user_begin', 'user_end'].map(it => bench.places.get(it)!.address)
  const argument = session.given.argumentOn?.[bench.arch] ?? session.given.argument
  let measuring = false
  let pending: Pending | undefined
  debug.onStop = async () => {
    const held = await target.registers()
    const pc = held.get(target.convention.pc)!
    if (pc === begin || pc === end) return void (measuring = pc === begin)
    if (!measuring) return
    await preserved.restoreAt(pc, held)
    let now = held
    if (pc === run.entry) now = await preserved.plant(held)
    const atTruth = run.truths.includes(pc)
    const afterEntry = atTruth && pc !== run.entry && session.truth.at === 'function'
    if (afterEntry) pending &&= { ...pending, truth: held }
    else if (atTruth || (pc === run.entry && session.truth.at === 'function'))
      pending = await prepare(bench, session, now, buffers)
    if (pc === run.given && pending) {
      const address = await target.argument(held, argument)
      const bytes = await target.memory(address, bench.structBytes).catch(() => undefined)
      if (bytes)
        dumps.push({
          function: run.name,
          known: knownByPlace(bench, session),
          entry: run.entry,
          returnsTo: preserved.returnsTo(),
          ...pending,
          address,
          bytes,
        })
      await buffers.seen(address, pending.truth.get(target.convention.sp)!)
      pending = undefined
    }
  }
  const places = [...new Set([begin!, end!, ...run.truths, run.given, ...(run.entry === undefined ? [] : [run.entry])])]
  await debug.stop()
  for (const address of places) await target.breakpoint(address, true)
  await debug.resume()
  try {
    const { output } = await guest.run(run.line, 60_000)
    return { dumps, output }
  } finally {
    await debug.stop()
    for (const address of [...places, ...preserved.places()]) await target.breakpoint(address, false)
    debug.onStop = undefined
    await debug.resume()
  }
}

/** The address of the code once the instruction at the user's place is done: of a system call, or of a return. */
function knownByPlace({ places, target }: Bench, { id }: Session): Registers {
  const after = { syscall: 'user_syscalled', uretprobe: 'user_returned' }[id]
  const address = after === undefined ? undefined : places.get(after)?.address
  return address === undefined ? new Map() : new Map([[target.convention.pc, address]])
}

/** Values in registers that a function preserves: planted at its first instruction, put back where it returns to. */
function preservedRegisters(target: Target): {
  readonly plant: (held: Registers) => Promise<Registers>
  readonly restoreAt: (pc: bigint, held: Registers) => Promise<void>
  readonly places: () => readonly bigint[]
  /** Where the function that runs returns to. */
  readonly returnsTo: () => bigint | undefined
} {
  const { convention } = target
  const returns = new Set<bigint>()
  let planted: { readonly returnsTo: bigint; readonly sp: bigint; readonly held: Registers } | undefined
  return {
    places: () => [...returns],
    returnsTo: () => planted?.returnsTo,
    plant: async held => {
      // Nested, or not back yet: what was planted first is put back first.
      if (planted) return held
      const sp = held.get(convention.sp)!
      const returnsTo = convention.link === undefined ? await target.word(sp) : held.get(convention.link)!
      if (!returns.has(returnsTo)) await target.breakpoint(returnsTo, true)
      returns.add(returnsTo)
      planted = { returnsTo, sp: convention.link === undefined ? sp + BigInt(target.wordBytes) : sp, held }
      const values = new Map(convention.preserved.map(it => [it, randomWord(target)]))
      await target.setRegisters(values)
      return new Map([...held, ...values])
    },
    restoreAt: async (pc, held) => {
      if (!planted || pc !== planted.returnsTo || held.get(convention.sp) !== planted.sp) return
      await target.setRegisters(new Map(convention.preserved.map(it => [it, planted!.held.get(it)!])))
      planted = undefined
    },
  }
}

/** Structs that are no part of a stack: their memory can be overwritten between calls, when nothing reads it. */
type Buffers = {
  /** Note where a struct was, and what the stack pointer was. */
  readonly seen: (address: bigint, sp: bigint) => Promise<void>
  /** Overwrite those that are known; what was written where. */
  readonly overwrite: () => Promise<readonly OldMemory[]>
}

function structBuffers(bench: Bench, always: boolean): Buffers {
  const { debug, target, structBytes } = bench
  const stackPointers = new Map<bigint, bigint>()
  const physical = new Map<bigint, bigint>()
  return {
    seen: async (address, sp) => {
      const first = stackPointers.get(address)
      stackPointers.set(address, first ?? sp)
      // A struct in the stack moves with the stack pointer.
      if (physical.has(address) || (!always && (first === undefined || first === sp))) return
      const at = await physicalAddress(bench, address)
      if (at !== undefined) physical.set(address, at)
    },
    overwrite: async () => {
      const before: OldMemory[] = []
      if (physical.size === 0) return before
      await debug.request('Qqemu.PhyMemMode:1')
      for (const [address, at] of physical) {
        const bytes = randomBytes(structBytes)
        if (await target.setMemory(at, bytes)) before.push({ address, bytes, planted: true })
      }
      await debug.request('Qqemu.PhyMemMode:0')
      return before
    },
  }
}

/** Plant values in registers that are free, and in the memory in which the struct is going to be. */
async function prepare(bench: Bench, session: Session, held: Registers, buffers: Buffers): Promise<Pending> {
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
  const before = [...(await buffers.overwrite())]
  if (!session.free.startsWith('user')) {
    const address = held.get(target.convention.sp)! - BigInt(OVERWRITTEN_BYTES)
    const bytes = randomBytes(OVERWRITTEN_BYTES)
    if (await target.setMemory(address, bytes)) before.push({ address, bytes, planted: true })
    // The caller's own part of the stack is left as it is: a struct that reaches into it holds what is there.
    const above = await target.memory(held.get(convention.sp)!, CALLERS_BYTES).catch(() => undefined)
    if (above) before.push({ address: held.get(convention.sp)!, bytes: above, planted: false })
  }
  return { truth, before }
}

/** Where an address lies in the guest's memory, if QEMU can tell. */
async function physicalAddress({ debug }: Bench, address: bigint): Promise<bigint | undefined> {
  const found = /gpa: (?:0x)?([0-9a-f]+)/.exec(await debug.monitor(`gva2gpa 0x${address.toString(16)}`))?.[1]
  return found === undefined ? undefined : BigInt(`0x${found}`)
}

function randomWord({ wordBytes }: Target): bigint {
  const bytes = randomBytes(wordBytes)
  return BigInt(`0x${bytes.toString('hex')}`)
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
