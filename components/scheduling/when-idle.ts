import { until, useIdle } from '@vueuse/core'

/** The time without a step, a key or a move of the pointer after which the user counts as idle, ms. */
const IDLE_MS = 1000

/**
 * How many frames in a row without motion mean that no motion is about to begin: a motion begins in the frame after its
 * start has been painted.
 */
const STILL_FRAMES = 2

/** The longest wait for the end of all motion, ms: longer than the motion of a step. */
const MOTION_TIMEOUT_MS = 1000

/** The longest wait for a frame, ms: a hidden window paints none. */
const FRAME_TIMEOUT_MS = 200

const { idle, reset } = useIdle(IDLE_MS)

/** Count the user as active from now on: the talk has moved, in this window or another. */
export const noteActivity: () => void = reset

/** Wait until the user has been idle for a while and nothing moves. */
export async function whenUserIdle(): Promise<void> {
  await until(idle).toBe(true)
  await whenAnimationsIdle()
}

let lastTurn: Promise<unknown> = Promise.resolve()

/**
 * Wait until nothing moves, but not for ever. Callers get different frames, in the order of their calls.
 *
 * @returns when nothing moves, or after the longest wait.
 */
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
 * Wait until the next frame has been painted.
 *
 * @returns false if none was, as in a hidden window: what has changed is neither seen nor laid out.
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
 * @param run - called only while none of its runs is pending.
 * @returns the function to call instead.
 */
export function coalesce(run: () => Promise<void>): () => Promise<void> {
  let pending: Promise<void> | undefined
  return () => (pending ??= run().finally(() => (pending = undefined)))
}
