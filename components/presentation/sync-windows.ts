import { sharedState, useNav } from '@slidev/client'
import {
  JOIN_TIMEOUT_MS,
  HEARTBEAT_MS,
  CHANNEL,
  addressedState,
  answered,
  change,
  channel,
  clicks,
  deck,
  hasReceived,
  hasOthers,
  receive,
  home,
  said,
  onChange,
} from './use-presentation.ts'
import { watch, watchEffect } from 'vue'
import { isLater, type StateMessage } from '../../src/presentation/presentation-state.ts'
import { hmrSkipTransition } from '@slidev/client/state/index.ts'
import { preloadModules } from './preload.ts'

/**
 * Make this window one of those in which the talk is shown: what one shows, all show.
 *
 * The presentation state decides, and the address follows it. The window in which somebody moves broadcasts the new state;
 * one that is opened, looked at or woken broadcasts the state that it has, and a window with a later one answers. The
 * latest message wins, so neither the order of messages nor their delay matters.
 */
export function syncWindows(): void {
  const { router, slides, currentSlideRoute, isPresenter, isPrintMode, hasPrimarySlide } = useNav()
  let isIn = false
  /** The address that this window has last set. */
  let ownAddress: string | undefined
  // A timer would be slowed down in a hidden window; a message to oneself is not.
  const ownTurn = new MessageChannel()
  let isFollowing = false

  // Slidev counts a slide's clicks when it is mounted; until then it takes the slide to have none.
  for (const { no, meta } of slides.value) meta.slide.frontmatter.clicks = clicks.value[no - 1]!

  // Slidev mounts three slides in the frame that shows one. In dev it may: there nothing is mounted ahead.
  if (!import.meta.hot && !isPrintMode.value) mountOnlyShown()

  /** Mount only the slide that is gone to, and keep it; the others are mounted ahead when there is time. */
  function mountOnlyShown() {
    for (const { meta } of slides.value) meta.slide.frontmatter.preload = false
    watch(currentSlideRoute, ({ meta }) => void (meta.__preloaded = true), { immediate: true })
  }

  channel.onmessage = ({ data }: MessageEvent<StateMessage>) => {
    if (receive(data)) followLast()
    else if (isIn && isLater(said.value, data)) broadcast()
  }

  function broadcast() {
    channel.postMessage(said.value)
  }

  /** The address of what is on show, on the audience's page or the presenter's, as `page` is. */
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

  /** Set the address to what is on show. A newer navigation ends an older one, so none can come late. */
  function follow() {
    if (!isIn || !hasPrimarySlide.value) return
    // Otherwise Slidev runs its own transition, and leaves the last slide on show for two frames.
    hmrSkipTransition.value = false
    const to = address(router.currentRoute.value)
    ownAddress = to.fullPath
    void router.replace(to)
  }

  /** Follow once all messages that wait here have been received: of several states only the last is gone to. */
  function followLast() {
    if (!isFollowing) ownTurn.port2.postMessage(undefined)
    isFollowing = true
  }

  ownTurn.port1.onmessage = () => {
    isFollowing = false
    follow()
  }

  // The first slide that is painted is the one on show.
  router.beforeResolve(async to => {
    if (isIn || !to.params.no || isPrintMode.value) return undefined
    if (await hasOthers)
      await Promise.race([answered.promise, new Promise(resolve => setTimeout(resolve, JOIN_TIMEOUT_MS))])
    if (!hasReceived()) return undefined
    const there = address(to)
    return there.fullPath === to.fullPath ? undefined : there
  })

  // What changes the address besides us: a link, the overview, a number typed, Back.
  router.afterEach((to, _from, failure) => {
    if (failure || isPrintMode.value) return
    if (!hasPrimarySlide.value) {
      // To come back from here is to choose a slide, also the one that was on show.
      ownAddress = undefined
      return
    }
    if (!isIn) {
      isIn = true
      void navigator.locks
        ?.request(CHANNEL, { mode: 'shared' }, () => new Promise(() => undefined))
        .catch(() => undefined)
      onChange(() => {
        broadcast()
        follow()
      })
      if (hasReceived()) follow()
      else said.value = { ...said.value, show: { ...addressedState(), isBlack: false, source: 0 } }
      broadcast()
      // In dev every module that is loaded counts as an update, and an update removes the faults from the slide.
      if (!import.meta.hot) void preloadModules()
    }
    // An address that we set ourselves chooses nothing, and by now there may be a newer state.
    else if (to.fullPath !== ownAddress) {
      change(addressedState())
    }
  })

  watchEffect(() =>
    document.documentElement.toggleAttribute('data-black', said.value.show.isBlack && !isPresenter.value),
  )

  // Slidev's own state, for its /notes page and for addons that read it; marked as written here, so that Slidev does not
  // navigate by it. In dev Slidev's server keeps it.
  if (!import.meta.hot)
    watchEffect(() => {
      const { no, clicks: done } = said.value.show
      const type = isPresenter.value ? 'presenter' : 'viewer'
      const lastUpdate = { id: said.value.by, type, time: Date.now() } as const
      Object.assign(sharedState, { lastUpdate, page: no, clicks: done, clicksTotal: clicks.value[no - 1] })
    })

  // A window that was asleep may have missed messages, or be the only one that has the latest state.
  setInterval(() => isIn && broadcast(), HEARTBEAT_MS)
  document.addEventListener('visibilitychange', () => isIn && broadcast())
}
