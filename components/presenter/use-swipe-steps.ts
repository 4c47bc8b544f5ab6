import { usePresentation } from '../presentation/use-presentation.ts'

/** A swipe: at least so far, px, in at most that time, ms. A slower move of the finger points. */
const SWIPE = { px: 60, ms: 400 }

/**
 * Go one step on or back at a swipe to the left or to the right.
 *
 * @returns the handlers for what is swiped over.
 */
export function useSwipeSteps(): {
  readonly pointerdown: (event: PointerEvent) => void
  readonly pointerup: (event: PointerEvent) => void
} {
  const { step } = usePresentation()
  let start: PointerEvent | undefined
  return {
    pointerdown: event => void (start = event.pointerType === 'touch' ? event : undefined),
    pointerup(event) {
      if (!start || event.timeStamp - start.timeStamp > SWIPE.ms) return
      const [x, y] = [event.clientX - start.clientX, event.clientY - start.clientY]
      start = undefined
      if (Math.abs(x) >= SWIPE.px && Math.abs(x) > 2 * Math.abs(y)) step(x < 0 ? 1 : -1)
    },
  }
}
