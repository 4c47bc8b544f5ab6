import { useDeck } from '../dataset/use-deck.ts'
import { computed, shallowRef, type ComputedRef } from 'vue'
import {
  isLater,
  isSameState,
  nextPosition,
  nearestPosition,
  nextMessage,
  type Position,
  type StateMessage,
  type PresentationState,
} from '../../src/presentation/presentation-state.ts'
import { slidesTitle } from '@slidev/client'
import { noteActivity } from '../scheduling/when-idle.ts'

export const deck = useDeck()
const me = Math.random().toString(36).slice(2)

/** How often a window broadcasts its state though nothing has changed, ms. One that wakes does so at once, for it is overdue. */
export const HEARTBEAT_MS = 200

/** How many clicks each slide has. */
export const clicks = computed(() => deck.value.order.map(id => deck.value.scenes[id]!.steps.length - 1))

/** What the address asks for before the `#`, where one file or one server is opened for an arch. */
export const home = addressed(new URLSearchParams(location.search))

export const said = shallowRef<StateMessage>({
  show: { ...addressedState(), isBlack: false, source: 0 },
  at: -Date.now(),
  by: me,
})

/** What to do when the state changes in this window; nothing on a page that shows no slides. */
let changed: (() => void) | undefined

/** Set what to do when the state changes in this window. */
export function onChange(handler: () => void): void {
  changed = handler
}

/** How long a window that is opened waits for the state of the others, ms. */
export const JOIN_TIMEOUT_MS = 250

/** The name that the windows of a talk share: of their channel, and of a lock that each holds as long as it is open. */
export const CHANNEL = `${slidesTitle} - show`

/** Whether other windows are open; false where the browser has no locks. */
export const hasOthers = navigator.locks?.query().then(
  ({ held }) => held?.some(it => it.name === CHANNEL),
  () => false,
)
export const answered = Promise.withResolvers<void>()
export const channel = new BroadcastChannel(CHANNEL)

// Ask for the state as early as possible: then a window that is opened in the middle of the talk begins there.
channel.onmessage = ({ data }: MessageEvent<StateMessage>) => receive(data)
channel.postMessage({ ...said.value, at: -Infinity })

/**
 * Take a message from another window, if it is the latest.
 *
 * @returns whether it was.
 */
export function receive(message: StateMessage): boolean {
  if (!isLater(message, said.value)) return false
  said.value = message
  answered.resolve()
  noteActivity()
  return true
}

/** Whether the state is another window's. */
export function hasReceived(): boolean {
  return said.value.by !== me
}

/** The arch and the release that parameters name, as far as the dataset has them; an empty release is the talk's own. */
function addressed(parameters: URLSearchParams): Partial<Pick<PresentationState, 'arch' | 'release'>> {
  const arch = parameters.get('arch')
  const release = parameters.get('release')
  return {
    ...(arch && deck.value.arches.some(it => it.id === arch) && { arch }),
    ...(release !== null && { release: deck.value.releases.includes(release) ? release : undefined }),
  }
}

/** The state that this page's address asks for. */
export function addressedState(): Omit<PresentationState, 'isBlack' | 'source'> {
  const [path = '', query] = location.hash.slice(1).split('?')
  const parameters = new URLSearchParams(query)
  const place = nearestPosition(Number(path.split('/').at(-1)), Number(parameters.get('clicks')), clicks.value)
  return { ...place, arch: deck.value.arch, release: undefined, ...home, ...addressed(parameters) }
}

/** What is on show, the same in every window of the talk, and what changes it. */
export function usePresentation(): {
  readonly show: ComputedRef<PresentationState>
  readonly clicks: ComputedRef<readonly number[]>
  readonly change: (wanted: Partial<PresentationState>) => void
  readonly step: (by: 1 | -1) => void
  readonly goToSlide: (by: 1 | -1) => void
} {
  return { show: computed(() => said.value.show), clicks, change, step, goToSlide }
}

/** Have every window show something else. */
export function change(wanted: Partial<PresentationState>): void {
  const { no, clicks } = said.value.show
  const isElsewhere = (wanted.no ?? no) !== no || (wanted.clicks ?? clicks) !== clicks
  const show = { ...said.value.show, ...(isElsewhere && { source: 0, isBlack: false }), ...wanted }
  if (isSameState(show, said.value.show)) return
  said.value = nextMessage(show, said.value, me, Date.now())
  noteActivity()
  changed?.()
}

/** Go one click on or back; a black slide is seen again. */
function step(by: 1 | -1): void {
  change({ ...nextPosition(said.value.show, clicks.value, by), isBlack: false })
}

/** The beginning of the next slide, or of the one before. */
function goToSlide(by: 1 | -1): void {
  change({ ...nearestPosition(said.value.show.no + by, 0, clicks.value), isBlack: false })
}

/** The position that the next click goes to; undefined at the talk's end. */
export function useNextPosition(): ComputedRef<Position | undefined> {
  return computed(() => {
    const { no, clicks: done } = said.value.show
    const next = nextPosition({ no, clicks: done }, clicks.value, 1)
    return next.no === no && next.clicks === done ? undefined : next
  })
}
