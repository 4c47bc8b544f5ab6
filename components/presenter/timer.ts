/** A stopwatch: what it has counted until it was last started, and since when it has run; when it was last started or stopped; ms. */
export type Timer = { readonly counted: number, readonly since: number | undefined, readonly at: number }

/** A stopwatch at zero, standing. */
export const STOPPED: Timer = { counted: 0, since: undefined, at: 0 }

/** How long after it was started or stopped a stopwatch counts the same talk, ms: one of the day before does not. */
const SAME_TALK = 6 * 3_600_000

/** What the stopwatch shows, ms. */
export function elapsedAt({ counted, since }: Timer, now: number): number {
  return counted + (since === undefined ? 0 : Math.max(0, now - since))
}

/** Start it where it stands, or stop it there. */
export function startOrPause(timer: Timer, now: number): Timer {
  return timer.since === undefined ? { ...timer, since: now, at: now } : { counted: elapsedAt(timer, now), since: undefined, at: now }
}

/** Read a stopwatch that was stored as JSON; one at zero where nothing sound is there, or only that of an earlier talk. */
export function readTimer(json: string | null, now: number): Timer {
  try {
    const { counted, since, at } = JSON.parse(json ?? '') as Partial<Timer>
    if (!Number.isFinite(at) || Math.abs(now - at!) > SAME_TALK)
      return STOPPED
    return { at: at!, counted: Number.isFinite(counted) ? counted! : 0, since: Number.isFinite(since) ? since : undefined }
  }
  catch {
    return STOPPED
  }
}
