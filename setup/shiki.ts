import { defineShikiSetup } from '@slidev/types'

/** The colours of code on slides without a scene: each has a contrast of 4.5 and more on our paper. */
export default defineShikiSetup(() => ({
  themes: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
}))
