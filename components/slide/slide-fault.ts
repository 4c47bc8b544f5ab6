import { type ComponentPublicInstance, nextTick } from 'vue'

/** Where Vue's handler of errors says what failed: in a build, by a number behind an address. */
const BY_HAND = /(?:event handler|#runtime-[56])$/

/**
 * Say on a slide that it could not be drawn, and why: it would stand there empty, and nothing would be said. What
 * prints the talk looks for `data-slide-fault`.
 *
 * @param error - what was thrown while a component was set up, drawn or updated.
 * @param instance - the component.
 * @param info - what Vue was doing.
 */
export function showSlideFault(error: unknown, instance: ComponentPublicInstance | null, info: string): void {
  console.error(error)
  const no = slideOf(instance)
  if (no === undefined || BY_HAND.test(info)) return
  void nextTick(() => {
    for (const slide of document.querySelectorAll(`[data-slidev-no="${no}"]:not(:has(> [data-slide-fault]))`)) {
      const fault = document.createElement('p')
      fault.setAttribute('data-slide-fault', String(no))
      fault.setAttribute('role', 'alert')
      fault.textContent = `Slide ${no} cannot be drawn: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`
      slide.append(fault)
    }
  })
}

/** The number of the slide that a component is on, from 1. */
function slideOf(instance: ComponentPublicInstance | null): number | undefined {
  for (let it = instance; it; it = it.$parent) {
    const { route } = it.$props as { readonly route?: { readonly no?: number } }
    if (typeof route?.no === 'number') return route.no
  }
  return undefined
}
