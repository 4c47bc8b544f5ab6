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
import { stir } from '../scheduling/when-idle.ts'

export const deck = useDeck()
const me = Math.random().toString(36).slice(2)

/** How often a window says what it knows, though nothing has changed, ms. One that wakes does so at once, for it is overdue. */
export const PULSE = 200

/** How many clicks each slide has. */
export const clicks = computed(() => deck.value.order.map(id => deck.value.scenes[id]!.steps.length - 1))

/** What the address asks for before the `#`, where one file or one server is opened for an arch. */
export const home = addressed(new URLSearchParams(location.search))

export const said = shallowRef<StateMessage>({
  show: { ...addressedShow(), isBlack: false, source: 0 },
  at: -Date.now(),
  by: me,
})

/** What to do when the show is another; nothing in a page that is no part of it. */
let tell: (() => void) | undefined

/** Set what to do when the show is another. */
export function onChange(handler: () => void): void {
  tell = handler
}

/** How long a window that is opened waits for the others to say where the talk is, ms. */
export const PATIENCE = 250

/** What the windows of a talk have in common: a channel, and a lock that each holds as long as it is open. */
export const SHOW = `${slidesTitle} - show`

/** Whether others are open; where the browser does not say, none is waited for. */
export const hasOthers = navigator.locks?.query().then(
  ({ held }) => held?.some(it => it.name === SHOW),
  () => false,
)
export const answered = Promise.withResolvers<void>()
export const channel = new BroadcastChannel(SHOW)

// Where the talk is, is asked as early as can be: then a window that is opened in the midst of it need not begin elsewhere.
channel.onmessage = ({ data }: MessageEvent<StateMessage>) => hear(data)
channel.postMessage({ ...said.value, at: -Infinity })

/** Take a word, if it is the latest. */
export function hear(word: StateMessage): boolean {
  if (!isLater(word, said.value)) return false
  said.value = word
  answered.resolve()
  stir()
  return true
}

/** Whether another window has said where the talk is. */
export function hasHeard(): boolean {
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

/** What this page's address tells of a show. */
export function addressedShow(): Omit<PresentationState, 'isBlack' | 'source'> {
  const [path = '', query] = location.hash.slice(1).split('?')
  const parameters = new URLSearchParams(query)
  const place = nearestPosition(Number(path.split('/').at(-1)), Number(parameters.get('clicks')), clicks.value)
  return { ...place, arch: deck.value.arch, release: undefined, ...home, ...addressed(parameters) }
}

/** What is on show; the same in every window of the talk. */
export function useShow(): {
  readonly show: ComputedRef<PresentationState>
  readonly clicks: ComputedRef<readonly number[]>
  readonly change: (wanted: Partial<PresentationState>) => void
  readonly step: (by: 1 | -1) => void
  readonly turn: (by: 1 | -1) => void
} {
  return { show: computed(() => said.value.show), clicks, change, step, turn }
}

/** Have every window show something else. */
export function change(wanted: Partial<PresentationState>): void {
  const { no, clicks } = said.value.show
  const isElsewhere = (wanted.no ?? no) !== no || (wanted.clicks ?? clicks) !== clicks
  const show = { ...said.value.show, ...(isElsewhere && { source: 0, isBlack: false }), ...wanted }
  if (isSameState(show, said.value.show)) return
  said.value = nextMessage(show, said.value, me, Date.now())
  stir()
  tell?.()
}

/** One click on or back; the slide is seen again if it was black. */
function step(by: 1 | -1): void {
  change({ ...nextPosition(said.value.show, clicks.value, by), isBlack: false })
}

/** The beginning of the next slide, or of the one before. */
export function turn(by: 1 | -1): void {
  change({ ...nearestPosition(said.value.show.no + by, 0, clicks.value), isBlack: false })
}

/** The place that comes next, for the window that shows it ahead; undefined at the talk's end. */
export function useNextPlace(): ComputedRef<Position | undefined> {
  return computed(() => {
    const { no, clicks: done } = said.value.show
    const next = nextPosition({ no, clicks: done }, clicks.value, 1)
    return next.no === no && next.clicks === done ? undefined : next
  })
}
