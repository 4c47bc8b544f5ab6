import type { Page } from 'playwright-chromium'

/** What can be wrong with how a slide looks. */
export type VisualIssueCode = 'small' | 'leaves' | 'cut' | 'overlap' | 'link' | 'alt'

/** Something that is wrong with how a slide looks. */
export type VisualIssue = { readonly code: VisualIssueCode; readonly problem: string }

/** A text and its background; colours as the browser computes them. */
export type TextOnBackground = {
  readonly text: string
  readonly color: string
  /** Product of the opacities of the element and all its ancestors. */
  readonly opacity: number
  readonly px: number
  readonly weight: number
  /** The block of code that it is in, by its place among the blocks of the slide. */
  readonly block?: number
  /**
   * What the text may stand on, several where that is a pattern: the layers of each, from the lowest to the highest.
   */
  readonly backgrounds: readonly (readonly string[])[]
}

/** What is found on a slide at one step. */
export type Audit = {
  /** As Slidev numbers what it prints: slide and step, both from 1. */
  readonly id: string
  readonly headline: string
  readonly scene: string | null
  readonly step: string | null
  readonly faults: readonly VisualIssue[]
  readonly texts: readonly TextOnBackground[]
  /** The words that the audience reads: headline, sentences, lists, and remarks beside code; no labels of a picture. */
  readonly prose: string
  readonly boxes: Readonly<Record<string, string>>
  readonly classes: Readonly<Record<string, string>>
}

/**
 * Audit all slides that a page shows to be printed, each at its step; see {@link auditSlide}.
 *
 * In one call: a function is sent to the page and compiled there for each element on which it is called.
 *
 * @param page - a page in which Slidev has drawn all slides.
 * @returns what is found, in the order of the slides.
 */
export function auditSlides(page: Page): Promise<readonly Audit[]> {
  return page.evaluate(`[...document.querySelectorAll('.print-slide-container')].map(it => (${auditSlide})(it))`)
}

/**
 * Audit one slide at one step, in the page: small text, text that leaves its box, its panel or the slide or is cut,
 * texts or boxes that overlap, links through boxes, pictures without a description.
 *
 * It is serialised into the page, so it uses nothing from outside itself.
 *
 * @param slide - the element that holds the slide; the canvas is 980 px wide at any scale.
 * @returns the faults, and what the rehearsal measures: texts with their colours, prose, and the boxes' states.
 */
export function auditSlide(slide: Element): Audit {
  const faults: VisualIssue[] = []
  const complain = (code: VisualIssueCode, problem: string) => faults.push({ code, problem })
  const edge = slide.getBoundingClientRect()
  const unit = edge.width / 980
  const stage = slide.querySelector('.stage')
  const svg = slide.querySelector('svg[data-diagram]')
  const clip = stageClip()

  function stageClip(): DOMRect {
    const inset = stage ? /inset\((.*)\)/.exec(getComputedStyle(stage).clipPath)?.[1] : undefined
    const [top = 0, right = 0, bottom = 0, left = 0] = (inset ?? '')
      .split(' ')
      .map(it => Number.parseFloat(it) * unit || 0)
    return new DOMRect(edge.x + left, edge.y + top, edge.width - left - right, edge.height - top - bottom)
  }

  const isVisible = (element: Element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
  const inside = (inner: DOMRect, outer: DOMRect, slack = 1) =>
    inner.left >= outer.left - slack &&
    inner.right <= outer.right + slack &&
    inner.top >= outer.top - slack &&
    inner.bottom <= outer.bottom + slack
  const overlap = (a: DOMRect, b: DOMRect, slack: number) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > slack &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > slack
  /** Minimum length of a path from a point into a box without its outermost pixels, px; negative in it. */
  const distance = ({ x, y }: DOMPoint, { left, right, top, bottom }: DOMRect) =>
    Math.max(left + 1 - x, x - right + 1, top + 1 - y, y - bottom + 1)
  /** What an element and those around it come to, from the outermost, found once for each of them. */
  function inherited<T>(outermost: T, add: (around: T, element: Element) => T): (element: Element) => T {
    const known = new Map<Element, T>()
    const of = (element: Element): T => {
      const isOutermost = element === slide || !element.parentElement
      if (!known.has(element)) known.set(element, add(isOutermost ? outermost : of(element.parentElement!), element))
      return known.get(element)!
    }
    return of
  }

  // Every line of text, with the element it belongs to.
  const lines: { text: string; rect: DOMRect; element: Element }[] = []
  const prose: string[] = []
  const PICTURE =
    '.stage, .matrix, .arches, .regs-frame, .words-panel, .legend, .frame-legend, .title-frame, .source-list, .panel-title, .slide-overline, .chapter-number, .code-panel code, pre, footer'
  const walker = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const node = walker.currentNode
    const element = node.parentElement
    if (!element || !node.textContent?.trim() || element.closest('.visually-hidden') || !isVisible(element)) continue
    const text = node.textContent.trim()
    if (!element.closest(PICTURE)) prose.push(text)
    const range = document.createRange()
    range.selectNodeContents(node)
    for (const rect of range.getClientRects()) {
      if (rect.width === 0 || (element.closest('svg[data-diagram]') && !overlap(rect, clip, 0))) continue
      lines.push({ text, rect, element })
    }
  }
  // What is wrong with the words of a block of code, a table or a list is one fault, and not one a word.
  const said = new Set<string>()
  const blocks = [...slide.querySelectorAll('pre, table, ul, ol')]
  const isNew = (code: VisualIssueCode, element: Element) => {
    const block = blocks.indexOf(element.closest('pre, table, ul, ol')!)
    const key = `${code} ${block}`
    return block < 0 || (!said.has(key) && said.add(key) !== undefined)
  }
  /** What an element may be cut by: itself and those around it, from the innermost. */
  const clipping = inherited<readonly Element[]>([], (outer, it) =>
    it !== slide && getComputedStyle(it).overflow !== 'visible' ? [it, ...outer] : outer,
  )
  for (const { text, rect, element } of lines) {
    if (fontSize(element) < 15.99 && isNew('small', element))
      complain('small', `"${text}" is set in ${fontSize(element).toFixed(1)} px`)
    if (!inside(rect, edge) && isNew('leaves', element)) complain('leaves', `"${text}" leaves the slide`)
    if (element.closest('svg[data-diagram]') && !inside(rect, clip))
      complain('cut', `"${text}" is cut at the edge of the stage`)
    const frame = element.closest('.panel, .cites, .slide header, .legend, .source-list li, .cells-panel li')
    if (frame && !inside(rect, frame.getBoundingClientRect(), 2 * unit))
      complain('leaves', `"${text}" leaves its ${frame.className || frame.tagName}`)
    const cutting = clipping(element).find(it => !inside(rect, it.getBoundingClientRect(), 2 * unit))
    if (cutting && isNew('cut', element))
      complain('cut', `"${text}" is cut by its ${cutting.className || cutting.tagName}`)
  }
  lines.forEach((a, i) =>
    lines.slice(i + 1).forEach(b => {
      if (
        a.element !== b.element &&
        overlap(a.rect, b.rect, 3 * unit) &&
        !a.element.contains(b.element) &&
        !b.element.contains(a.element) &&
        !isSameLabel(a, b)
      )
        complain('overlap', `"${a.text}" and "${b.text}" overlap`)
    }),
  )
  /** Lines of one label are set close: their line boxes overlap, their letters do not. */
  function isSameLabel(a: { element: Element }, b: { element: Element }): boolean {
    return a.element.parentElement === b.element.parentElement && a.element.tagName === 'text'
  }
  /** On the canvas, px. */
  function fontSize(element: Element): number {
    const matrix = (element as SVGGraphicsElement).getScreenCTM?.()
    return Number.parseFloat(getComputedStyle(element).fontSize) * (matrix ? matrix.a / unit : 1)
  }

  const boxes = [...slide.querySelectorAll('[data-mechanism]')].filter(isVisible).map(group => ({
    group,
    id: group.getAttribute('data-mechanism')!,
    rect: group.querySelector('rect')!.getBoundingClientRect(),
  }))
  for (const { id, group, rect } of boxes) {
    for (const text of group.querySelectorAll(':not([data-sign]) > text')) {
      if (!inside(text.getBoundingClientRect(), rect)) complain('leaves', `the label of ${id} leaves its box`)
    }
    for (const other of boxes) {
      if (other.id > id && overlap(rect, other.rect, 0)) complain('overlap', `boxes ${id} and ${other.id} overlap`)
    }
    const isOrigin = group.classList.contains('is-origin')
    const mayLeave = isOrigin || slide.querySelector('.hazard-panels')
    if (!mayLeave && !inside(rect, clip)) complain('cut', `box ${id} leaves the stage`)
    if (!isOrigin && boxes.length > 0 && stage && overlap(rect, clip, 0)) {
      for (const line of lines) {
        if (!line.element.closest('svg') && overlap(rect, line.rect, 1))
          complain('overlap', `"${line.text}" and box ${id} overlap`)
      }
    }
  }
  for (const group of slide.querySelectorAll('[data-link]')) {
    const path = group.querySelector('path')!
    if (!isVisible(path)) continue
    const [parent, child] = group.getAttribute('data-link')!.split('>')
    const matrix = path.getScreenCTM()!
    const length = path.getTotalLength()
    const others = boxes.filter(({ id }) => id !== parent && id !== child)
    for (let at = 0; at <= length;) {
      const point = path.getPointAtLength(at).matrixTransform(matrix)
      const away = others.map(({ rect }) => distance(point, rect))
      const nearest = Math.min(...away)
      if (nearest < 0) {
        complain('link', `link ${parent}>${child} runs through ${others[away.indexOf(nearest)]!.id}`)
        break
      }
      // A point of a path takes long to find, and none is in a box before the path has gone as far as to the nearest.
      at += Math.max(3, nearest / matrix.a)
    }
  }
  for (const picture of slide.querySelectorAll('svg, img, canvas, [role="img"]')) {
    const isDescribed =
      picture.closest('[aria-hidden="true"]') ||
      picture.getAttribute('aria-label')?.trim() ||
      (picture.tagName === 'IMG' && picture.hasAttribute('alt'))
    if (isVisible(picture) && !isDescribed)
      complain(
        'alt',
        `a picture (${picture.tagName.toLowerCase()}${picture.getAttribute('class') ? `.${picture.getAttribute('class')}` : ''}) has no description`,
      )
  }
  for (const cell of slide.querySelectorAll('td, th')) {
    if (isVisible(cell) && !cell.textContent?.trim() && !cell.getAttribute('aria-label'))
      complain('alt', 'a cell of a table says nothing')
  }

  /** What an element's own background may be at a point: nothing, a colour, or one of a pattern's. */
  function backgrounds(element: Element): string[][] {
    const { backgroundColor, backgroundImage } = getComputedStyle(element)
    const pattern = backgroundImage.match(/(?:rgba?|color)\([^()]*\)/g)
    const layers = pattern ? [...new Set(pattern)].map(it => [backgroundColor, it]) : [[backgroundColor]]
    return layers.map(it => it.filter(color => color !== 'rgba(0, 0, 0, 0)'))
  }
  /** The shape of a drawing that a text stands on: the last one below it, or below its group, that has a fill. */
  function shapeUnder(text: Element): string[] {
    const at = text.getBoundingClientRect()
    for (let it = text; it.parentElement && it.tagName !== 'svg'; it = it.parentElement) {
      const siblings = [...it.parentElement.children]
      const shape = siblings
        .slice(0, siblings.indexOf(it))
        .findLast(
          below =>
            below.tagName !== 'text' &&
            below.tagName !== 'g' &&
            getComputedStyle(below).fill !== 'none' &&
            inside(at, below.getBoundingClientRect(), 2 * unit),
        )
      if (shape) return [getComputedStyle(shape).fill]
    }
    return []
  }
  const layersAt = inherited<string[][]>([[]], (outer, it) =>
    outer.flatMap(below => backgrounds(it).map(above => [...below, ...above])),
  )
  /** A label beside the cell that holds it lies on what the cell lies on. */
  function layersUnder(element: Element): string[][] {
    const cell = element.parentElement!
    const [at, on] = [element.getBoundingClientRect(), cell.getBoundingClientRect()]
    return at.right <= on.left || at.left >= on.right ? layersAt(cell.parentElement!) : layersAt(element)
  }
  const opacityOf = inherited(1, (outer, it) => outer * Number(getComputedStyle(it).opacity))
  const texts = [...new Map(lines.map(it => [it.element, it])).values()].map(({ text, element }): TextOnBackground => {
    const { color, fill, fontWeight } = getComputedStyle(element)
    const isDrawn = element instanceof SVGElement
    const own = isDrawn ? [shapeUnder(element)] : [[]]
    const layered = layersUnder(element).flatMap(below => own.map(above => [...below, ...above]))
    return {
      text,
      color: isDrawn ? fill : color,
      opacity: opacityOf(element),
      px: fontSize(element),
      ...(element.closest('pre') && { block: blocks.indexOf(element.closest('pre')!) }),
      weight: Number(fontWeight),
      backgrounds: layered,
    }
  })

  return {
    id: slide.id,
    headline: slide.querySelector('h1')?.textContent?.trim() ?? '',
    scene: svg?.getAttribute('data-scene') ?? null,
    step: svg?.getAttribute('data-step') ?? null,
    faults: [...new Map(faults.map(it => [it.problem, it])).values()],
    texts,
    prose: prose.join(' '),
    boxes: Object.fromEntries(
      [...slide.querySelectorAll('[data-mechanism]')].map(it => [
        it.getAttribute('data-mechanism')!,
        it.getAttribute('data-state')!,
      ]),
    ),
    classes: Object.fromEntries(
      [...slide.querySelectorAll('[data-mechanism][data-class]')].map(it => [
        it.getAttribute('data-mechanism')!,
        it.getAttribute('data-class')!,
      ]),
    ),
  }
}
