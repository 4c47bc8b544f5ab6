/** A slide, from 1, and how many of its clicks are done. */
export type Position = { readonly no: number; readonly clicks: number }

/** All that every window of a talk shows alike. */
export type PresentationState = Position & {
  /** Id of the arch on show. */
  readonly arch: string
  /** The release as of which the stage stands; undefined: as the talk tells it. */
  readonly release: string | undefined
  /** Whether the audience sees nothing. */
  readonly isBlack: boolean
  /** Which page of the kernel's own sources stands in the place of the sketch, from 1; 0: the sketch itself. */
  readonly source: number
}

/**
 * A show as a window has said it. The latest word counts, for all windows.
 *
 * `at` is ms since 1970 where somebody moved, and the negative of it where a window was only opened: so any move counts
 * more than any opening, and of two windows that nobody has touched the one that was there first.
 */
export type StateMessage = { readonly show: PresentationState; readonly at: number; readonly by: string }

/** Whether a word came after another. Two windows that speak in the same ms are told apart by name, the same way in both. */
export function isLater(one: StateMessage, other: StateMessage): boolean {
  return one.at === other.at ? one.by > other.by : one.at > other.at
}

/** The word of a window in which somebody moved, having heard `last`: later than that, whatever the clocks say. */
export function nextMessage(show: PresentationState, last: StateMessage, by: string, now: number): StateMessage {
  return { show, at: Math.max(now, last.at + 1), by }
}

/** Whether two shows are one picture. */
export function isSameState(one: PresentationState, other: PresentationState): boolean {
  return (
    one.no === other.no &&
    one.clicks === other.clicks &&
    one.arch === other.arch &&
    one.release === other.release &&
    one.isBlack === other.isBlack &&
    one.source === other.source
  )
}

/**
 * One click on or back, over the slides' ends.
 *
 * @param clicks - how many clicks each slide has.
 * @returns the place itself at the ends of the talk.
 */
export function nextPosition({ no, clicks: done }: Position, clicks: readonly number[], by: 1 | -1): Position {
  const isInside = by > 0 ? done < clicks[no - 1]! : done > 0
  if (isInside) return { no, clicks: done + by }
  const beyond = clicks[no - 1 + by]
  return beyond === undefined ? { no, clicks: done } : { no: no + by, clicks: by > 0 ? 0 : beyond }
}

/** A place that there is: the nearest to what was asked for. */
export function nearestPosition(no: number, done: number, clicks: readonly number[]): Position {
  const inside = Math.min(Math.max(1, Math.trunc(no) || 1), clicks.length)
  return { no: inside, clicks: Math.min(Math.max(0, Math.trunc(done) || 0), clicks[inside - 1]!) }
}
