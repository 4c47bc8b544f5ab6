import type { InjectionKey } from 'vue'
import { inject, provide } from 'vue'
import spoken from 'virtual:words'
import { sayIn, speaking, type Values, type Words } from '../../src/words/say.ts'

/** Says a text in the language of the slide, or of the deck. */
export type Say = (english: string, values?: Values) => string

/** What a component says, and what functions say that it calls. */
export type Speech = {
  /** As in HTML: `de`. */
  readonly lang: string
  readonly say: Say
  readonly inLanguage: <T>(make: () => T) => T
}

const LANGUAGE: InjectionKey<string> = Symbol('language')

/**
 * The words of a component, in the language of the slide that it stands on, else of the deck.
 *
 * @returns what says them.
 */
export function useSay(): Speech {
  return speechOf(inject(LANGUAGE, spoken.lang))
}

/** Says a text in the language of the deck, where no component asks. */
export const sayInDeckLanguage: Say = (english, values) => speechOf(spoken.lang).say(english, values)

/**
 * The words of a slide, for its layout, and for all components in it.
 *
 * @param lang - the language that the slide names; that of the deck, if none.
 * @returns what says them.
 */
export function provideLanguage(lang: string | undefined): Speech {
  provide(LANGUAGE, lang ?? spoken.lang)
  return speechOf(lang ?? spoken.lang)
}

function speechOf(lang: string): Speech {
  const words: Words = spoken.languages[lang] ?? {}
  return { lang, say: (english, values) => sayIn(words, english, values), inLanguage: make => speaking(words, make) }
}
