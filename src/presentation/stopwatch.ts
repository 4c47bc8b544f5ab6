/** A stopwatch. */
export type Stopwatch = {
  readonly isRunning: boolean
  /** When it was last started or stopped, ms since 1970. */
  readonly at: number
  /** What it had counted by then, ms. */
  readonly counted: number
}

/** A stopwatch at zero that does not run. */
export const STOPPED: Stopwatch = { isRunning: false, at: 0, counted: 0 }

/** How old a stored stopwatch may be, ms. An older one, such as the day before's, is that of another talk. */
const MAX_AGE_MS = 6 * 3_600_000

/** What the stopwatch shows, ms. */
export function elapsedAt({ isRunning, at, counted }: Stopwatch, now: number): number {
  return counted + (isRunning ? Math.max(0, now - at) : 0)
}

/** Start a stopwatch, or stop it; it keeps what it has counted. */
export function startOrPause(timer: Stopwatch, now: number): Stopwatch {
  return { isRunning: !timer.isRunning, at: now, counted: elapsedAt(timer, now) }
}

/**
 * Read a stopwatch that was stored as JSON.
 *
 * @param json - as it was stored, or anything else.
 * @param now - ms since 1970.
 * @returns the stopwatch; one at zero if the JSON is invalid or too old.
 */
export function readStopwatch(json: string | null, now: number): Stopwatch {
  try {
    const { isRunning, at, counted } = JSON.parse(json ?? '') as Partial<Stopwatch>
    const isValid = Number.isFinite(at) && Number.isFinite(counted)
    return isValid && Math.abs(now - at!) <= MAX_AGE_MS
      ? { isRunning: isRunning === true, at: at!, counted: counted! }
      : STOPPED
  } catch {
    return STOPPED
  }
}
