import { useNav } from '@slidev/client'
import {
  PATIENCE,
  PULSE,
  SHOW,
  addressedShow,
  answered,
  change,
  channel,
  clicks,
  deck,
  hasHeard,
  hasOthers,
  hear,
  home,
  said,
  onChange,
} from './use-presentation.ts'
import { watch, watchEffect } from 'vue'
import { isLater, type StateMessage } from '../../src/presentation/presentation-state.ts'
import { hmrSkipTransition } from '@slidev/client/state/index.ts'
import { loadAhead } from './preload.ts'

/**
 * Make this window one of those in which the talk is shown: what one shows, all show.
 *
 * The show is what counts, and the address follows it. Whoever moves says so to all other windows; a window that is
 * opened, looked at or woken says what it knows, and whoever knows better answers. The latest word counts, so that it does
 * not matter in which order, or how late, words arrive.
 */
export function keepInStep(): void {
  const { router, slides, currentSlideRoute, isPresenter, isPrintMode, hasPrimarySlide } = useNav()
  let isIn = false
  /** The address that we have last gone to. */
  let asked: string | undefined
  // A timer would make a window wait that is not looked at.
  const turn = new MessageChannel()
  let isDue = false

  // Slidev counts a slide's clicks when it is mounted; until then it takes every slide for one without.
  for (const { no, meta } of slides.value) meta.slide.frontmatter.clicks = clicks.value[no - 1]!

  // Slidev makes three slides in the frame that shows one. While somebody edits they may: nothing is loaded ahead then.
  if (!import.meta.hot && !isPrintMode.value) makeOnlyShown()

  /** Of the slides make only the one that is gone to, and keep it; the others are made ahead when there is time. */
  function makeOnlyShown() {
    for (const { meta } of slides.value) meta.slide.frontmatter.preload = false
    watch(currentSlideRoute, ({ meta }) => void (meta.__preloaded = true), { immediate: true })
  }

  channel.onmessage = ({ data }: MessageEvent<StateMessage>) => {
    if (hear(data)) followLast()
    else if (isIn && isLater(said.value, data)) speak()
  }

  function speak() {
    channel.postMessage(said.value)
  }

  /** The address of what is on show, in this window or in that of `page`. */
  function address(page: { readonly path: string; readonly query: Readonly<Record<string, unknown>> }) {
    const { no, clicks, arch, release } = said.value.show
    return router.resolve({
      path: `${page.path.startsWith('/presenter') ? '/presenter' : ''}/${no}`,
      query: {
        ...page.query,
        clicks: clicks || undefined,
        arch: arch === (home.arch ?? deck.value.arch) ? undefined : arch,
        release: release === home.release ? undefined : (release ?? ''),
      },
    })
  }

  /** Take the address to where the show is. A newer navigation ends an older one, so that none can come late. */
  function follow() {
    if (!isIn || !hasPrimarySlide.value) return
    // Else Slidev takes the slides' transition, which is none, for its own, and leaves the last slide standing for two frames.
    hmrSkipTransition.value = false
    const to = address(router.currentRoute.value)
    asked = to.fullPath
    void router.replace(to)
  }

  /** Follow when all words have been heard that are here already: of several that wait, only the last is gone to. */
  function followLast() {
    if (!isDue) turn.port2.postMessage(undefined)
    isDue = true
  }

  turn.port1.onmessage = () => {
    isDue = false
    follow()
  }

  // The first slide that is drawn is the one on show.
  router.beforeResolve(async to => {
    if (isIn || !to.params.no || isPrintMode.value) return undefined
    if (await hasOthers) await Promise.race([answered.promise, new Promise(resolve => setTimeout(resolve, PATIENCE))])
    if (!hasHeard()) return undefined
    const there = address(to)
    return there.fullPath === to.fullPath ? undefined : there
  })

  // What brings the address elsewhere, and is not us: a link, the overview, a number typed, Back.
  router.afterEach((to, _from, failure) => {
    if (failure || isPrintMode.value) return
    if (!hasPrimarySlide.value) {
      // Whoever comes back from here comes by a wish, though it be to where we went last.
      asked = undefined
      return
    }
    if (!isIn) {
      isIn = true
      void navigator.locks?.request(SHOW, { mode: 'shared' }, () => new Promise(() => undefined)).catch(() => undefined)
      onChange(() => {
        speak()
        follow()
      })
      if (hasHeard()) follow()
      else said.value = { ...said.value, show: { ...addressedShow(), isBlack: false, source: 0 } }
      speak()
      // While somebody edits, every module that comes is an update, and an update takes the faults off the slide.
      if (!import.meta.hot) void loadAhead()
    }
    // Where we went ourselves is no wish, and meanwhile there may be a newer one.
    else if (to.fullPath !== asked) {
      change(addressedShow())
    }
  })

  watchEffect(() =>
    document.documentElement.toggleAttribute('data-black', said.value.show.isBlack && !isPresenter.value),
  )

  // A window that was asleep may have missed what was said, or be the only one that knows it.
  setInterval(() => isIn && speak(), PULSE)
  document.addEventListener('visibilitychange', () => isIn && speak())
}
