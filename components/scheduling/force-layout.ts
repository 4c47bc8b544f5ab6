/**
 * Have something laid out that is out of sight: to ask where it stands does that, and from then on the browser keeps it, and
 * hides it.
 */
export function layOut(element: Element): void {
  element.removeAttribute('data-laid')
  element.getBoundingClientRect()
  element.toggleAttribute('data-laid', true)
}
