import { useNav } from '@slidev/client'
import { computed, ref, watch, type ComputedRef, type Ref } from 'vue'
import { isSameAnswer, type ShownAnswer } from '../../src/presentation/presentation-state.ts'
import { usePresentation } from '../presentation/use-presentation.ts'
import { announceAnswer } from './answer-ahead.ts'
import type { Question } from './use-question.ts'

/**
 * Show answers to the room from the speaker's window: private until the speaker shows one, then steered from there.
 *
 * @param question - of this window.
 * @param at - the link of a path and the register frame that this window has come to, and whether it is open.
 * @returns whether the answer of this window's question is the one that the room sees, and what shows and removes it.
 */
export function useRoomAnswer(
  question: Question,
  at: { readonly hop: Readonly<Ref<number>>; readonly frame: Readonly<Ref<number>>; readonly isOpen: () => boolean },
): { readonly isShown: ComputedRef<boolean>; readonly showToRoom: () => void; readonly takeBack: () => void } {
  const { text, active, option, context, viewpoint } = question
  const { isPresenter } = useNav()
  const { show, change } = usePresentation()
  /** Whether the question has stayed as it was when it was shown. */
  const isTheOne = ref(false)

  const now = computed((): ShownAnswer => {
    const { at: from } = context.value
    return {
      question: text.value.trim(),
      option: option.value.key,
      hop: at.hop.value,
      frame: at.frame.value,
      from: { arch: from.arch, release: from.release },
      at: { arch: viewpoint.value.arch, release: viewpoint.value.release },
    }
  })
  const isAnswer = () => isPresenter.value && at.isOpen() && active.value >= 0 && text.value.trim() !== ''
  watch([text, active], () => void (isTheOne.value = false), { flush: 'sync' })
  // Before this window itself computes the answer: the others do so at the same time.
  watch(now, it => isAnswer() && !isTheOne.value && announceAnswer(it))
  watch(now, (after, before) => {
    if (isTheOne.value && show.value.answer && !isSameAnswer(after, before)) change({ answer: after })
  })
  // The menus of the presenter steer the answer, too.
  watch([() => show.value.arch, () => show.value.release], ([arch, release], [archBefore]) => {
    if (!isTheOne.value) return
    question.move({ ...(arch !== archBefore && { arch }), ...(release !== undefined && { release }) })
  })

  return {
    isShown: computed(() => isPresenter.value && isTheOne.value && show.value.answer !== undefined),
    showToRoom() {
      if (!isAnswer()) return
      isTheOne.value = true
      change({ answer: now.value })
    },
    takeBack() {
      isTheOne.value = false
      if (isPresenter.value) change({ answer: undefined })
    },
  }
}
