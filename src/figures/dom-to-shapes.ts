import type { Shape, ReadPicture } from './shape.ts'

/**
 * Read the picture of every step off the print route, in the page: what the browser has laid out, box by box and line
 * by line.
 *
 * It is serialised into the page, so it uses nothing from outside itself.
 *
 * @param options - what to read.
 * @param options.selector - the parts of a slide that are its picture.
 * @param options.isDark - in the colours for dark; two readings differ in nothing else.
 * @returns the pictures in the talk's order; slides without such parts have none.
 */
export function readShapes({
  selector,
  isDark,
}: {
  readonly selector: string
  readonly isDark: boolean
}): readonly ReadPicture[] {
  document.documentElement.classList.toggle('dark', isDark)
  document.head.append(
    Object.assign(document.createElement('style'), {
      textContent: '* { transition: none !important } .is-written::before { content: none !important }',
    }),
  )
  const ascents = new Map<string, number>()
  const canvas = document.createElement('canvas').getContext('2d')!

  /** A colour as #rrggbb or #rrggbbaa, which all programs read; undefined if it is transparent. */
  const paint = (value: string): string | undefined => {
    const [, space, numbers = ''] = /^(rgba?|color)\((?:srgb )?(.*)\)$/.exec(value) ?? []
    const [red, green, blue, alpha = 1] = numbers.split(/[ ,/]+/).map(Number)
    if (!space || alpha === 0) return undefined
    const hex = [red!, green!, blue!]
      .map(it =>
        Math.round(space === 'color' ? it * 255 : it)
          .toString(16)
          .padStart(2, '0'),
      )
      .join('')
    return `#${hex}${
      alpha < 1
        ? Math.round(alpha * 255)
            .toString(16)
            .padStart(2, '0')
        : ''
    }`
  }
  const round = (number: number) => Math.round(number * 100) / 100
  const px = (value: string) => round(Number.parseFloat(value) || 0)

  function ascent(style: CSSStyleDeclaration): number {
    const font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`
    canvas.font = font
    if (!ascents.has(font)) ascents.set(font, Math.round(canvas.measureText('x').fontBoundingBoxAscent))
    return ascents.get(font)!
  }

  function readSlide(container: Element): ReadPicture | undefined {
    const origin = container.getBoundingClientRect()
    // A slide without a scene is its own picture.
    const own = container.querySelector('.slidev-layout:not([data-step-caption])')
    const isOwn = own !== null
    const parts = own ? [own] : [...container.querySelectorAll(selector)]
    let area: { left: number; top: number; right: number; bottom: number } | undefined
    let clip: DOMRect | undefined

    const place = ({ x, y, width, height }: DOMRect) => new DOMRect(x - origin.x, y - origin.y, width, height)
    /** Note what is drawn here; false where it is clipped away as a whole. */
    const cover = ({ left, top, right, bottom }: DOMRect): boolean => {
      if (clip && (right <= clip.left || left >= clip.right || bottom <= clip.top || top >= clip.bottom)) return false
      const seen = {
        left: Math.max(left, clip?.left ?? left),
        top: Math.max(top, clip?.top ?? top),
        right: Math.min(right, clip?.right ?? right),
        bottom: Math.min(bottom, clip?.bottom ?? bottom),
      }
      area = area
        ? {
            left: Math.min(area.left, seen.left),
            top: Math.min(area.top, seen.top),
            right: Math.max(area.right, seen.right),
            bottom: Math.max(area.bottom, seen.bottom),
          }
        : seen
      return true
    }
    const faceOf = (style: CSSStyleDeclaration) => ({
      'font-family': style.fontFamily.replaceAll('"', "'"),
      'font-size': px(style.fontSize),
      'font-weight': style.fontWeight,
    })

    /** A text node, a `text` for each line of it. */
    function readText(node: Text, style: CSSStyleDeclaration): Shape[] {
      const range = document.createRange()
      const lines: { text: string; box: DOMRect }[] = []
      const isVertical = style.writingMode.startsWith('vertical')
      for (const { 0: word, index } of node.data.matchAll(style.whiteSpace.startsWith('pre') ? /[^\n]+/g : /\S+\s*/g)) {
        range.setStart(node, index)
        range.setEnd(node, index + word.length)
        const box = [...range.getClientRects()].find(it => it.width > 0)
        if (!box) continue
        const last = lines.at(-1)
        if (last && !isVertical && Math.abs(last.box.top - box.top) < 2) {
          last.text += word
          last.box = new DOMRect(last.box.x, last.box.y, box.right - last.box.x, last.box.height)
        } else if (last && isVertical) {
          last.text += word
          last.box = new DOMRect(
            box.x,
            Math.min(box.y, last.box.y),
            box.width,
            Math.max(box.bottom, last.box.bottom) - Math.min(box.y, last.box.y),
          )
        } else lines.push({ text: word, box })
      }
      return lines.flatMap(({ text, box: client }): Shape[] => {
        const box = place(client)
        if (!cover(box)) return []
        const [x, y] = isVertical ? [box.left + ascent(style), box.bottom] : [box.left, box.top + ascent(style)]
        return [
          {
            tag: 'text',
            text: style.whiteSpace.startsWith('pre') ? text : text.replace(/\s+/g, ' ').trimEnd(),
            at: {
              x: round(x),
              y: round(y),
              ...faceOf(style),
              fill: paint(style.color) ?? 'none',
              textLength: round(isVertical ? box.height : box.width),
              ...(isVertical && { transform: `rotate(-90 ${round(x)} ${round(y)})` }),
            },
          },
        ]
      })
    }

    /** What an HTML element itself paints: shadow, background, hatching, borders, outline. */
    function readBox(element: Element, style: CSSStyleDeclaration): Shape[] {
      // A table whose borders are separate paints none for its rows.
      if (/^table-(?:row|header|footer)/.test(style.display)) return []
      const box = place(element.getBoundingClientRect())
      const drawn: Shape[] = []
      const rect = (inset: number, at: Shape['at']) =>
        drawn.push({
          tag: 'rect',
          at: {
            x: round(box.x + inset),
            y: round(box.y + inset),
            width: round(box.width - 2 * inset),
            height: round(box.height - 2 * inset),
            ...(px(style.borderTopLeftRadius) > 0 && { rx: px(style.borderTopLeftRadius) }),
            ...at,
          },
        })
      const shadow = /^(rgba?\([^)]*\)) (\S+)px (\S+)px/.exec(style.boxShadow)
      if (shadow)
        drawn.push({
          tag: 'rect',
          at: {
            x: round(box.x + Number(shadow[2])),
            y: round(box.y + Number(shadow[3])),
            width: round(box.width),
            height: round(Math.abs(Number(shadow[3]))),
            fill: paint(shadow[1]!) ?? 'none',
          },
        })
      const background = paint(style.backgroundColor)
      if (background) rect(0, { fill: background })
      const hatching =
        /repeating-linear-gradient\(-45deg, .*[\d.]+px, ((?:rgb|color)\([^)]*\)) ([\d.]+)px, .*? ([\d.]+)px\)/.exec(
          style.backgroundImage,
        )
      if (hatching) {
        // The gradient starts in the lower right corner, within the border; along an edge the strokes are √2 times as
        // far apart as across.
        const [left, top] = [px(style.borderLeftWidth), px(style.borderTopWidth)]
        const [width, height] = [
          box.width - left - px(style.borderRightWidth),
          box.height - top - px(style.borderBottomWidth),
        ]
        const [from, to] = [Number(hatching[2]), Number(hatching[3])]
        const spacing = to * Math.SQRT2
        drawn.push({
          tag: 'hatch',
          at: {
            x: round(box.x + left),
            y: round(box.y + top),
            width: round(width),
            height: round(height),
            spacing,
            first: (width + height - ((from + to) / 2) * Math.SQRT2) % spacing,
            stroke: paint(hatching[1]!)!,
            'stroke-width': to - from,
          },
        })
      }
      const striping =
        /repeating-linear-gradient\(90deg, .*?([\d.]+)px, ((?:rgb|color)\([^)]*\)) [\d.]+px, .*? ([\d.]+)px\)/.exec(
          style.backgroundImage,
        )
      if (striping) {
        const left = box.x + px(style.borderLeftWidth)
        const right = box.x + box.width - px(style.borderRightWidth)
        const [top, bottom] = [box.y + px(style.borderTopWidth), box.y + box.height - px(style.borderBottomWidth)]
        const [from, to] = [Number(striping[1]), Number(striping[3])]
        const lines = Array.from(
          { length: Math.max(0, Math.ceil((right - left - from) / to)) },
          (_, i) => `M${round(left + i * to + (from + to) / 2)} ${round(top)}V${round(bottom)}`,
        )
        drawn.push({
          tag: 'path',
          at: { d: lines.join(''), fill: 'none', stroke: paint(striping[2]!)!, 'stroke-width': to - from },
        })
      }
      const sides = (['Top', 'Right', 'Bottom', 'Left'] as const).map(side => ({
        width: px(style[`border${side}Width`]),
        style: style[`border${side}Style`],
        colour: paint(style[`border${side}Color`]),
      }))
      const stroke = ({ width, style: kind, colour }: (typeof sides)[number]) => ({
        fill: 'none',
        stroke: colour!,
        'stroke-width': width,
        ...(kind === 'dashed' && { 'stroke-dasharray': '5 4' }),
        ...(kind === 'dotted' && { 'stroke-dasharray': '2 2' }),
      })
      const shown = sides.filter(it => it.width > 0 && it.style !== 'none' && it.colour)
      if (shown.length === 4 && sides.every(it => it.width === sides[0]!.width))
        rect(sides[0]!.width / 2, stroke(sides[0]!))
      else {
        sides.forEach((side, i) => {
          if (!shown.includes(side)) return
          const half = side.width / 2
          const ends = [
            [box.left, box.top + half, box.right, box.top + half],
            [box.right - half, box.top, box.right - half, box.bottom],
            [box.left, box.bottom - half, box.right, box.bottom - half],
            [box.left + half, box.top, box.left + half, box.bottom],
          ][i]!
          const [x1, y1, x2, y2] = ends.map(round) as [number, number, number, number]
          drawn.push({ tag: 'line', at: { x1, y1, x2, y2, ...stroke(side) } })
        })
      }
      if (style.outlineStyle !== 'none' && paint(style.outlineColor)) {
        const width = px(style.outlineWidth)
        rect(-px(style.outlineOffset) - width / 2, {
          fill: 'none',
          stroke: paint(style.outlineColor)!,
          'stroke-width': width,
        })
      }
      return drawn.length > 0 && cover(box) ? drawn : []
    }

    /** An element inside an `svg`: its own attributes, and the paints that the style sheets give it. */
    function readShape(element: SVGElement): Shape[] {
      const style = getComputedStyle(element)
      if (style.display === 'none' || style.opacity === '0') return []
      const at: Record<string, string | number> = {}
      for (const { name, value } of element.attributes) {
        if (/^(?:x|y|x1|y1|x2|y2|width|height|rx|cx|cy|r|d)$|^data-(?:mechanism|link|state|class|sign)$/.test(name))
          at[name] = value
      }
      if (style.transform !== 'none') at.transform = style.transform
      if (style.opacity !== '1') at.opacity = style.opacity
      if (element instanceof SVGGElement) {
        const children = [...element.children].flatMap(child => readShape(child as SVGElement))
        return children.length > 0 ? [{ tag: 'g', at, children }] : []
      }
      if (style.visibility !== 'visible' || !cover(place(element.getBoundingClientRect()))) return []
      at.fill = paint(style.fill) ?? 'none'
      const stroke = paint(style.stroke)
      if (stroke) {
        at.stroke = stroke
        at['stroke-width'] = px(style.strokeWidth)
        if (style.strokeDasharray !== 'none') at['stroke-dasharray'] = style.strokeDasharray.replaceAll(/px|,/g, '')
      }
      if (!(element instanceof SVGTextElement)) return [{ tag: element.tagName as 'rect' | 'path', at }]
      return [
        {
          tag: 'text',
          text: element.textContent ?? '',
          at: {
            ...at,
            ...faceOf(style),
            'text-anchor': style.textAnchor,
            textLength: round(element.getComputedTextLength()),
          },
        },
      ]
    }

    function readSvg(svg: SVGSVGElement): Shape[] {
      const box = place(svg.getBoundingClientRect())
      const { x, y, width } = svg.viewBox.baseVal
      const scale = width > 0 ? box.width / width : 1
      const children = [...svg.children].flatMap(child => readShape(child as SVGElement))
      return children.length > 0
        ? [
            {
              tag: 'g',
              at: {
                transform: `translate(${round(box.x - x * scale)} ${round(box.y - y * scale)})${scale === 1 ? '' : ` scale(${scale})`}`,
              },
              children,
            },
          ]
        : []
    }

    /** A picture as it stands in the page, which `inlineImages` has put into it. */
    function readImage(image: HTMLImageElement): Shape[] {
      const box = place(image.getBoundingClientRect())
      if (!cover(box)) return []
      const [x, y, width, height] = [box.x, box.y, box.width, box.height].map(round) as [number, number, number, number]
      return [{ tag: 'image', at: { x, y, width, height, href: image.src } }]
    }

    /** What only a browser can show: its frame, and that it is missing here. */
    function readLacking(element: Element, style: CSSStyleDeclaration): Shape[] {
      const box = place(element.getBoundingClientRect())
      if (!cover(box)) return []
      const [x, y, width, height] = [box.x, box.y, box.width, box.height].map(round) as [number, number, number, number]
      const stroke = paint(style.color) ?? 'none'
      const text = `${element.tagName.toLowerCase()}: only the slide shows it`
      return [
        { tag: 'rect', at: { x, y, width, height, fill: 'none', stroke, 'stroke-width': 1 } },
        { tag: 'text', text, at: { x: x + 12, y: y + 28, ...faceOf(style), fill: stroke } },
      ]
    }

    /** The sign before an item of a list, which the page draws and has no element for. */
    function readMarker(item: Element, style: CSSStyleDeclaration): Shape[] {
      if (!isOwn || style.display !== 'list-item' || style.listStyleType === 'none') return []
      const { x, y } = place(item.getBoundingClientRect())
      const siblings = [...item.parentElement!.children].filter(it => it instanceof HTMLLIElement)
      const text = style.listStyleType === 'decimal' ? `${siblings.indexOf(item as HTMLLIElement) + 1}.` : '•'
      const line = Number.parseFloat(style.lineHeight) || Number.parseFloat(style.fontSize) * 1.4
      const at = { x: round(x - 8), y: round(y + (line + ascent(style) * 0.7) / 2), ...faceOf(style) }
      return [{ tag: 'text', text, at: { ...at, 'text-anchor': 'end', fill: paint(style.color) ?? 'none' } }]
    }

    function readElement(element: Element): Shape[] {
      const style = getComputedStyle(element)
      if (style.display === 'none' || style.opacity === '0') return []
      if (element instanceof HTMLImageElement) return style.visibility === 'visible' ? readImage(element) : []
      if (/^(?:VIDEO|IFRAME|CANVAS|OBJECT|EMBED)$/.test(element.tagName)) return readLacking(element, style)
      if (isOwn && element.tagName === 'FOOTER') return []
      if (element instanceof SVGSVGElement) return style.visibility === 'visible' ? readSvg(element) : []
      const outer = clip
      const inset = /^inset\(([\d.-]+)px ([\d.-]+)px ([\d.-]+)px ([\d.-]+)px\)$/
        .exec(style.clipPath)
        ?.slice(1)
        .map(Number) as [number, number, number, number] | undefined
      if (inset) {
        const box = place(element.getBoundingClientRect())
        clip = new DOMRect(
          box.x + inset[3],
          box.y + inset[0],
          box.width - inset[1] - inset[3],
          box.height - inset[0] - inset[2],
        )
      }
      // What CSS writes before an element is made an element, or it could not be asked for its place.
      const words = /^"(.+)"$/.exec(getComputedStyle(element, '::before').content)?.[1]
      if (words) {
        element.prepend(words)
        element.classList.add('is-written')
      }
      const drawn = style.visibility === 'visible' ? [...readBox(element, style), ...readMarker(element, style)] : []
      for (const child of element.childNodes) {
        if (child instanceof Element) drawn.push(...readElement(child))
        else if (child instanceof Text && style.visibility === 'visible') drawn.push(...readText(child, style))
      }
      const at = {
        ...(clip !== outer && { clip: [clip!.x, clip!.y, clip!.width, clip!.height].map(round).join(' ') }),
        ...(style.opacity !== '1' && { opacity: style.opacity }),
      }
      clip = outer
      return drawn.length > 0 && Object.keys(at).length > 0 ? [{ tag: 'g', at, children: drawn }] : drawn
    }

    const drawn = parts.flatMap(part => readElement(part))
    if (!area || drawn.length === 0) return undefined
    const [slide = 0, step = 0] = container.id.split('-').map(Number)
    const headline = container.querySelector('h1')?.textContent?.replace(/\s+/g, ' ').trim() ?? ''
    const caption = container.querySelector('[data-step-caption]')?.getAttribute('data-step-caption') ?? headline
    const background =
      paint(getComputedStyle(container.querySelector('.slide, .slidev-layout')!).backgroundColor) ?? 'none'
    return {
      slide,
      step,
      headline,
      caption,
      background,
      area: { x: area.left, y: area.top, width: area.right - area.left, height: area.bottom - area.top },
      drawn,
    }
  }

  return [...document.querySelectorAll('.print-slide-container')].flatMap(it => readSlide(it) ?? [])
}

/** In the page: put every picture into it, so that a figure that shows one needs no other file. */
export async function inlineImages(): Promise<void> {
  await Promise.all(
    [...document.images].map(async image => {
      if (image.src.startsWith('data:')) return
      const blob = await (await fetch(image.src)).blob()
      image.src = await new Promise<string>((resolve, reject) => {
        const reader = new FileReader()
        reader.onload = () => resolve(reader.result as string)
        reader.onerror = () => reject(reader.error!)
        reader.readAsDataURL(blob)
      })
      await image.decode()
    }),
  )
}
