import { defineAppSetup } from '@slidev/types'
import { loadViewpoint } from '../components/dataset/load-viewpoint.ts'
import { showSlideFault } from '../components/slide/slide-fault.ts'

/**
 * A slide that cannot be drawn says so. Where an address names an arch or a release, what that needs is there before
 * its slide is drawn; where it cannot be loaded, the slide is the deck's own, and says so.
 */
export default defineAppSetup(({ app, router }) => {
  app.config.errorHandler = showSlideFault
  router.beforeEach(async ({ query }) => {
    const before = new URLSearchParams(location.search)
    const named = (key: string) =>
      [query[key], before.get(key)].find((it): it is string => typeof it === 'string' && it !== '')
    await loadViewpoint(named('arch'), named('release')).catch(() => undefined)
  })
})
