import { useNav } from '@slidev/client'
import { showGotoDialog } from '@slidev/client/state/index.ts'
import { watch, watchEffect } from 'vue'
import { useSay } from '../dataset/use-say.ts'

/** Name the window after the slide on show: tabs, history and bookmarks have names of their own. */
export function nameWindow(): void {
  const { router, currentSlideRoute, hasPrimarySlide, isPresenter } = useNav()
  const { say } = useSay()
  let talk: string | undefined
  const name = () => {
    if (!hasPrimarySlide.value) return
    talk ??= document.title
    const { title } = currentSlideRoute.value.meta.slide
    const named = title && title !== talk ? `${title} · ${talk}` : talk
    document.title = isPresenter.value ? `${say('Presenter')} · ${named}` : named
  }
  watchEffect(name)
  // Slidev writes the talk's own title once, a moment after the first page is there.
  router.afterEach(() => void setTimeout(name))
  requestIdleCallback(name)
}

/** Name the field of Slidev's that goes to a slide, in the language of the deck. */
export function nameGoto(): void {
  const { say } = useSay()
  watch(
    showGotoDialog,
    () => document.getElementById('slidev-goto-input')?.setAttribute('placeholder', say('number or title')),
    { flush: 'post' },
  )
}
