import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { contradicts } from '../model/measured/measured-differences.ts'
import { structAt } from '../model/analysis/struct-at.ts'
import type { Dataset } from '../model/dataset.ts'
import type { FieldState } from '../model/schema/capture.ts'
import type { Measured, MeasuredCapture } from '../model/schema/measured.ts'
import { withBench, type BenchFiles, type BootedBench } from './measure/bench.ts'
import { MACHINES } from './guest/machines.ts'
import { leftoversOf, withLeftovers, type Leftovers } from './measure/leftovers.ts'
import { measureSession } from './measure/measure-session.ts'
import { measuredRuns, pathOptions } from './measured-file.ts'
import { classifyDumps, dumpsOfPlace, type MeasuredField } from './measure/samples.ts'
import { shownBy, type Shown } from './sessions/session-captures.ts'
import type { Session } from './sessions/session.ts'
import { SESSIONS } from './sessions/sessions.ts'
import { userStruct } from './sessions/user-structs.ts'

/** What came of one session on a running kernel. */
export type SessionOutcome = {
  readonly session: string
  readonly shown: Shown | undefined
  /** The struct that `fields` are of, where user space is given a copy of what is shown. */
  readonly userStruct?: string
  readonly calls: number
  readonly fields: readonly MeasuredField[]
  /** Fields whose measured state contradicts what was read. */
  readonly contradictions: readonly { readonly field: string; readonly read: string; readonly measured: string }[]
  readonly cannot?: string
}

/** What a running kernel showed. */
export type TryResult = {
  readonly arch: string
  readonly release: string
  readonly build: string
  readonly qemu: string
  readonly config: Readonly<Record<string, 'y' | 'n'>>
  readonly outcomes: readonly SessionOutcome[]
  readonly bootMs: number
}

/** What a run is given beside the kernel. */
export type TryContext = {
  readonly signal: AbortSignal
  readonly progress: (text: string) => void
  readonly leftovers?: boolean
}

/** A session, what it shows, and what the kernel itself leaves there. */
type SessionToTry = { readonly session: Session; readonly shown: Shown | undefined; left: Leftovers }

/** How many calls the probe program makes for each function; about a third of them are calls of it. */
const CALLS = 20
const SEED = 20240918

/**
 * Boot a kernel, and measure every capture that one of the sessions reaches.
 *
 * @param data - the dataset.
 * @param arch - an id of it that QEMU has.
 * @param files - kernel and busybox; a configuration beside the kernel is read.
 * @param context - `signal` ends it; `progress` is given how far it is, in words; `leftovers` has it see first what the
 * kernel itself leaves in fields that nothing writes.
 * @returns what was measured.
 */
export async function tryArch(
  data: Dataset,
  arch: string,
  files: BenchFiles & { readonly config?: string | undefined },
  { signal, progress, leftovers = false }: TryContext,
): Promise<TryResult> {
  const structs = data.arches.find(it => it.id === arch)!
  const structBytes = (release: string) => structAt(structs, 'pt_regs', release)!.size
  return await withBench(arch, files, { signal, structBytes }, async bench => {
    progress(`${arch} ${bench.release} is up after ${(bench.bootMs / 1000).toFixed(1)} s`)
    const outcomes: SessionOutcome[] = []
    const sessions: SessionToTry[] = []
    for (const session of SESSIONS)
      sessions.push({ session, shown: await knownToKernel(bench, shownBy(data, session.id, bench)), left: new Map() })
    if (leftovers) {
      progress('seeing what the kernel leaves by itself')
      for (const it of sessions) if (it.shown) it.left = await leftoversOf(bench, it.session, it.shown.frame, SEED)
    }
    for (const { session, shown, left } of sessions) {
      const outcome = shown
        ? outcomeOf(bench, await measureSession(bench, session, { count: CALLS, seed: SEED }), { shown, left })
        : { ...NOTHING, session: session.id }
      outcomes.push(outcome)
      progress(`${session.id}: ${outcome.cannot ?? `${outcome.calls} calls`}`)
    }
    const config = files.config ?? join(dirname(files.kernel), 'config')
    return {
      arch,
      release: bench.release,
      build: bench.build,
      qemu: bench.qemu,
      bootMs: bench.bootMs,
      config: pathOptions(existsSync(config) ? readFileSync(config, 'utf8') : undefined),
      outcomes,
    }
  })
}

const NOTHING: Omit<SessionOutcome, 'session'> = {
  shown: undefined,
  calls: 0,
  fields: [],
  contradictions: [],
  cannot: 'the dataset has no such capture at this release',
}

/** What a session shows, where the kernel has that struct: a stable release may have that of a later one. */
async function knownToKernel({ guest }: BootedBench, shown: Shown | undefined): Promise<Shown | undefined> {
  const struct = shown?.capture.struct
  if (struct === undefined || struct === 'pt_regs') return shown
  const types = '/sys/kernel/btf/vmlinux'
  const { status } = await guest.run(`test ! -e ${types} || grep -q ${struct} ${types}`)
  return status === 0 ? shown : undefined
}

function outcomeOf(
  bench: BootedBench,
  { session, dumps, cannot }: Awaited<ReturnType<typeof measureSession>>,
  { shown, left }: { readonly shown: Shown; readonly left: Leftovers },
): SessionOutcome {
  const given = userStruct(session.id, bench.arch)
  const struct = {
    fields: given?.fields ?? shown.frame.map(it => it.field),
    byException: shown.capture.origin === 'exception',
  }
  const its = dumpsOfPlace(dumps, session, struct.fields, bench.target)
  const read = new Map(shown.frame.map(it => [it.field.name, it]))
  const classified = its.length > 0 ? classifyDumps(its, session, struct, bench.target) : []
  const fields = given ? classified.map(it => asCopy(it, read.get(it.name)?.state)) : withLeftovers(classified, left)
  const contradictions = fields.flatMap(it => {
    const cell = read.get(it.name)
    return cell && contradicts(cell, it.state) ? [{ field: it.name, read: cell.state, measured: it.state }] : []
  })
  return {
    session: session.id,
    shown,
    ...(given && { userStruct: given.name }),
    calls: its.length,
    fields,
    contradictions,
    ...(cannot && { cannot }),
  }
}

/**
 * A field of a copy for user space. Only the copy's memory is overwritten before, and not that of the kernel's struct:
 * where nothing writes the field in that, it may always hold the same.
 */
function asCopy(it: MeasuredField, read: FieldState | undefined): MeasuredField {
  if (read !== 'unset' || it.state !== 'made-up') return it
  return { ...it, state: 'unknown', note: 'always the same; the memory that it is copied from was left alone' }
}

/**
 * Put what was measured into the dataset's form.
 *
 * @param options - what was measured.
 * @param before - what was recorded before of the same kernel, then of others of the arch: its explanations stay, where
 * the state is the same.
 * @returns the content of its file in `data/measured/`.
 */
export function measuredData(
  { arch, release, build, qemu, config, outcomes }: TryResult,
  before: readonly Measured[],
): Measured {
  return {
    arch,
    release,
    build,
    emulator: `QEMU ${qemu}`,
    cpu: MACHINES[arch]!.cpu ?? "the machine's own",
    config: { ...config },
    captures: outcomes
      .filter(it => it.shown && !it.userStruct && it.fields.length > 0)
      .map((it): MeasuredCapture => ({
        capture: it.shown!.capture.id,
        ...(it.shown!.through && { through: it.shown!.through.id }),
        by: it.session,
        calls: it.calls,
        fields: explained(
          measuredRuns(it.fields),
          before.flatMap(one =>
            one.captures.filter(old => old.capture === it.shown!.capture.id && old.through === it.shown!.through?.id),
          ),
        ),
      })),
  }
}

function explained(groups: MeasuredCapture['fields'], before: readonly MeasuredCapture[]): MeasuredCapture['fields'] {
  return groups.map(it => {
    const old = before
      .flatMap(one => one.fields)
      .find(one => one.state === it.state && one.fields?.[0] === it.fields?.[0] && one.explained)
    return old ? { ...it, explained: old.explained } : it
  })
}
