/** A stopwatch: whether it runs, when it was last started or stopped, and what it had counted by then; ms. */
export type Stopwatch = { readonly isRunning: boolean; readonly at: number; readonly counted: number }

/** A stopwatch at zero, standing. */
export const STOPPED: Stopwatch = { isRunning: false, at: 0, counted: 0 }

/** How long after it was started or stopped a stopwatch counts the same talk, ms: one of the day before does not. */
const SAME_TALK_MS = 6 * 3_600_000

/** What the stopwatch shows, ms. */
export function elapsedAt({ isRunning, at, counted }: Stopwatch, now: number): number {
  return counted + (isRunning ? Math.max(0, now - at) : 0)
}

/** Start it where it stands, or stop it there. */
export function startOrPause(timer: Stopwatch, now: number): Stopwatch {
  return { isRunning: !timer.isRunning, at: now, counted: elapsedAt(timer, now) }
}

/** Read a stopwatch that was stored as JSON; one at zero where nothing sound is there, or only that of an earlier talk. */
export function readStopwatch(json: string | null, now: number): Stopwatch {
  try {
    const { isRunning, at, counted } = JSON.parse(json ?? '') as Partial<Stopwatch>
    const isSound = Number.isFinite(at) && Number.isFinite(counted)
    return isSound && Math.abs(now - at!) <= SAME_TALK_MS
      ? { isRunning: isRunning === true, at: at!, counted: counted! }
      : STOPPED
  } catch {
    return STOPPED
  }
}
