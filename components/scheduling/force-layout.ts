/**
 * Lay out an element that is out of sight, by asking for its box. By the attribute CSS shows it to be measured, and then
 * hides it by `content-visibility`, which keeps the layout.
 */
export function forceLayout(element: HTMLElement): void {
  element.dataset.layout = 'forced'
  element.getBoundingClientRect()
  element.dataset.layout = 'kept'
}
