import type { Step, Talk } from '../schema/scene.ts'
import type { Slide } from './read-slides.ts'
import { sceneOf } from '../showing.ts'

/**
 * The talk as slides give it.
 *
 * @param talk - the scenes, in any order.
 * @param slides - those that show none are left out.
 * @param lang - of the deck.
 * @returns the scenes in running order, with their captions in the language of the slide; a scene that is shown again
 *   is there again, under the id of that showing.
 */
export function talkAsGiven(talk: Talk, slides: readonly Pick<Slide, 'scene' | 'lang'>[], lang = 'en'): Talk {
  const scenes = new Map(talk.scenes.map(it => [it.id, it]))
  return {
    ...talk,
    scenes: slides.flatMap(({ scene: id, lang: ownLang }) => {
      const scene = id === undefined ? undefined : scenes.get(sceneOf(id))
      if (!scene) return []
      const steps = scene.steps.map(step => ({ ...step, ...captionIn(step, ownLang ?? lang) }))
      return [{ ...scene, id: id!, steps, ...(ownLang !== undefined && { lang: ownLang }) }]
    }),
  }
}

/** The caption of a step in a language, as far as it has one there. */
function captionIn({ translations = {} }: Step, lang: string): Partial<Pick<Step, 'caption' | 'otherArches'>> {
  return translations[lang] ?? translations[lang.split('-')[0]!] ?? {}
}
