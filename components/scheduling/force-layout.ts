/**
 * Lay out an element that is out of sight, by reading its box. While its `data-layout` is `forced`, CSS lets it be
 * measured; once that is `kept`, CSS hides it with `content-visibility`, which keeps the layout.
 *
 * @param element - out of sight, and not `display: none` while `forced`.
 */
export function forceLayout(element: HTMLElement): void {
  element.dataset.layout = 'forced'
  element.getBoundingClientRect()
  element.dataset.layout = 'kept'
}
