import { defineAppSetup } from '@slidev/types'
import { loadViewpoint } from '../components/dataset/load-viewpoint.ts'

/**
 * Where an address names an arch or a release, what that needs is there before its slide is drawn. Where it cannot be
 * loaded, the slide is the deck's own, and says so.
 */
export default defineAppSetup(({ router }) => {
  router.beforeEach(async ({ query }) => {
    const before = new URLSearchParams(location.search)
    const named = (key: string) =>
      [query[key], before.get(key)].find((it): it is string => typeof it === 'string' && it !== '')
    await loadViewpoint(named('arch'), named('release')).catch(() => undefined)
  })
})
