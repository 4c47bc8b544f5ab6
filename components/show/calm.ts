/** For how long nobody has gone anywhere when a window turns to what nobody waits for, ms. */
const CALM = 1000

/** More than a page has to itself between two frames, ms: it has that only when nothing moves. */
const LONG = 20

/** How long such a moment is waited for, ms: more than a step's motion takes. */
const LATEST = 1000

/** The same once nobody has moved for a while, ms: no motion is left, and whatever keeps the page busy then does so for long. */
const LATEST_IN_CALM = 200

let since = performance.now()

/** Somebody has gone somewhere: whatever waits for calm waits anew. */
export function stir(): void {
  since = performance.now()
}

/** When nobody has moved for a while, and nothing else is to be done. */
export async function calm(): Promise<void> {
  for (let rest = untilCalm(); rest > 0; rest = untilCalm())
    await new Promise(resolve => setTimeout(resolve, rest))
  await quiet(LATEST_IN_CALM)
}

function untilCalm(): number {
  return since + CALM - performance.now()
}

/** When nothing moves and nothing else is to be done; where something always moves, or nobody sees the window, some time later. */
export async function quiet(latest = LATEST): Promise<void> {
  const end = performance.now() + latest
  while (await new Promise<number>(resolve => requestIdleCallback(it => resolve(it.timeRemaining()), { timeout: latest })) < LONG && performance.now() < end);
}
