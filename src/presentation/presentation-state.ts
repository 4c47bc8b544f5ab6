/** A slide, from 1, and how many of its clicks are done. */
export type Position = { readonly no: number; readonly clicks: number }

/** How many clicks each slide has; undefined where they have not been counted yet. */
export type ClickCounts = readonly (number | undefined)[]

/** An arch and a release, by their ids. */
type Place = { readonly arch: string; readonly release: string }

/**
 * An answer that the speaker shows to the room: what each window needs to compute the same one.
 */
export type ShownAnswer = {
  /** The question as it was typed. */
  readonly question: string
  /** Key of the option that was chosen among the answers to it. */
  readonly option: string
  /** Where it was asked. */
  readonly from: Place
  /** The arch and the release at which the answer is shown. */
  readonly at: Place
  /** The link of a path on show, from 0. */
  readonly hop: number
  /** The register frame on show, from 0. */
  readonly frame: number
}

/** What all windows of a talk show alike. */
export type PresentationState = Position & {
  /** Id of the arch that is shown. */
  readonly arch: string
  /** The release at which the stage is shown; undefined: the one of each slide. */
  readonly release: string | undefined
  /** Whether the audience sees a black screen. */
  readonly isBlack: boolean
  /** Which page of the kernel source is shown instead of the sketch, from 1; 0: the sketch itself. */
  readonly source: number
  /** The answer that the audience sees over the slide; undefined: the slide itself. */
  readonly answer: ShownAnswer | undefined
}

/**
 * A state as a window broadcasts it. Last write wins, in every window.
 *
 * `at` is the time of a user's action, ms since 1970. For a window that was only opened it is the negated time: so
 * every action is later than any opening, and of two windows that were only opened the older one wins. `by` is the
 * window's id.
 */
export type StateMessage = { readonly show: PresentationState; readonly at: number; readonly by: string }

/** How far beyond the own clock another window's may be, ms: clocks of one machine are one. */
const MOST_AHEAD_MS = 60_000

/** What a window knows of its talk, to hold messages against. */
export type KnownTalk = {
  readonly clicks: ClickCounts
  /** Ids. */
  readonly arches: readonly string[]
  readonly releases: readonly string[]
}

/**
 * Whether what came from another window is a message of this talk: anybody on the same site can write there, and an old
 * tab may show a build that has other slides.
 *
 * @param data - what came.
 * @param talk - what is known of the talk.
 * @param now - ms since 1970.
 * @returns whether each part of it is there and within its range.
 */
export function isStateMessage(data: unknown, talk: KnownTalk, now: number): data is StateMessage {
  const { show, at, by } = Object(data) as Partial<Record<keyof StateMessage, unknown>>
  if (typeof at !== 'number' || !(at <= now + MOST_AHEAD_MS) || typeof by !== 'string') return false
  const { no, clicks, arch, release, isBlack, source, answer } = Object(show) as Partial<
    Record<keyof PresentationState, unknown>
  >
  return (
    isCount(no, talk.clicks.length) &&
    no > 0 &&
    isCount(clicks, talk.clicks[no - 1]) &&
    talk.arches.includes(arch as string) &&
    (release === undefined || talk.releases.includes(release as string)) &&
    typeof isBlack === 'boolean' &&
    isCount(source) &&
    (answer === undefined || isShownAnswer(answer, talk))
  )
}

function isCount(it: unknown, most = Number.MAX_SAFE_INTEGER): it is number {
  return Number.isInteger(it) && (it as number) >= 0 && (it as number) <= most
}

/**
 * Whether what came from another window is an answer of this talk.
 *
 * @param data - what came.
 * @param talk - what is known of the talk.
 * @returns whether each part of it is there and within its range.
 */
export function isShownAnswer(data: unknown, { arches }: Pick<KnownTalk, 'arches'>): data is ShownAnswer {
  const { question, option, from, at, hop, frame } = Object(data) as Partial<Record<keyof ShownAnswer, unknown>>
  return (
    [question, option].every(it => typeof it === 'string') &&
    [from, at].every(it => arches.includes((Object(it) as Place).arch)) &&
    isCount(hop) &&
    isCount(frame)
  )
}

/**
 * Whether a message is later than another. Of two from the same ms the greater window id wins, alike in all windows.
 */
export function isLater(one: StateMessage, other: StateMessage): boolean {
  return one.at === other.at ? one.by > other.by : one.at > other.at
}

/** The message of a user's action, given the last message known: later than that one, even if the clocks differ. */
export function nextMessage(show: PresentationState, last: StateMessage, by: string, now: number): StateMessage {
  return { show, at: Math.max(now, last.at + 1), by }
}

/**
 * Compare two states.
 *
 * @param one - a state.
 * @param other - another.
 * @returns whether windows show the same for both.
 */
export function isSameState(one: PresentationState, other: PresentationState): boolean {
  return (
    one.no === other.no &&
    one.clicks === other.clicks &&
    one.arch === other.arch &&
    one.release === other.release &&
    one.isBlack === other.isBlack &&
    one.source === other.source &&
    isSameAnswer(one.answer, other.answer)
  )
}

/**
 * Compare two answers.
 *
 * @param one - an answer; undefined for none.
 * @param other - another.
 * @returns whether they are shown alike.
 */
export function isSameAnswer(one: ShownAnswer | undefined, other: ShownAnswer | undefined): boolean {
  if (!one || !other) return one === other
  return (
    one.question === other.question &&
    one.option === other.option &&
    isSamePlace(one.from, other.from) &&
    isSamePlace(one.at, other.at) &&
    one.hop === other.hop &&
    one.frame === other.frame
  )
}

function isSamePlace(one: Place, other: Place): boolean {
  return one.arch === other.arch && one.release === other.release
}

/**
 * Go one click forward or back, across the ends of slides.
 *
 * @param position - where the talk is.
 * @param clicks - how many clicks each slide has. A slide whose clicks are not counted is taken to have none.
 * @param by - 1 forward, -1 back.
 * @param leftOut - numbers of the slides that are passed over.
 * @returns the new position; the same one at the ends of the talk.
 */
export function nextPosition(
  position: Position,
  clicks: ClickCounts,
  by: 1 | -1,
  leftOut: ReadonlySet<number> = new Set(),
): Position {
  const { no, clicks: done } = position
  const isInside = by > 0 ? done < (clicks[no - 1] ?? 0) : done > 0
  if (isInside) return { no, clicks: done + by }
  const beyond = nextSlide(no, by, leftOut)
  if (beyond < 1 || beyond > clicks.length) return { no, clicks: done }
  return { no: beyond, clicks: by > 0 ? 0 : (clicks[beyond - 1] ?? 0) }
}

/**
 * The number of the slide after or before another one.
 *
 * @param no - number of a slide, from 1.
 * @param by - 1 forward, -1 back.
 * @param leftOut - numbers of the slides that are passed over.
 * @returns a number, also beyond the ends of the talk.
 */
export function nextSlide(no: number, by: 1 | -1, leftOut: ReadonlySet<number>): number {
  let next = no + by
  while (leftOut.has(next)) next += by
  return next
}

/**
 * Find the existing position nearest to one that was asked for.
 *
 * @param no - number of a slide, from 1; any number, also NaN.
 * @param done - how many of its clicks are done; any number, also NaN.
 * @param clicks - how many clicks each slide has. Where they are not counted, any number may be done.
 * @returns the position.
 */
export function nearestPosition(no: number, done: number, clicks: ClickCounts): Position {
  const inside = Math.min(Math.max(1, Math.trunc(no) || 1), clicks.length)
  return { no: inside, clicks: Math.min(Math.max(0, Math.trunc(done) || 0), clicks[inside - 1] ?? Infinity) }
}
