import type { Ref, ShallowRef } from 'vue'
import { onSlideEnter, onSlideLeave, useNav, useSlideContext } from '@slidev/client'
import { createGlobalState, usePrevious } from '@vueuse/core'
import { ref, shallowRef, watch } from 'vue'
import { coalesce, nextPaint, whenAnimationsIdle } from '../scheduling/when-idle.ts'

/** Identifies a picture of the stage. */
export type Picture = { readonly scene: string; readonly step: number }

/** The slide before the one on show. Slidev does not name it to a slide that is mounted as it is shown. */
const usePreviousSlideNo = createGlobalState(() => usePrevious(useNav().currentSlideNo))

/**
 * Show one picture after the other. One step forward is animated; going back, jumps, print and previews are not.
 *
 * @param root - the element whose CSS transitions are the motion.
 * @param wanted - the picture to show.
 * @param options - what is known of the slide before.
 * @param options.before - the picture with which the last slide before this one that has a stage ends.
 * @returns the picture on show; whether it is on its way, the wait for its start included; whether what it shows is to
 * be there at once; and whether it comes from another slide, and the camera has not arrived.
 */
export function useStepTransition(
  root: Readonly<ShallowRef<Element | null>>,
  wanted: () => Picture,
  { before }: { before: (scene: string) => Picture | undefined },
): {
  picture: Readonly<ShallowRef<Picture>>
  isMoving: Readonly<Ref<boolean>>
  isStill: Readonly<Ref<boolean>>
  isEntering: Readonly<Ref<boolean>>
  isPrinted: Readonly<Ref<boolean>>
} {
  const { $renderContext, $page } = useSlideContext()
  const { isPrintMode, currentSlideNo } = useNav()
  const previousSlideNo = usePreviousSlideNo()
  const motion = useMotion(root, entryPicture() ?? wanted(), entryPicture() !== undefined)

  function mayMove() {
    return !isPrintMode.value && ($renderContext.value === 'slide' || $renderContext.value === 'presenter')
  }

  /** The picture at which a slide's motion begins, where it comes next (so that it is drawn ahead) or has just come. */
  function entryPicture() {
    const away = $page.value - currentSlideNo.value
    const isAhead = away > 0 || (away === 0 && previousSlideNo.value === $page.value - 1)
    return mayMove() && isAhead && wanted().step === 0 ? before(wanted().scene) : undefined
  }

  watch(wanted, (to, from) => {
    const isForward = to.scene === from.scene && to.step === from.step + 1 && $page.value === currentSlideNo.value
    if (mayMove() && isForward) void motion.animateTo(to)
    else motion.showInstantly(to)
  })

  onSlideEnter(() => {
    const from = entryPicture()
    if (from) void motion.enterFrom(from, wanted())
    else motion.showInstantly(wanted())
  })

  const resetWhenIdle = coalesce(async () => {
    await whenAnimationsIdle()
    if ($page.value === currentSlideNo.value) return
    motion.showInstantly(entryPicture() ?? wanted())
    motion.isEntering.value = entryPicture() !== undefined
  })
  onSlideLeave(() => {
    motion.drop()
    void resetWhenIdle()
  })

  const { picture, isMoving, isStill, isEntering } = motion
  return { picture, isMoving, isStill, isEntering, isPrinted: isPrintMode }
}

/** Wait until an element, and with `subtree` all below it, has ended its motions. */
async function motionsEnd(element: Element | null | undefined, options?: GetAnimationsOptions): Promise<void> {
  await Promise.allSettled((element?.getAnimations(options) ?? []).map(it => it.finished))
}

/** The picture on show, and the ways to another. A later one ends the motion to an earlier one. */
function useMotion(root: Readonly<ShallowRef<Element | null>>, first: Picture, isAhead: boolean) {
  const picture = shallowRef(first)
  const isMoving = ref(false)
  const isStill = ref(true)
  const isEntering = ref(isAhead)
  let run = 0

  function showInstantly(at: Picture) {
    run++
    isStill.value = true
    isMoving.value = false
    isEntering.value = false
    if (at.scene !== picture.value.scene || at.step !== picture.value.step) picture.value = at
  }

  /** Animate from what is on show, at rest or in motion. */
  async function animateTo(to: Picture) {
    const mine = ++run
    isMoving.value = true
    isStill.value = false
    picture.value = to
    // Reading the animations before the frame is painted would force a second layout.
    const isSeen = await nextPaint()
    if (mine !== run) return
    if (!isSeen) return showInstantly(to)
    const comesFromAnother = isEntering.value
    if (comesFromAnother) void whenCameraArrives(mine)
    await motionsEnd(root.value?.closest('.slide') ?? root.value, { subtree: true })
    if (comesFromAnother && mine === run) {
      // What stands beside the stage has begun to come.
      await nextPaint()
      if (mine === run) await motionsEnd(root.value?.closest('.slide'), { subtree: true })
    }
    if (mine === run) showInstantly(to)
  }

  /** What stands beside the stage may come then. */
  async function whenCameraArrives(mine: number) {
    await motionsEnd(root.value)
    if (mine === run) isEntering.value = false
  }

  /** Animate from the picture of another slide, which must be painted here first. */
  async function enterFrom(from: Picture, to: Picture) {
    showInstantly(from)
    const mine = run
    isMoving.value = true
    isEntering.value = true
    await nextPaint()
    if (mine === run) await animateTo(to)
  }

  /** Drop the motions that are pending. */
  function drop() {
    run++
  }

  return { picture, isMoving, isStill, isEntering, showInstantly, animateTo, enterFrom, drop }
}
