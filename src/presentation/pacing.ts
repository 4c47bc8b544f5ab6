import type { Position } from './presentation-state.ts'

/** What the plan is made of, slide by slide: its seconds, and the words of its notes up to each click and after the last. */
export type PlannedSlide = { readonly budget: number; readonly words: readonly number[] }

/** When a step is to begin and to end, seconds from the start. */
export type TimeSpan = { readonly from: number; readonly to: number }

/** The plan of a talk: by slide, by step. */
export type Pacing = readonly (readonly TimeSpan[])[]

/**
 * When each step of the talk is due: the slides one after the other, each for its budget, its steps by the length of
 * what is said at them.
 */
export function planTalk(slides: readonly PlannedSlide[]): Pacing {
  let now = 0
  return slides.map(({ budget, words }) => {
    const all = sum(words)
    return words.map(count => {
      const from = now
      now += budget * (all > 0 ? count / all : 1 / words.length)
      return { from, to: now }
    })
  })
}

/**
 * How far the talk is from its plan.
 *
 * @param elapsed - seconds since the start.
 * @returns seconds, ahead positive and behind negative; 0 while the step on show is due.
 */
export function secondsAhead(plan: Pacing, { no, clicks }: Position, elapsed: number): number {
  const slot = plan[no - 1]?.[clicks]
  if (!slot) return 0
  return elapsed < slot.from ? slot.from - elapsed : Math.min(0, slot.to - elapsed)
}

/** How long the whole plan is, seconds. */
export function planLength(plan: Pacing): number {
  return plan.at(-1)?.at(-1)?.to ?? 0
}

/** Seconds as a clock shows them: `0:07`, `12:34`, `-0:30`. A second counts when it is over. */
export function clockText(seconds: number): string {
  // Sums of parts of seconds miss the whole by less than anybody waits.
  const whole = Math.floor(Math.abs(seconds) + 1e-6)
  return `${seconds < 0 && whole > 0 ? '−' : ''}${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}

/** How the talk stands, in the speaker's words: `1:10 ahead`, `0:20 behind`, `on time`. */
export function paceText(ahead: number): string {
  const text = clockText(Math.abs(ahead))
  if (text === '0:00') return 'on time'
  return `${text} ${ahead > 0 ? 'ahead' : 'behind'}`
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, it) => total + it, 0)
}
