import type { DeckScene, DeckStep } from './deck.ts'
import type { StageAvailability } from './availability.ts'
import type { StageState } from './stage-state.ts'

/** How a box or a link is drawn: as its step has it, as lacking on the arch on show, or not at all. */
export type VisualState = StageState | 'absent' | 'hidden'

/** What decides how the stage is drawn: the step, the scene that it belongs to, and what the arch has. */
export type Shown = {
  readonly view: DeckScene['view']
  readonly step: DeckStep
  readonly availability: StageAvailability
}

/** How a box is drawn. */
export function boxVisualState(id: string, { view, step, availability }: Shown): VisualState {
  const state = step.boxes[id]
  if (state === undefined) return 'hidden'
  // On a lit path a box stands for what is proposed there, even where the arch does not have it yet.
  const isProposed = view === 'hazard' && state === 'focus'
  return availability.classes[id] || isProposed ? state : 'absent'
}

/**
 * How a link is drawn.
 *
 * @param id - `PARENT>CHILD`.
 */
export function linkVisualState(id: string, shown: Shown): VisualState {
  const ends = id.split('>')
  const state = heldState(id, ends, shown)
  if (state === undefined) return 'hidden'
  // What is ground for what is lit stays ground, also where it is lacking.
  return state !== 'dimmed' && ends.some(end => boxVisualState(end, shown) === 'absent') ? 'absent' : state
}

/** The state of a link that holds; undefined if it does not. As of a release that somebody chose, one may hold of which the talk does not tell. */
function heldState(
  id: string,
  ends: readonly string[],
  { step, availability: { missingLinks, links } }: Shown,
): StageState | undefined {
  const { boxes } = step
  if (links)
    return links.includes(id) && ends.every(end => boxes[end])
      ? (step.links[id] ?? (ends.some(end => boxes[end] === 'dimmed') ? 'dimmed' : 'shown'))
      : undefined
  return missingLinks.includes(id) ? undefined : step.links[id]
}
