import type { Ref } from 'vue'
import { useNav } from '@slidev/client'
import { ref } from 'vue'
import { loadLazy } from '../lazy.ts'
import { loadMoments } from '../load-moments.ts'
import { layAhead } from './lay-ahead.ts'

/** The pages between which a talk goes. */
const PAGES: readonly unknown[] = ['play', 'presenter']

const isLoaded = ref(false)

/** Whether everything is here that the talk may still need: from then on it goes on without a server. */
export function useLoaded(): Readonly<Ref<boolean>> {
  return isLoaded
}

/**
 * Load all slides, the talk's pages and its faces whenever the page has nothing to do: the first slide waits for none of
 * it, and no step has to wait later.
 */
export async function loadAhead(): Promise<void> {
  const { router, slides } = useNav()
  await drawn()
  await idle()
  await Promise.all(slides.value.map(({ load }) => load()))
  for (const { meta } of slides.value) {
    // Mounted one by one: all at once would be a jerk in whatever moves then.
    await idle()
    meta.__preloaded = true
  }
  for (const { components } of router.getRoutes().filter(it => PAGES.includes(it.name))) {
    await idle()
    // The page on show is no promise of one any more.
    if (typeof components.default === 'function') await components.default()
  }
  await idle()
  await loadMoments()
  await loadLazy()
  await Promise.all([...document.fonts].map(it => it.load()))
  await keepIcon()
  await layAhead()
  isLoaded.value = true
  document.documentElement.toggleAttribute('data-loaded', true)
}

/** Put the icon into the page: browsers ask for it again whenever the address changes. */
async function keepIcon(): Promise<void> {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
  if (!link || link.href.startsWith('data:'))
    return
  const icon = await (await fetch(link.href)).text()
  link.href = `data:image/svg+xml,${encodeURIComponent(icon)}`
}

/** How long the first slide is waited for, ms: a window that nobody sees draws none. */
const LATEST = 1000

/** When the first slide has been drawn. */
function drawn(): Promise<void> {
  return new Promise((resolve) => {
    new PerformanceObserver(list => list.getEntriesByName('first-contentful-paint').length > 0 && resolve()).observe({ type: 'paint', buffered: true })
    setTimeout(resolve, LATEST)
  })
}

function idle(): Promise<void> {
  return new Promise(resolve => requestIdleCallback(() => resolve(), { timeout: 1000 }))
}
