/** A stopwatch: what it has counted until it was last started, and since when it has run; ms. */
export type Timer = { readonly counted: number, readonly since: number | undefined }

/** A stopwatch at zero, standing. */
export const STOPPED: Timer = { counted: 0, since: undefined }

/** What the stopwatch shows, ms. */
export function elapsedAt({ counted, since }: Timer, now: number): number {
  return counted + (since === undefined ? 0 : Math.max(0, now - since))
}

/** Start it where it stands, or stop it there. */
export function startOrPause(timer: Timer, now: number): Timer {
  return timer.since === undefined ? { ...timer, since: now } : { counted: elapsedAt(timer, now), since: undefined }
}

/** Read a stopwatch that was stored as JSON; one at zero where nothing sound is there. */
export function readTimer(json: string | null): Timer {
  try {
    const { counted, since } = JSON.parse(json ?? '') as Partial<Timer>
    return { counted: Number.isFinite(counted) ? counted! : 0, since: Number.isFinite(since) ? since : undefined }
  }
  catch {
    return STOPPED
  }
}
