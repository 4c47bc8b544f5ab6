import type { Ref } from 'vue'
import { useNav } from '@slidev/client'
import { ref } from 'vue'
import { loadLazy } from '../scheduling/lazy-component.ts'
import { loadTimelines } from '../dataset/use-timelines.ts'
import { calm } from '../scheduling/when-idle.ts'
import { layAhead, makeRest } from './prerender-slides.ts'

/** The pages between which a talk goes. */
const PAGES: readonly unknown[] = ['play', 'presenter']

const isLoaded = ref(false)

/** Whether everything is here that the talk may still need: from then on it goes on without a server. */
export function useIsPreloaded(): Readonly<Ref<boolean>> {
  return isLoaded
}

/**
 * Load all that the talk may need, and have its slides made, once the first slide has been drawn and while nobody moves:
 * the first slide waits for none of it, and no step has to wait later.
 */
export async function preloadModules(): Promise<void> {
  const { router } = useNav()
  await drawn()
  await layAhead()
  for (const { components } of router.getRoutes().filter(it => PAGES.includes(it.name))) {
    await calm()
    // The page on show is no promise of one any more.
    if (typeof components.default === 'function') await components.default()
  }
  await calm()
  await loadTimelines()
  await calm()
  await loadLazy()
  await Promise.all([...document.fonts].map(it => it.load()))
  await keepIcon()
  await calm()
  isLoaded.value = true
  await makeRest()
  document.documentElement.toggleAttribute('data-loaded', true)
}

/** How wide and high the icon is drawn, px. */
const ICON = 64

/** Put the icon into the page, drawn: browsers ask for it again whenever the address changes, and for an SVG that takes as long as half a frame. */
async function keepIcon(): Promise<void> {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
  if (!link) return
  const icon = new Image(ICON, ICON)
  // Not until it is decoded: that ends with a frame, and a window that nobody sees draws none.
  await new Promise((resolve, reject) => {
    icon.onload = resolve
    icon.onerror = reject
    icon.src = link.href
  })
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = ICON
  canvas.getContext('2d')!.drawImage(icon, 0, 0, ICON, ICON)
  link.type = 'image/png'
  link.href = canvas.toDataURL()
}

/** How long the first slide is waited for, ms: a window that nobody sees draws none. */
const LATEST = 1000

/** When the first slide has been drawn. */
function drawn(): Promise<void> {
  return new Promise(resolve => {
    new PerformanceObserver(list => list.getEntriesByName('first-contentful-paint').length > 0 && resolve()).observe({
      type: 'paint',
      buffered: true,
    })
    setTimeout(resolve, LATEST)
  })
}
