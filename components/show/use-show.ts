import type { ComputedRef } from 'vue'
import type { Place, Said, Show } from './show.ts'
import { slidesTitle, useNav } from '@slidev/client'
import { hmrSkipTransition } from '@slidev/client/state/index.ts'
import { computed, shallowRef, watch, watchEffect } from 'vue'
import { useDeck } from '../use-deck.ts'
import { stir } from '../calm.ts'
import { loadAhead } from './load-ahead.ts'
import { isLater, isSameShow, nextPlace, placeWithin, sayNow } from './show.ts'

const deck = useDeck()
const me = Math.random().toString(36).slice(2)

/** How often a window says what it knows, though nothing has changed, ms. One that wakes does so at once, for it is overdue. */
const PULSE = 200

/** How many clicks each slide has. */
const clicks = computed(() => deck.value.order.map(id => deck.value.scenes[id]!.steps.length - 1))

/** What the address asks for before the `#`, where one file or one server is opened for an arch. */
const home = addressed(new URLSearchParams(location.search))

const said = shallowRef<Said>({ show: { ...addressedShow(), isBlack: false, source: 0 }, at: -Date.now(), by: me })

/** What to do when the show is another; nothing in a page that is no part of it. */
let tell: (() => void) | undefined

/** How long a window that is opened waits for the others to say where the talk is, ms. */
const PATIENCE = 250

/** What the windows of a talk have in common: a channel, and a lock that each holds as long as it is open. */
const SHOW = `${slidesTitle} - show`

/** Whether others are open; where the browser does not say, none is waited for. */
const hasOthers = navigator.locks?.query().then(
  ({ held }) => held?.some(it => it.name === SHOW),
  () => false,
)
const answered = Promise.withResolvers<void>()
const channel = new BroadcastChannel(SHOW)

// Where the talk is, is asked as early as can be: then a window that is opened in the midst of it need not begin elsewhere.
channel.onmessage = ({ data }: MessageEvent<Said>) => hear(data)
channel.postMessage({ ...said.value, at: -Infinity })

/** Take a word, if it is the latest. */
function hear(word: Said): boolean {
  if (!isLater(word, said.value)) return false
  said.value = word
  answered.resolve()
  stir()
  return true
}

/** Whether another window has said where the talk is. */
function hasHeard(): boolean {
  return said.value.by !== me
}

/** The arch and the release that parameters name, as far as the dataset has them; an empty release is the talk's own. */
function addressed(parameters: URLSearchParams): Partial<Pick<Show, 'arch' | 'release'>> {
  const arch = parameters.get('arch')
  const release = parameters.get('release')
  return {
    ...(arch && deck.value.arches.some(it => it.id === arch) && { arch }),
    ...(release !== null && { release: deck.value.releases.includes(release) ? release : undefined }),
  }
}

/** What this page's address tells of a show. */
function addressedShow(): Omit<Show, 'isBlack' | 'source'> {
  const [path = '', query] = location.hash.slice(1).split('?')
  const parameters = new URLSearchParams(query)
  const place = placeWithin(Number(path.split('/').at(-1)), Number(parameters.get('clicks')), clicks.value)
  return { ...place, arch: deck.value.arch, release: undefined, ...home, ...addressed(parameters) }
}

/** What is on show; the same in every window of the talk. */
export function useShow(): {
  readonly show: ComputedRef<Show>
  readonly clicks: ComputedRef<readonly number[]>
  readonly change: (wanted: Partial<Show>) => void
  readonly step: (by: 1 | -1) => void
  readonly turn: (by: 1 | -1) => void
} {
  return { show: computed(() => said.value.show), clicks, change, step, turn }
}

/** Have every window show something else. */
function change(wanted: Partial<Show>): void {
  const { no, clicks } = said.value.show
  const isElsewhere = (wanted.no ?? no) !== no || (wanted.clicks ?? clicks) !== clicks
  const show = { ...said.value.show, ...(isElsewhere && { source: 0, isBlack: false }), ...wanted }
  if (isSameShow(show, said.value.show)) return
  said.value = sayNow(show, said.value, me, Date.now())
  stir()
  tell?.()
}

/** One click on or back; the slide is seen again if it was black. */
function step(by: 1 | -1): void {
  change({ ...nextPlace(said.value.show, clicks.value, by), isBlack: false })
}

/** The beginning of the next slide, or of the one before. */
function turn(by: 1 | -1): void {
  change({ ...placeWithin(said.value.show.no + by, 0, clicks.value), isBlack: false })
}

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

  channel.onmessage = ({ data }: MessageEvent<Said>) => {
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
      tell = () => {
        speak()
        follow()
      }
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

/** The place that comes next, for the window that shows it ahead; undefined at the talk's end. */
export function useNextPlace(): ComputedRef<Place | undefined> {
  return computed(() => {
    const { no, clicks: done } = said.value.show
    const next = nextPlace({ no, clicks: done }, clicks.value, 1)
    return next.no === no && next.clicks === done ? undefined : next
  })
}
