import type { Deck, DeckScene, DeckStep } from './deck.ts'
import type { ClassId } from '../model/analysis/register-class.ts'
import type { StageAvailability } from './availability.ts'
import type { StageState } from './stage/stage-state.ts'

/** How a box or a link is drawn: in the state of the step, `absent` where the arch on show lacks it, or `hidden`. */
export type VisualState = StageState | 'absent' | 'hidden'

/** What decides how the stage is drawn: the view of the scene, the step, and what the arch has. */
export type ShownStage = {
  readonly view: DeckScene['view']
  readonly step: DeckStep
  readonly availability: StageAvailability
}

/**
 * Decide how a box is drawn.
 *
 * @param id - of a mechanism.
 * @param shown - what the stage shows.
 * @returns the state of the step, unless the arch lacks the mechanism.
 */
export function boxVisualState(id: string, shown: ShownStage): VisualState {
  const { view, step, availability } = shown
  const state = step.boxes[id]
  if (state === undefined) return 'hidden'
  // On the path of a hazard, a box may be part of a proposal, which the arch does not have yet.
  const isProposed = view === 'hazard' && state === 'focus'
  if (!availability.classes[id] && !isProposed) return 'absent'
  return state === 'focus' && leadsNowhere(id, shown) ? 'dimmed' : state
}

/**
 * Whether a box is in the background while others are highlighted. What the arch lacks is never highlighted.
 *
 * @param id - of a mechanism.
 * @param shown - what the stage shows.
 * @returns whether the box is drawn pale.
 */
export function isInBackground(id: string, shown: ShownStage): boolean {
  const state = boxVisualState(id, shown)
  return state === 'dimmed' || (state === 'absent' && ['focus', 'dimmed'].includes(shown.step.boxes[id]!))
}

/**
 * Whether all highlighted ways up from a box end at boxes that the arch lacks: then there is no reader above it.
 * Callers of a helper are highlighted for themselves, and so is each box of a path.
 */
function leadsNowhere(id: string, shown: ShownStage): boolean {
  if (shown.view === 'helpers' || shown.view === 'hazard') return false
  const up = Object.entries(shown.step.links)
    .filter(([link, state]) => state === 'focus' && link.startsWith(`${id}>`))
    .map(([link]) => ({ link, child: link.split('>')[1]! }))
  const isHighlighted = ({ link, child }: (typeof up)[number]) =>
    holdingState(link, [id, child], shown) !== undefined && !isInBackground(child, shown)
  return up.length > 0 && !up.some(isHighlighted)
}

/** Whether boxes have the colours of their classes in a view. */
export function isColoured(view: DeckScene['view']): boolean {
  return ['classes', 'helpers', 'conversions', 'hazard'].includes(view)
}

/**
 * Whether a box can be `absent`: there is more than one arch that could lack it, or more than one release.
 *
 * @param deck - of it, the arches and the releases.
 */
export function canLack({ arches, releases }: Pick<Deck, 'arches' | 'releases'>): boolean {
  return arches.length > 1 || releases.length > 1
}

/**
 * Find the class whose colours a box has.
 *
 * @param id - of a mechanism.
 * @param shown - what the stage shows.
 * @returns undefined where the stage is not coloured, the class has no colours yet, or the arch lacks the mechanism.
 */
export function shownClass(id: string, { view, step, availability }: ShownStage): ClassId | undefined {
  const found = view === 'grow' ? undefined : availability.classes[id]
  return found && (step.coloured?.includes(found) ?? true) ? found : undefined
}

/**
 * Decide how a link is drawn.
 *
 * @param id - `PARENT>CHILD`.
 * @param shown - what the stage shows.
 * @returns the state of the step, unless the link does not hold or the arch lacks an end.
 */
export function linkVisualState(id: string, shown: ShownStage): VisualState {
  const ends = id.split('>')
  const state = holdingState(id, ends, shown)
  if (state === undefined) return 'hidden'
  // Callers of a helper are highlighted for themselves, not for what they stand on.
  const isBackground = shown.view === 'helpers' || ends.some(end => isInBackground(end, shown))
  if (state === 'focus' && isBackground) return 'dimmed'
  // A dimmed link is background for what is highlighted, also where an end is absent.
  return state !== 'dimmed' && ends.some(end => boxVisualState(end, shown) === 'absent') ? 'absent' : state
}

/**
 * The state of a link that holds; undefined if it does not. In a release that the speaker chose, links may hold that
 * the talk does not draw at this step.
 */
function holdingState(
  id: string,
  ends: readonly string[],
  { step, availability: { missingLinks, links } }: ShownStage,
): StageState | undefined {
  const { boxes } = step
  if (links)
    return links.includes(id) && ends.every(end => boxes[end])
      ? (step.links[id] ?? (ends.some(end => boxes[end] === 'dimmed') ? 'dimmed' : 'shown'))
      : undefined
  return missingLinks.includes(id) ? undefined : step.links[id]
}

/**
 * Find the mechanisms whose class at a step is another one than at the first step of the scene.
 *
 * @param scene - its view and its steps.
 * @param step - one of them.
 * @param availability - what the arch has at a step.
 * @returns ids; none in a view that does not colour the whole stage.
 */
export function changedBoxes(
  { view, steps: [first] }: Pick<DeckScene, 'view' | 'steps'>,
  step: DeckStep,
  availability: (step: DeckStep) => StageAvailability,
): ReadonlySet<string> {
  if (view !== 'classes' || !first || first.release === step.release) return new Set()
  const [before, now] = [availability(first).classes, availability(step).classes]
  return new Set(Object.keys(step.boxes).filter(id => before[id] !== now[id]))
}
