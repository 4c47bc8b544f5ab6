import type { Plugin } from 'vite'

/** What holds the slides, where none of them comes or goes by a transition: an element. */
const ELEMENT = `import { defineComponent, h } from 'vue'
export const TransitionGroup = defineComponent({
  props: ['tag', 'name', 'css'],
  emits: ['afterLeave'],
  setup: (_, { slots }) => () => h('div', slots.default()),
})`

/** The texts of Slidev's show that are exchanged: where Vue's transitions come from, and how a slide is hidden. */
const EXCHANGES = [
  [
    " TransitionGroup, watchEffect } from 'vue'",
    " watchEffect } from 'vue'\nimport { TransitionGroup } from 'virtual:no-slide-transitions'",
  ],
  [
    'v-show="route === currentSlideRoute"',
    ':style="route === currentSlideRoute ? undefined : \'display: none\'" :data-waiting="route === currentSlideRoute ? undefined : \'\'"',
  ],
] as const

/**
 * Changes slides without Vue's transitions: to find out that there are none it measures every slide at every step, and
 * has the page laid out once more for it. A directive on them would have all of them rendered again at every change,
 * where only two look different; and what waits is marked, so that it can be laid out ahead.
 *
 * Gains half of the time in which a slide changes: 29 ms instead of 58, and 44 instead of 173 at worst, with the CPU
 * slowed four times. Not needed any more when Slidev's show takes an element where the deck's transition has
 * `css: false`, as it does for view transitions (https://github.com/slidevjs/slidev/pull/836 brought the transitions).
 * Where Slidev's text is another, Vue measures.
 *
 * @returns the plugin.
 */
export function noSlideTransitions(): Plugin {
  return {
    name: 'no-slide-transitions',
    enforce: 'pre',
    resolveId: id => (id === 'virtual:no-slide-transitions' ? `\0${id}` : undefined),
    load: id => (id === '\0virtual:no-slide-transitions' ? ELEMENT : undefined),
    transform: {
      filter: { id: /@slidev\/client\/internals\/SlidesShow\.vue$/ },
      handler(code) {
        if (EXCHANGES.every(([theirs]) => code.includes(theirs)))
          return EXCHANGES.reduce((text, [theirs, ours]) => text.replace(theirs, ours), code)
        this.warn('Slidev shows its slides in another way than it did: Vue measures them at every step')
        return undefined
      },
    },
  }
}

/** Whether the deck's slides change at once. */
export const changesAtOnce = (transition: unknown) =>
  typeof transition === 'object' && transition !== null && 'css' in transition && transition.css === false
