import type { Ref, ShallowRef } from 'vue'
import { onSlideEnter, onSlideLeave, useNav, useSlideContext } from '@slidev/client'
import { ref, shallowRef, watch } from 'vue'
import { oneWaits, quiet } from '../scheduling/when-idle.ts'
import { drawn } from '../scheduling/next-paint.ts'

/** Identifies a picture of the stage. */
export type Picture = { readonly scene: string; readonly step: number }

/**
 * Show one picture after the other. One step forward is animated; going back, jumps, print and previews are not.
 *
 * @param root - the element whose CSS transitions are the motion.
 * @param wanted - the picture to show.
 * @param options - what is known of the slide before.
 * @param options.before - the picture that the slide before this one ends with, if it has a stage.
 * @returns the picture on show; whether it is on its way, the wait for its start included; and whether what it shows is
 * to be there at once.
 */
export function useStepTransition(
  root: Readonly<ShallowRef<Element | null>>,
  wanted: () => Picture,
  { before }: { before: (scene: string) => Picture | undefined },
): {
  picture: Readonly<ShallowRef<Picture>>
  isMoving: Readonly<Ref<boolean>>
  isStill: Readonly<Ref<boolean>>
  isPrinted: Readonly<Ref<boolean>>
} {
  const { $renderContext, $page } = useSlideContext()
  const { isPrintMode, currentSlideNo } = useNav()
  const picture = shallowRef(waiting() ?? wanted())
  const isMoving = ref(false)
  const isStill = ref(true)
  let run = 0

  function mayMove() {
    return !isPrintMode.value && ($renderContext.value === 'slide' || $renderContext.value === 'presenter')
  }

  /** What a prerendered slide shows: the picture at which its motion begins, so that it need not be drawn again. */
  function waiting() {
    return mayMove() && $page.value > currentSlideNo.value && wanted().step === 0 ? before(wanted().scene) : undefined
  }

  function showInstantly(at: Picture) {
    run++
    isStill.value = true
    isMoving.value = false
    if (at.scene !== picture.value.scene || at.step !== picture.value.step) picture.value = at
  }

  /** Animate from what is on show, at rest or in motion. */
  async function animateTo(to: Picture) {
    const mine = ++run
    isMoving.value = true
    isStill.value = false
    picture.value = to
    // Reading the animations before the frame is painted would force a second layout.
    const isSeen = await drawn()
    if (mine !== run) return
    if (!isSeen) return showInstantly(to)
    const animations = root.value?.getAnimations({ subtree: true }) ?? []
    await Promise.allSettled(animations.map(it => it.finished))
    if (mine === run) showInstantly(to)
  }

  /** Animate from the picture of another slide, which must be painted here first. */
  async function enterFrom(from: Picture, to: Picture) {
    showInstantly(from)
    const mine = run
    isMoving.value = true
    await drawn()
    if (mine === run) await animateTo(to)
  }

  watch(wanted, (to, from) => {
    const isForward = to.scene === from.scene && to.step === from.step + 1 && $page.value === currentSlideNo.value
    if (mayMove() && isForward) void animateTo(to)
    else showInstantly(to)
  })

  onSlideEnter((to, from) => {
    const start = before(wanted().scene)
    if (mayMove() && from !== undefined && to === from + 1 && wanted().step === 0 && start)
      void enterFrom(start, wanted())
    else showInstantly(wanted())
  })

  const awaitTurn = oneWaits(async () => {
    await quiet()
    if ($page.value !== currentSlideNo.value) showInstantly(waiting() ?? wanted())
  })
  onSlideLeave(() => {
    // Pending motions of this slide are dropped.
    run++
    void awaitTurn()
  })

  return { picture, isMoving, isStill, isPrinted: isPrintMode }
}
