import type { Position } from './presentation-state.ts'
import { say } from '../words/say.ts'
import { secondsForSteps } from './speaking-time.ts'

/**
 * A slide as it is planned: its budget in seconds, and how many words its notes have for each step. Without a budget it
 * takes as long as its notes take to say, and its steps to see.
 */
export type PlannedSlide = { readonly budget?: number | undefined; readonly words: readonly number[] }

/** When a step should begin and end, seconds from the start of the talk. */
export type TimeSpan = { readonly from: number; readonly to: number }

/** The plan of a talk: a time span per slide and step. */
export type Pacing = readonly (readonly TimeSpan[])[]

/**
 * Plan when each step of a talk is due. Each slide takes its budget, shared among its steps by their words.
 *
 * @param slides - in running order.
 * @returns the plan, without gaps. A slide without words shares its budget evenly.
 */
export function planTalk(slides: readonly PlannedSlide[]): Pacing {
  let now = 0
  return slides.map(({ words, ...slide }) => {
    const all = sum(words)
    const budget = slide.budget ?? secondsForSteps(words)
    return words.map(count => {
      const from = now
      now += budget * (all > 0 ? count / all : 1 / words.length)
      return { from, to: now }
    })
  })
}

/**
 * Compute how far the talk is from its plan.
 *
 * @param plan - of the talk.
 * @param position - where the talk is.
 * @param elapsed - seconds since the start.
 * @returns seconds: ahead positive, behind negative; 0 while the current step is due, or if the plan has no such step.
 */
export function secondsAhead(plan: Pacing, { no, clicks }: Position, elapsed: number): number {
  const span = plan[no - 1]?.[clicks]
  if (!span) return 0
  return elapsed < span.from ? span.from - elapsed : Math.min(0, span.to - elapsed)
}

/** How far behind its plan a talk is when its speaker is warned, seconds. */
export const WARN_BEHIND_S = 60

/** How long the whole plan is, seconds. */
export function planLength(plan: Pacing): number {
  return plan.at(-1)?.at(-1)?.to ?? 0
}

/**
 * Format seconds as a clock: `0:07`, `12:34`, `−0:30`.
 *
 * @param seconds - also negative.
 * @returns minutes and whole seconds, rounded towards 0; no hours.
 */
export function clockText(seconds: number): string {
  // A sum of fractions that should be a whole second may be a little less.
  const whole = Math.floor(Math.abs(seconds) + 1e-6)
  return `${seconds < 0 && whole > 0 ? '−' : ''}${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}

/**
 * Say how far the talk is from its plan, as the speaker reads it.
 *
 * @param ahead - seconds, behind negative.
 * @returns `1:10 ahead`, `0:20 behind`, or `on time` within a second.
 */
export function paceText(ahead: number): string {
  const text = clockText(Math.abs(ahead))
  if (text === '0:00') return say('on time')
  return ahead > 0 ? say('{time} ahead', { time: text }) : say('{time} behind', { time: text })
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, it) => total + it, 0)
}
