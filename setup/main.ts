import { defineAppSetup } from '@slidev/types'
import { deckOn } from '../components/dataset/use-deck.ts'

/**
 * Where an address names an arch, what that arch needs is there before its slide is drawn. Where it cannot be loaded,
 * the slide stays on the deck's own arch.
 */
export default defineAppSetup(({ router }) => {
  router.beforeEach(async ({ query }) => {
    const named = [query['arch'], new URLSearchParams(location.search).get('arch')]
    await Promise.all(named.map(it => deckOn(typeof it === 'string' ? it : undefined))).catch(() => undefined)
  })
})
