import { watch } from 'vue'
import { usePresentation } from './use-presentation.ts'

/** How long the words stand on the slide, ms. */
const SHOWN_MS = 8000

/**
 * Say something over the slide for some seconds, or until the talk goes on.
 *
 * @param sentence - replaces the one before.
 */
export function sayOverSlide(sentence: string): void {
  document.querySelector('.said-over-slide')?.remove()
  const words = document.createElement('p')
  words.className = 'said-over-slide'
  words.setAttribute('role', 'status')
  document.body.append(words)
  words.textContent = sentence
  const remove = () => words.remove()
  setTimeout(remove, SHOWN_MS)
  const { show } = usePresentation()
  watch(() => `${show.value.no} ${show.value.clicks}`, remove, { once: true })
}
