import type { Plugin } from 'vite'

/** What holds the slides, where none of them comes or goes by a transition: an element. */
const INSTANT = `import { defineComponent, h } from 'vue'
export const TransitionGroup = defineComponent({
  props: ['tag', 'name', 'css'],
  emits: ['afterLeave'],
  setup: (_, { slots }) => () => h('div', slots.default()),
})`

/** How Slidev's show hides the slides that are not on show, and how ours does. */
const HIDES = 'v-show="route === currentSlideRoute"'
const HIDES_INSTANTLY =
  ':style="route === currentSlideRoute ? undefined : \'display: none\'" :data-waiting="route === currentSlideRoute ? undefined : \'\'"'

/**
 * Changes slides without Vue's transitions: to find out that there are none it measures every slide at every step, and
 * has the page laid out once more for it. A directive on them would have all of them rendered anew at every change,
 * where only two look different; and what waits is marked, so that it can be laid out ahead.
 */
export function noSlideTransitions(): Plugin {
  return {
    name: 'no-slide-transitions',
    enforce: 'pre',
    resolveId: id => (id === 'virtual:no-slide-transitions' ? '\0no-slide-transitions' : undefined),
    load: id => (id === '\0no-slide-transitions' ? INSTANT : undefined),
    transform: {
      filter: { id: /@slidev\/client\/internals\/SlidesShow\.vue$/ },
      handler(code) {
        const changed = code
          .replace(' TransitionGroup,', '')
          .replace('<script setup lang="ts">', "$&\nimport { TransitionGroup } from 'virtual:no-slide-transitions'")
        if (!changed.includes('computed, shallowRef, watchEffect } from'))
          this.error('Slidev takes the transition of its slides from elsewhere than it did')
        if (!changed.includes(HIDES))
          this.error('Slidev hides the slides that are not on show in another way than it did')
        return changed.replace(HIDES, HIDES_INSTANTLY)
      },
    },
  }
}

/** Whether the deck's slides change at once. */
export const changesAtOnce = (transition: unknown) =>
  typeof transition === 'object' && transition !== null && 'css' in transition && transition.css === false
