import type { Ref } from 'vue'
import { useNav } from '@slidev/client'
import { useBase64 } from '@vueuse/core'
import { ref } from 'vue'
import { loadOtherArches } from '../dataset/use-deck.ts'
import { loadTimelines } from '../dataset/use-timelines.ts'
import { runPreloadTasks } from '../scheduling/lazy-component.ts'
import { nextPaint, whenUserIdle } from '../scheduling/when-idle.ts'
import { prerenderNeighbours } from './prerender-slides.ts'

/** The pages that a talk uses, by the names of their routes. */
const PAGES: readonly unknown[] = ['play', 'presenter']

const preloaded = ref<'loading' | 'loaded' | 'missing'>('loading')

/** Whether all that the talk may need has been loaded: from then on it goes on without a server. */
export function usePreloaded(): Readonly<Ref<'loading' | 'loaded' | 'missing'>> {
  return preloaded
}

/**
 * Load all that the talk may need, once the first slide has been painted and while the user is idle: the first slide
 * waits for none of it, and later nothing has to be loaded.
 */
export async function preloadModules(): Promise<void> {
  const { router } = useNav()
  await nextPaint()
  await prerenderNeighbours()
  const pages = router.getRoutes().filter(it => PAGES.includes(it.name))
  const loadFonts = () => Promise.all([...document.fonts].map(it => it.load()))
  let isMissing = false
  const tasks = [loadOtherArches, loadTimelines, runPreloadTasks, loadFonts, keepIcon]
  for (const load of [...pages.map(it => it.components.default), ...tasks]) {
    await whenUserIdle()
    // The page on show is a component already, and not a function that loads one.
    if (typeof load === 'function') await Promise.resolve(load()).catch(() => (isMissing = true))
  }
  preloaded.value = isMissing ? 'missing' : 'loaded'
  if (isMissing) return
  document.documentElement.toggleAttribute('data-loaded', true)
}

/** Keep the icon in memory: browsers ask for it at each change of the address, also when the server is gone. */
async function keepIcon(): Promise<void> {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]:not([href^="data:"])')
  if (link) link.href = await useBase64(await (await fetch(link.href)).blob()).promise.value
}
