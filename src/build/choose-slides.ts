import type { Dataset } from '../model/dataset.ts'
import type { Slide } from '../model/read/read-slides.ts'
import { findHazard } from '../deck/scene-hazard.ts'

/**
 * A slide of the talk, how long its notes take to say and its steps to see, s, and whether it has the legend of field
 * states.
 */
export type TimedSlide = Pick<Slide, 'scene' | 'layout' | 'budget'> & {
  readonly seconds: number
  readonly hasLegend: boolean
}

/**
 * Choose slides of a talk for a shorter one: the title, what happens at the end of the story, the legend by which its
 * registers are read, what leads there, then as many of the others as there is time for. Slides behind the talk stay:
 * they take no time of it.
 *
 * @param slides - of the talk, in running order.
 * @param data - the dataset with the talk's scenes.
 * @param duration - of the shorter talk, s.
 * @returns indices of the chosen slides, in running order.
 */
export function chooseSlides(slides: readonly TimedSlide[], data: Dataset, duration: number): readonly number[] {
  const scenes = new Map(data.talk.scenes.map(it => [it.id, it]))
  const story = new Set(data.talk.scenes.flatMap(it => (it.hazard ? (findHazard(it.hazard, data)?.path ?? []) : [])))
  /** The smaller, the sooner it is taken. */
  function rank({ scene: id, layout, hasLegend }: TimedSlide, index: number): number {
    const scene = id === undefined ? undefined : scenes.get(id)
    if (index === 0) return 0
    if (layout === 'chapter') return 5
    if (scene?.view === 'hazard' || hasLegend) return 1
    if (scene?.view === 'classes') return 2
    return scene?.steps.some(step => step.reveals?.some(it => story.has(it))) ? 3 : 4
  }
  let left = duration
  const ranked = slides.map((slide, index) => ({ index, rank: rank(slide, index), slide }))
  return ranked
    .toSorted((a, b) => a.rank - b.rank || a.index - b.index)
    .filter(({ slide: { seconds, budget } }) => {
      if (budget === 0) return true
      if (seconds > left) return false
      left -= seconds
      return true
    })
    .map(it => it.index)
    .sort((a, b) => a - b)
}
