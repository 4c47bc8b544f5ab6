import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectDebugger, type Debugger } from '../debugger/debugger.ts'
import { targetOf, type Target } from '../debugger/target.ts'
import { buildProbe } from '../guest/build-probe.ts'
import { cpioArchive } from '../guest/cpio-archive.ts'
import { bootGuest, INIT, type Guest } from '../guest/guest.ts'
import { unpackKernel } from '../guest/kernel-image.ts'
import { MACHINES, bootArguments } from '../guest/machines.ts'
import { programPath } from '../guest/programs.ts'
import { readSymbols, type Symbols } from './symbols.ts'

/** What a guest is made of. */
export type BenchFiles = {
  readonly kernel: string
  readonly busybox: string
  /** QEMU's program, where it is not the machine's own. */
  readonly qemu?: string
}

/** A booted guest with all that a measurement needs. */
export type Bench = Symbols & {
  readonly arch: string
  readonly guest: Guest
  readonly debug: Debugger
  readonly target: Target
  /** Bytes of pt_regs; no other struct of registers is longer. */
  readonly structBytes: number
}

/** A bench with what is known of the kernel and of QEMU. */
export type BootedBench = Bench & {
  /** As `/proc/version` has it. */
  readonly build: string
  readonly release: string
  readonly qemu: string
  readonly bootMs: number
}

/** Folders of the guest's user space. */
const FOLDERS = ['bin', 'proc', 'sys', 'dev', 'tmp', 'mnt']

/**
 * Boot a kernel, run a job on it, and end it.
 *
 * @param arch - its id.
 * @param files - kernel and busybox.
 * @param options - `signal` ends the guest; `structBytes` is the size of `pt_regs` in a release.
 * @param job - is given the bench.
 * @returns what the job returns.
 * @throws Error if a program is missing, and GuestError if the guest does not come up.
 */
export async function withBench<T>(
  arch: string,
  files: BenchFiles,
  { signal, structBytes }: { readonly signal: AbortSignal; readonly structBytes: (release: string) => number },
  job: (bench: BootedBench) => Promise<T>,
): Promise<T> {
  const machine = MACHINES[arch]!
  const program = files.qemu ?? programPath(machine.qemu.program)
  if (!program) throw new Error(`${machine.qemu.program} is not installed; its package is ${machine.qemu.package}`)
  const folder = mkdtempSync(join(tmpdir(), 'pt-regs-try-'))
  const boot = { kernel: join(folder, 'kernel'), archive: join(folder, 'archive'), debugger: join(folder, 'debugger') }
  try {
    buildProbe(arch, machine, join(folder, 'probe'))
    writeFileSync(boot.kernel, unpackKernel(readFileSync(files.kernel)))
    writeFileSync(boot.archive, userSpace(readFileSync(files.busybox), readFileSync(join(folder, 'probe'))))
    const since = Date.now()
    const guest = await bootGuest(program, bootArguments(machine, boot), signal)
    try {
      const bootMs = Date.now() - since
      const build = (await guest.run('cat /proc/version')).output.trim()
      const release =
        /#.*Debian (\d+\.\d+\.\d+)/.exec(build)?.[1] ?? /Linux version (\d+\.\d+(?:\.\d+)?)/.exec(build)![1]!
      const stub = await connectDebugger(boot.debugger)
      await stub.resume()
      const qemu = execFileSync(program, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
      return await job({
        arch,
        guest,
        debug: stub,
        target: targetOf(arch, machine, stub),
        structBytes: structBytes(release),
        ...(await readSymbols(guest)),
        build,
        release,
        qemu: /version (\S+)/.exec(qemu)![1]!,
        bootMs,
      })
    } finally {
      guest.kill()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function userSpace(busybox: Uint8Array, probe: Uint8Array): Uint8Array {
  return cpioArchive([
    ...FOLDERS.map(name => ({ name, folder: true }) as const),
    { name: 'bin/busybox', content: busybox, executable: true },
    { name: 'bin/probe', content: probe, executable: true },
    { name: 'init', content: Buffer.from(INIT), executable: true },
  ])
}
