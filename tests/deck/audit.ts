/** What one look at a slide finds; runs in the page, so it uses nothing from outside itself. */
export type Audit = {
  readonly id: string
  readonly scene: string | null
  readonly step: string | null
  readonly faults: readonly string[]
  readonly boxes: Readonly<Record<string, string>>
  readonly classes: Readonly<Record<string, string>>
}

/**
 * Look at one slide at one step: small text, text that leaves its box, its panel or the slide, texts or boxes that
 * overlap, links through boxes.
 *
 * @param slide - the element that holds the slide, 980 px wide.
 */
export function auditSlide(slide: Element): Audit {
  const faults: string[] = []
  const edge = slide.getBoundingClientRect()
  const unit = edge.width / 980
  const stage = slide.querySelector('.stage')
  const svg = slide.querySelector('svg[data-diagram]')
  const clip = stageClip()

  function stageClip(): DOMRect {
    const inset = stage ? /inset\((.*)\)/.exec(getComputedStyle(stage).clipPath)?.[1] : undefined
    const [top = 0, right = 0, bottom = 0, left = 0] = (inset ?? '').split(' ').map(it => Number.parseFloat(it) * unit || 0)
    return new DOMRect(edge.x + left, edge.y + top, edge.width - left - right, edge.height - top - bottom)
  }

  const isVisible = (element: Element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
  const inside = (inner: DOMRect, outer: DOMRect, slack = 1) => inner.left >= outer.left - slack && inner.right <= outer.right + slack
    && inner.top >= outer.top - slack && inner.bottom <= outer.bottom + slack
  const overlap = (a: DOMRect, b: DOMRect, slack: number) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > slack
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > slack

  // Every line of text, with the element it belongs to.
  const lines: { text: string, rect: DOMRect, element: Element }[] = []
  const walker = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const node = walker.currentNode
    const element = node.parentElement
    if (!element || !node.textContent?.trim() || !isVisible(element))
      continue
    const range = document.createRange()
    range.selectNodeContents(node)
    for (const rect of range.getClientRects()) {
      if (rect.width > 0 && (!element.closest('svg[data-diagram]') || inside(rect, clip)))
        lines.push({ text: node.textContent.trim(), rect, element })
    }
  }
  for (const { text, rect, element } of lines) {
    const matrix = (element as SVGGraphicsElement).getScreenCTM?.()
    const size = Number.parseFloat(getComputedStyle(element).fontSize) * (matrix ? matrix.a / unit : 1)
    if (size < 15.99)
      faults.push(`"${text}" is set in ${size.toFixed(1)} px`)
    if (!inside(rect, edge))
      faults.push(`"${text}" leaves the slide`)
    const frame = element.closest('.panel, .cites, .slide header, .footnote, .legend, .source-list li, .cells-panel li')
    if (frame && !inside(rect, frame.getBoundingClientRect(), 2))
      faults.push(`"${text}" leaves its ${frame.className || frame.tagName}`)
  }
  lines.forEach((a, i) => lines.slice(i + 1).forEach((b) => {
    if (a.element !== b.element && overlap(a.rect, b.rect, 3) && !a.element.contains(b.element) && !b.element.contains(a.element) && !isTwin(a, b))
      faults.push(`"${a.text}" and "${b.text}" overlap`)
  }))
  /** Lines of one label are set close: their line boxes overlap, their letters do not. */
  function isTwin(a: { element: Element }, b: { element: Element }): boolean {
    return a.element.parentElement === b.element.parentElement && a.element.tagName === 'text'
  }

  const boxes = [...slide.querySelectorAll('[data-mechanism]')].filter(isVisible)
    .map(group => ({ group, id: group.getAttribute('data-mechanism')!, rect: group.querySelector('rect')!.getBoundingClientRect() }))
  for (const { id, group, rect } of boxes) {
    for (const text of group.querySelectorAll('text')) {
      if (!inside(text.getBoundingClientRect(), rect))
        faults.push(`the label of ${id} leaves its box`)
    }
    for (const other of boxes) {
      if (other.id > id && overlap(rect, other.rect, 0))
        faults.push(`boxes ${id} and ${other.id} overlap`)
    }
    const isOrigin = group.classList.contains('is-origin')
    const mayLeave = isOrigin || slide.querySelector('.hazard-panels')
    if (!mayLeave && !inside(rect, clip))
      faults.push(`box ${id} leaves the stage`)
    if (!isOrigin && boxes.length > 0 && stage && overlap(rect, clip, 0)) {
      for (const line of lines) {
        if (!line.element.closest('svg') && overlap(rect, line.rect, 1))
          faults.push(`"${line.text}" and box ${id} overlap`)
      }
    }
  }
  for (const group of slide.querySelectorAll('[data-link]')) {
    const path = group.querySelector('path')!
    if (!isVisible(path))
      continue
    const [parent, child] = group.getAttribute('data-link')!.split('>')
    const matrix = path.getScreenCTM()!
    const length = path.getTotalLength()
    for (let at = 0; at <= length; at += 3) {
      const point = path.getPointAtLength(at).matrixTransform(matrix)
      const hit = boxes.find(({ id, rect }) => id !== parent && id !== child
        && point.x > rect.left + 1 && point.x < rect.right - 1 && point.y > rect.top + 1 && point.y < rect.bottom - 1)
      if (hit) {
        faults.push(`link ${parent}>${child} runs through ${hit.id}`)
        break
      }
    }
  }
  return {
    id: slide.id,
    scene: svg?.getAttribute('data-scene') ?? null,
    step: svg?.getAttribute('data-step') ?? null,
    faults: [...new Set(faults)],
    boxes: Object.fromEntries([...slide.querySelectorAll('[data-mechanism]')].map(it => [it.getAttribute('data-mechanism')!, it.getAttribute('data-state')!])),
    classes: Object.fromEntries([...slide.querySelectorAll('[data-mechanism][data-class]')].map(it => [it.getAttribute('data-mechanism')!, it.getAttribute('data-class')!])),
  }
}
