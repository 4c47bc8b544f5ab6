import { useDeck } from '../dataset/use-deck.ts'
import { computed, shallowRef, type ComputedRef } from 'vue'
import {
  isLater,
  isSameState,
  isStateMessage,
  nextPosition,
  nextSlide,
  nearestPosition,
  nextMessage,
  type ClickCounts,
  type Position,
  type StateMessage,
  type PresentationState,
} from '../../src/presentation/presentation-state.ts'
import { slidesTitle } from '@slidev/client'
import { showName } from './which-show.ts'
import { noteActivity } from '../scheduling/when-idle.ts'

export const deck = useDeck()
const me = Math.random().toString(36).slice(2)

/**
 * The time between two broadcasts of an unchanged state, ms. A window that wakes is overdue, and broadcasts at once.
 */
export const HEARTBEAT_MS = 200

/** The clicks of slides without a scene, by number: Slidev counts them when it mounts the slide. */
export const countedClicks = shallowRef<ReadonlyMap<number, number>>(new Map())

/** How many clicks each slide has; undefined for a slide without a scene that has not been mounted yet. */
export const clicks = computed(() =>
  deck.value.order.map((id, i) => {
    const scene = deck.value.scenes[id]
    return scene ? scene.steps.length - 1 : countedClicks.value.get(i + 1)
  }),
)

/** Numbers of the slides that are left out on the arch on show. */
export const leftOut = computed(
  () =>
    new Set(
      (deck.value.leftOut[said.value.show.arch] ?? []).map(id => deck.value.order.indexOf(id) + 1),
    ) as ReadonlySet<number>,
)

/** Arch and release in the address before the `#`: a single file or a server may be opened for an arch. */
export const home = addressed(new URLSearchParams(location.search))

/** What a window shows beside its place in the talk before anything was done: the slide itself. */
export const PLAIN = { isBlack: false, source: 0, answer: undefined } as const

export const said = shallowRef<StateMessage>({
  show: { ...addressedState(), ...PLAIN },
  at: -Date.now(),
  by: me,
})

/** Called when the state changes in this window; undefined on a page that shows no slides. */
let changed: (() => void) | undefined

/**
 * Set what to do when the state changes in this window.
 *
 * @param handler - replaces the one before.
 */
export function onChange(handler: () => void): void {
  changed = handler
}

/** The longest wait of a window that is opened for the state of the others, ms. */
export const JOIN_TIMEOUT_MS = 250

/** The name of this script in a build, in which its content is hashed: a tab with an older build is another talk. */
const BUILD = String(import.meta.url)
  .replace(/[?#].*$/, '')
  .replace(/^.*\//, '')

/** The name of the channel of a show's windows, and of the lock that each holds as long as it is open. */
export const CHANNEL = `${slidesTitle} - ${BUILD}${showName && ` ${showName}`}`

/** Whether other windows are open; undefined where the browser has no locks. */
export const hasOthers = navigator.locks?.query().then(
  ({ held }) => held?.some(it => it.name === CHANNEL),
  () => false,
)
export const answered = Promise.withResolvers<void>()
export const channel = new BroadcastChannel(CHANNEL)

// Ask for the state as early as possible: then a window that is opened in the middle of the talk begins there.
channel.onmessage = ({ data }: MessageEvent<unknown>) => isOfThisTalk(data) && receive(data)
channel.postMessage({ ...said.value, at: -Infinity })

/**
 * Take over the state in a message from another window, if it is later than the state here.
 *
 * @param message - of another window.
 * @returns whether it was later.
 */
export function receive(message: StateMessage): boolean {
  if (!isLater(message, said.value)) return false
  said.value = message
  answered.resolve()
  noteActivity()
  return true
}

/**
 * Whether what came from another window is a message of this talk.
 *
 * @param data - what came.
 * @returns whether it names a place that this talk has.
 */
export function isOfThisTalk(data: unknown): data is StateMessage {
  const { arches, releases } = deck.value
  return isStateMessage(data, { clicks: clicks.value, arches: arches.map(it => it.id), releases }, Date.now())
}

/** Whether the state came from another window. */
export function hasReceived(): boolean {
  return said.value.by !== me
}

/** Arch and release in an address's parameters, if the dataset has them. An empty release is that of each slide. */
function addressed(parameters: URLSearchParams): Partial<Pick<PresentationState, 'arch' | 'release'>> {
  const arch = parameters.get('arch')
  const release = parameters.get('release')
  return {
    ...(arch && deck.value.arches.some(it => it.id === arch) && { arch }),
    ...(release !== null && { release: deck.value.releases.includes(release) ? release : undefined }),
  }
}

/**
 * Read the state from this page's address.
 *
 * @returns the nearest position of the talk, and the talk's arch and release where the address has none that are known.
 */
export function addressedState(): Omit<PresentationState, keyof typeof PLAIN> {
  const [path = '', query] = location.hash.slice(1).split('?')
  const parameters = new URLSearchParams(query)
  const name = decodeURIComponent(path.split('/').at(-1) ?? '')
  const named = deck.value.order.indexOf(name) + 1
  const place = nearestPosition(named || Number(name), Number(parameters.get('clicks')), clicks.value)
  return { ...place, arch: deck.value.arch, release: undefined, ...home, ...addressed(parameters) }
}

/**
 * Use what is on show, the same in every window of the show.
 *
 * @returns the state, the number of clicks of each slide, and what changes the state: by its keys, by one click, or to
 * the beginning of a neighbouring slide.
 */
export function usePresentation(): {
  readonly show: ComputedRef<PresentationState>
  readonly clicks: ComputedRef<ClickCounts>
  readonly change: (wanted: Partial<PresentationState>) => void
  readonly step: (by: 1 | -1) => void
  readonly goToSlide: (by: 1 | -1) => void
} {
  return { show: computed(() => said.value.show), clicks, change, step, goToSlide }
}

/**
 * Change what every window shows.
 *
 * @param wanted - what changes. Another slide or step also ends the black screen, the kernel source and an answer.
 */
export function change(wanted: Partial<PresentationState>): void {
  const { no, clicks } = said.value.show
  const isElsewhere = (wanted.no ?? no) !== no || (wanted.clicks ?? clicks) !== clicks
  const show = { ...said.value.show, ...(isElsewhere && PLAIN), ...wanted }
  if (isSameState(show, said.value.show)) return
  said.value = nextMessage(show, said.value, me, Date.now())
  noteActivity()
  changed?.()
}

/** Go one click on or back; that ends the black screen and an answer, also at the talk's end. */
function step(by: 1 | -1): void {
  change({ ...nextPosition(said.value.show, clicks.value, by, leftOut.value), isBlack: false, answer: undefined })
}

/** Go to the beginning of the next slide, or of the one before. */
function goToSlide(by: 1 | -1): void {
  const no = nextSlide(said.value.show.no, by, leftOut.value)
  change({ ...nearestPosition(no, 0, clicks.value), isBlack: false, answer: undefined })
}

/**
 * Follow the position that the next click goes to.
 *
 * @returns undefined at the talk's end.
 */
export function useNextPosition(): ComputedRef<Position | undefined> {
  return computed(() => {
    const { no, clicks: done } = said.value.show
    const next = nextPosition({ no, clicks: done }, clicks.value, 1, leftOut.value)
    return next.no === no && next.clicks === done ? undefined : next
  })
}
