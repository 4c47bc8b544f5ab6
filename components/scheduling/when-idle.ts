import { until, useIdle } from '@vueuse/core'

/** For how long the talk has gone nowhere, and nobody has typed or pointed, when a window is idle, ms. */
const IDLE_MS = 1000

/** In how many frames in a row nothing moves when no motion is about to begin: one begins in the frame after its start has been painted. */
const STILL_FRAMES = 2

/** How long the end of all motion is waited for, ms: more than a step takes. */
const MOTION_TIMEOUT_MS = 1000

/** How long a frame is waited for, ms: a hidden window paints none. */
const FRAME_TIMEOUT_MS = 200

const { idle, reset } = useIdle(IDLE_MS)

/** Start the wait for an idle user anew: the talk has gone somewhere, be it in another window. */
export const noteActivity: () => void = reset

/** When the user has been idle for a while and nothing moves. */
export async function whenUserIdle(): Promise<void> {
  await until(idle).toBe(true)
  await whenAnimationsIdle()
}

let lastTurn: Promise<unknown> = Promise.resolve()

/** When nothing moves, or the wait has been long enough. Each caller gets a frame of its own, in the order of the calls. */
export function whenAnimationsIdle(): Promise<void> {
  const end = performance.now() + MOTION_TIMEOUT_MS
  const turn = lastTurn.then(async () => {
    for (let still = 0; still < STILL_FRAMES && performance.now() < end;) {
      await nextPaint()
      still = document.getAnimations().length > 0 ? 0 : still + 1
    }
  })
  lastTurn = turn
  return turn
}

/**
 * When the next frame has been painted.
 *
 * @returns false where none was: what has changed has been neither seen nor laid out.
 */
export function nextPaint(): Promise<boolean> {
  return new Promise(resolve => {
    requestAnimationFrame(() => setTimeout(() => resolve(true)))
    setTimeout(() => resolve(false), FRAME_TIMEOUT_MS)
  })
}

/**
 * Share one pending run among all calls until it ends. While a key is held down no run ends, and calls would pile up.
 *
 * @param run - begun by a call while none is pending.
 * @returns the function to call instead.
 */
export function coalesce(run: () => Promise<void>): () => Promise<void> {
  let pending: Promise<void> | undefined
  return () => (pending ??= run().finally(() => (pending = undefined)))
}
