import { spawn, type ChildProcess } from 'node:child_process'

/** How long a guest may take to boot, and to carry out a line, ms. */
const BOOT_LIMIT_MS = 55_000
const LINE_LIMIT_MS = 45_000

/** How many of its last lines an error shows. */
const LAST_LINES = 25

/** What the shell of the guest prints after each line that it carried out: `@@done 0`, with the exit status. */
const DONE = /(?:^|\n)@@done (\d+)\r?\n/

/** Carries out lines, and says after each with which status it ended. */
export const LINE_LOOP = `while IFS= read -r line; do
  eval "$line"
  status=$?
  echo; echo "@@done $status"
done
`

/** The first program of the guest: mounts what the probes need, then carries out the lines that it is sent. */
export const INIT = `#!/bin/busybox sh
/bin/busybox --install -s /bin
export PATH=/bin
mount -t proc proc /proc; mount -t sysfs sys /sys; mount -t devtmpfs dev /dev
mount -t tracefs tracefs /sys/kernel/tracing; mount -t debugfs debugfs /sys/kernel/debug
echo 0 > /proc/sys/kernel/kptr_restrict; echo 0 > /proc/sys/kernel/perf_event_max_sample_rate 2>/dev/null
stty -echo -icrnl -onlcr 2>/dev/null
cd /sys/kernel/tracing
echo; echo @@done 0
${LINE_LOOP}poweroff -f
`

/** What a guest answered to a line. */
export type Answer = { readonly output: string; readonly status: number }

/** A guest that ended, or did not answer in time, with its last lines. */
export class GuestError extends Error {
  readonly console: string
  constructor(problem: string, console: string) {
    super(`${problem}. Its last lines:\n${lastLines(console)}`)
    this.console = console
  }
}

/** A running guest. */
export type Guest = {
  /** Send a line to the guest's shell, and wait until it is carried out. */
  readonly run: (line: string, limitMs?: number) => Promise<Answer>
  /** All that it printed so far. */
  readonly console: () => string
  /** Ends it at once. */
  readonly kill: () => void
}

/**
 * Start QEMU, and wait until the guest's shell is there.
 *
 * @param program - QEMU's.
 * @param args - from `bootArguments()`.
 * @param signal - ends the guest when it is aborted.
 * @returns the guest, ready for the first line.
 * @throws GuestError if it does not come up in time, panics or ends.
 */
export async function bootGuest(program: string, args: readonly string[], signal: AbortSignal): Promise<Guest> {
  signal.throwIfAborted()
  const qemu = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] })
  const kill = () => void qemu.kill('SIGKILL')
  signal.addEventListener('abort', kill)
  qemu.on('close', () => signal.removeEventListener('abort', kill))
  qemu.stdin!.on('error', () => {})
  const output = watchOutput(qemu)
  let taken = 0
  const answer = async (limitMs: number, doing: string): Promise<Answer> => {
    const match = await output.waitFor(DONE, taken, limitMs).catch((error: unknown) => {
      kill()
      throw new GuestError(`The guest ${doing}: ${(error as Error).message}`, output.text())
    })
    const text = output.text().slice(taken, match.index)
    taken = match.index + match[0].length
    return { output: text.replaceAll('\r', ''), status: Number(match[1]) }
  }
  await answer(BOOT_LIMIT_MS, 'did not come up')
  return {
    run: async (line, limitMs = LINE_LIMIT_MS) => {
      qemu.stdin!.write(`${line}\n`)
      return await answer(limitMs, `did not finish "${line}"`)
    },
    console: output.text,
    kill,
  }
}

/** A match in the output, with its place in the whole of it. */
type Found = RegExpExecArray

type Output = {
  readonly text: () => string
  /** Wait until the pattern is found after `from`; rejected when time is up, or QEMU has ended. */
  readonly waitFor: (pattern: RegExp, from: number, limitMs: number) => Promise<Found>
}

function watchOutput(qemu: ChildProcess): Output {
  let text = ''
  let ended: string | undefined
  let look = () => {}
  const take = (chunk: Buffer) => {
    text += chunk.toString('latin1')
    look()
  }
  qemu.stdout!.on('data', take)
  qemu.stderr!.on('data', take)
  qemu.on('error', error => {
    ended = error.message
    look()
  })
  qemu.on('close', code => {
    ended ??= /Kernel panic/.test(text) ? 'its kernel panicked' : `QEMU ended with ${code}`
    look()
  })
  const waitFor = (pattern: RegExp, from: number, limitMs: number) =>
    new Promise<Found>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no answer within ${limitMs / 1000} s`)), limitMs)
      look = () => {
        const found = pattern.exec(text.slice(from))
        if (!found && ended === undefined) return
        clearTimeout(timer)
        if (!found) return reject(new Error(ended))
        found.index += from
        resolve(found)
      }
      look()
    })
  return { text: () => text, waitFor }
}

function lastLines(console: string): string {
  const lines = console
    .replaceAll('\r', '')
    .split('\n')
    .filter(it => it.trim() !== '' && !it.startsWith('@@done'))
  return lines.slice(-LAST_LINES).join('\n')
}
