import { sharedState, useNav } from '@slidev/client'
import {
  JOIN_TIMEOUT_MS,
  HEARTBEAT_MS,
  PLAIN,
  CHANNEL,
  addressedState,
  answered,
  change,
  channel,
  clicks,
  countedClicks,
  deck,
  hasReceived,
  hasOthers,
  isOfThisTalk,
  receive,
  home,
  said,
  onChange,
} from './use-presentation.ts'
import { watchEffect } from 'vue'
import { isLater } from '../../src/presentation/presentation-state.ts'
import { hmrSkipTransition } from '@slidev/client/state/index.ts'
import { isFramed } from './which-show.ts'
import { preloadModules } from './preload.ts'
import { mountOnlyShown } from './prerender-slides.ts'

/** Whether this window shows the talk: from its first slide on. */
let isIn = false

/** The address that this window has last set. */
let ownAddress: string | undefined

/**
 * Make this window one of those of its show: what one shows, all show.
 *
 * The presentation state decides, and the address follows it. The window in which somebody moves broadcasts the new
 * state; one that is opened, looked at or woken broadcasts the state that it has, and a window with a later one
 * answers. The latest message wins, so neither the order of messages nor their delay matters.
 */
export function syncWindows(): void {
  const { isPresenter, isPrintMode } = useNav()
  prepareSlides()
  // In dev Slidev may mount three slides at once: there nothing is mounted ahead.
  if (!import.meta.hot && !isPrintMode.value) mountOnlyShown()
  followMessages()
  followAddress()
  watchEffect(() =>
    document.documentElement.toggleAttribute('data-black', said.value.show.isBlack && !isPresenter.value),
  )
  // In dev Slidev's server keeps its state.
  if (!import.meta.hot) watchEffect(writeSlidevState)
  // A window that was asleep may have missed messages, or be the only one that has the latest state.
  setInterval(() => isIn && broadcast(), HEARTBEAT_MS)
  document.addEventListener('visibilitychange', () => isIn && broadcast())
}

/**
 * Give each slide its address, and the number of its clicks. Slidev counts them when a slide is mounted, and until then
 * it takes the slide to have none.
 */
function prepareSlides() {
  const { slides, getPrimaryClicks } = useNav()
  for (const route of slides.value) {
    const { no, meta } = route
    const id = deck.value.order[no - 1]!
    meta.slide.frontmatter.routeAlias = id
    // Slidev would ask for pictures by the addresses in the Markdown, which the build changes.
    meta.slide.images = []
    if (deck.value.scenes[id]) meta.slide.frontmatter.clicks = clicks.value[no - 1]!
    else
      watchEffect(() => {
        const { isMounted, total } = getPrimaryClicks(route)
        if (isMounted && countedClicks.value.get(no) !== total)
          countedClicks.value = new Map(countedClicks.value).set(no, total)
      })
  }
}

function broadcast() {
  channel.postMessage(said.value)
}

/** The address of what is on show, on the audience's page or the presenter's, as `page` is. */
function address({ path, query }: { readonly path: string; readonly query: Readonly<Record<string, unknown>> }) {
  const { no, clicks, arch, release } = said.value.show
  return useNav().router.resolve({
    path: `${path.startsWith('/presenter') ? '/presenter' : ''}/${no}`,
    query: {
      ...query,
      clicks: clicks || undefined,
      arch: arch === (home.arch ?? deck.value.arch) ? undefined : arch,
      release: release === home.release ? undefined : (release ?? ''),
    },
  })
}

/**
 * Set the address to what is on show, as an entry of the history: Back and Forward go through what was seen. A newer
 * navigation ends an older one, so none can come late.
 */
function follow({ isFirst = false } = {}) {
  const { router, hasPrimarySlide } = useNav()
  if (!isIn || !hasPrimarySlide.value) return
  // Otherwise Slidev runs its own transition, and leaves the last slide on show for two frames.
  hmrSkipTransition.value = false
  const to = address(router.currentRoute.value)
  ownAddress = to.fullPath
  // To replace an address by itself only ends a navigation that is under way.
  const isThere = to.fullPath === router.currentRoute.value.fullPath
  void (isFirst || isThere || isFramed ? router.replace(to) : router.push(to))
}

/** Take over what other windows broadcast, and answer one whose state is older. */
function followMessages() {
  // A timer would be slowed down in a hidden window; a message to oneself is not.
  const ownTurn = new MessageChannel()
  let isFollowing = false

  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (!isOfThisTalk(data)) return
    if (receive(data)) {
      // Follow once all messages that wait here have been received: of several states only the last is gone to.
      if (!isFollowing) ownTurn.port2.postMessage(undefined)
      isFollowing = true
    } else if (isIn && isLater(said.value, data)) {
      broadcast()
    }
  }

  ownTurn.port1.onmessage = () => {
    isFollowing = false
    follow()
  }
}

/** Take over what else changes the address: a link, the overview, a number typed, Back. */
function followAddress() {
  const { router, isPrintMode, hasPrimarySlide } = useNav()

  // The first slide that is painted is the one on show.
  router.beforeResolve(async to => {
    if (isIn || !to.params.no || isPrintMode.value) return undefined
    if (await hasOthers)
      await Promise.race([answered.promise, new Promise(resolve => setTimeout(resolve, JOIN_TIMEOUT_MS))])
    if (!hasReceived()) return undefined
    const there = address(to)
    return there.fullPath === to.fullPath ? undefined : there
  })

  router.afterEach((to, _from, failure) => {
    if (failure || isPrintMode.value) return
    // To come back from another page is to choose a slide, also the one that was on show.
    if (!hasPrimarySlide.value) ownAddress = undefined
    else if (!isIn) join()
    // An address that we set ourselves chooses nothing, and by now there may be a newer state.
    else if (to.fullPath !== ownAddress) change(addressedState())
  })
}

/** Begin to show the talk: where the other windows are, or where the address is. */
function join() {
  isIn = true
  void navigator.locks?.request(CHANNEL, { mode: 'shared' }, () => new Promise(() => undefined)).catch(() => undefined)
  onChange(() => {
    broadcast()
    follow()
  })
  if (hasReceived()) follow({ isFirst: true })
  else said.value = { ...said.value, show: { ...addressedState(), ...PLAIN } }
  broadcast()
  // In dev every module that is loaded counts as an update, and an update removes the faults from the slide.
  if (!import.meta.hot) void preloadModules()
}

/**
 * Write Slidev's own state, for its /notes page and for addons that read it; marked as written here, so that Slidev
 * does not navigate by it.
 */
function writeSlidevState() {
  const { no, clicks: done } = said.value.show
  const type = useNav().isPresenter.value ? 'presenter' : 'viewer'
  const lastUpdate = { id: said.value.by, type, time: Date.now() } as const
  Object.assign(sharedState, { lastUpdate, page: no, clicks: done, clicksTotal: clicks.value[no - 1] })
}
