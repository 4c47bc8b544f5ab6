import { useSlideContext } from '@slidev/client'
import { provideLanguage, type Speech } from '../dataset/use-say.ts'

/** The words of a slide, in the language that it names, else in that of the deck: for its layout and all in it. */
export function useSlideSay(): Speech {
  return provideLanguage(useSlideContext().$frontmatter.lang)
}
