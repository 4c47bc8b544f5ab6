import { describe, expect, test } from 'vitest'
import { randomLcg, shuffler } from 'd3'
import { drawnCrossings } from '../../scripts/bench/count-drawn-crossings.ts'
import { layoutStage } from '../../src/layout/layout-stage.ts'
import { SIZES } from '../../src/layout/sizes.ts'
import type { StageInput, StageLayout } from '../../src/layout/stage-layout.ts'
import { createTextMeasurer } from '../../src/build/measure-text.ts'
import { boxesTooNear, isOnBorder, linksOnOneLine, linksThroughBoxes } from './layout-rules.ts'
import { randomGraph } from './random-graph.ts'
import { TALK_GRAPH } from './talk-graph.ts'
import { seeds } from '../sample.ts'

const measure = createTextMeasurer()

/** Graphs of many shapes: two rows to five, with and without origin bars, sparse and tangled. */
const SHAPES = [
  [[2, 2], { next: 0.6, same: 0.3, skip: 0 }],
  [[2, 3, 3], { next: 0.4, same: 0.2, skip: 0.15 }],
  [[3, 4, 4, 4], { next: 0.35, same: 0.15, skip: 0.08 }],
  [[1, 6, 5, 2, 3], { next: 0.3, same: 0.1, skip: 0.06 }],
  [[2, 8, 9, 4], { next: 0.16, same: 0.05, skip: 0.015 }],
  [[3, 9, 10, 8, 4], { next: 0.12, same: 0.04, skip: 0.01 }],
  [[4, 20, 24, 16], { next: 0.04, same: 0.01, skip: 0.005 }],
] as const
const GENERATED = SHAPES.flatMap(([sizes, density], shape) =>
  seeds(12, 200).map((seed): readonly [string, StageInput] => [
    `rows of ${sizes.join(', ')}, seed ${seed + 100 * shape}`,
    randomGraph(seed + 100 * shape, sizes, density),
  ]),
)
const ALL: readonly (readonly [string, StageInput])[] = [['the talk', TALK_GRAPH], ...GENERATED]
const LAYOUTS = ALL.map(([name, input]) => [name, input, layoutStage(input, measure)] as const)

describe('layoutStage(input, measure): what holds for every graph', { tags: ['sampled'] }, () => {
  test.for(LAYOUTS)('%s: boxes keep their distance and stay inside the stage', ([, input, layout]) => {
    expect(layout.boxes.map(({ id }) => id).sort()).toEqual(input.boxes.map(({ id }) => id).sort())
    expect(boxesTooNear(layout, SIZES.siblingGap)).toEqual([])
    expect(outside(layout)).toEqual([])
  })

  test.for(LAYOUTS)('%s: rows are above each other in their order', ([, , { boxes }]) => {
    for (const a of boxes) for (const b of boxes) if (a.row > b.row) expect(a.y + a.height).toBeLessThan(b.y)
  })

  test.for(LAYOUTS)('%s: labels are inside their boxes', ([, , { boxes }]) => {
    for (const box of boxes) {
      for (const { text, weight, x, y } of box.lines) {
        const half = measure(text, weight) / 2
        expect(x - half).toBeGreaterThanOrEqual(box.x + SIZES.padding - 0.02)
        expect(x + half).toBeLessThanOrEqual(box.x + box.width - SIZES.padding + 0.02)
        expect(y - 12).toBeGreaterThan(box.y)
        expect(y + 4).toBeLessThan(box.y + box.height)
      }
    }
  })

  test.for(LAYOUTS)('%s: links go from border to border and through no box', ([, input, layout]) => {
    const boxOf = new Map(layout.boxes.map(box => [box.id, box]))
    expect(layout.links).toHaveLength(input.links.length)
    expect(linksThroughBoxes(layout)).toEqual([])
    for (const { parent, child, points } of layout.links) {
      expect(isOnBorder(points[0]!, boxOf.get(parent)!), `${parent}>${child} begins on ${parent}`).toBe(true)
      expect(isOnBorder(points.at(-1)!, boxOf.get(child)!), `${parent}>${child} ends on ${child}`).toBe(true)
    }
  })

  test.for(LAYOUTS)('%s: no link runs along another', ([, , layout]) => {
    expect(linksOnOneLine(layout, 2)).toEqual([])
  })

  test.for(LAYOUTS)('%s: counts the crossings that are drawn, no fewer than the bound', ([, , layout]) => {
    expect(layout.crossings).toBe(drawnCrossings(layout.links.map(({ points }) => points)))
    expect(layout.crossingsBound).toBeLessThanOrEqual(layout.crossings)
    expect(layout.isExact).toBe(layout.crossingsBound === layout.crossings)
  })

  test.for(ALL)('%s: is the same for the same input in another order', ([, input]) => {
    const shuffled = shuffler(randomLcg(7))
    const again: StageInput = {
      boxes: shuffled([...input.boxes]),
      links: shuffled([...input.links]),
      reveals: input.reveals.map(ids => shuffled([...ids])),
    }
    expect(layoutStage(again, measure)).toEqual(layoutStage(input, measure))
  })
})

function outside({ width, height, boxes, links }: StageLayout): readonly string[] {
  const isOut = (x: number, y: number) => x < 0 || y < 0 || x > width || y > height
  return [
    ...boxes.filter(box => isOut(box.x, box.y) || isOut(box.x + box.width, box.y + box.height)).map(({ id }) => id),
    ...links.filter(({ points }) => points.some(({ x, y }) => isOut(x, y))).map(({ id }) => id),
  ]
}

describe('layoutStage(input, measure): what it prefers among equally few crossings', () => {
  const box = (id: string, row: number, isOrigin = false) => ({ id, row, label: [id], isOrigin })
  const leftToRight = (input: StageInput, row: number) =>
    layoutStage(input, measure)
      .boxes.filter(at => at.row === row)
      .map(({ id }) => id)

  // a───b───c or c───b───a, by the order in which they are shown.
  test.for([
    [
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
    ],
    [
      ['c', 'b', 'a'],
      ['c', 'b', 'a'],
    ],
    [
      ['b', 'a', 'c'],
      ['a', 'b', 'c'],
    ],
    [
      ['b', 'c', 'a'],
      ['c', 'b', 'a'],
    ],
  ] as const)(
    'of two mirror images, the one with the box that is shown first further left: %s',
    ([reveal, expected]) => {
      const links = [
        { parent: 'a', child: 'b' },
        { parent: 'b', child: 'c' },
      ]
      const reveals = reveal.map((_, scene) => reveal.slice(0, scene + 1))
      expect(leftToRight({ boxes: ['a', 'b', 'c'].map(id => box(id, 0)), links, reveals }, 0)).toEqual(expected)
    },
  )

  test('what is shown first is in the left half of most layouts, where siblings do not decide otherwise', () => {
    const inputs = Array.from({ length: 60 }, (_, i) =>
      randomGraph(2 * i + 1, [3, 4, 4], { next: 0.4, same: 0, skip: 0 }),
    )
    const isLeft = inputs.filter(input => {
      const { boxes, width } = layoutStage(input, measure)
      const first = boxes.filter(({ id }) => input.reveals[0]!.includes(id))
      return first.reduce((sum, box) => sum + box.x + box.width / 2, 0) / first.length < width / 2
    })
    expect(isLeft.length / inputs.length).toBeGreaterThan(0.6)
  })

  //   on-left   on-both   on-right
  //      │        │ │        │
  //   ▒▒▒▒▒▒left▒▒▒ ▒▒▒right▒▒▒▒
  test('a box on two origin bars is above the gap between them, both links upright', () => {
    const input: StageInput = {
      boxes: [box('left', 0, true), box('right', 0, true), box('on-left', 1), box('on-both', 1), box('on-right', 1)],
      links: ['on-left', 'on-both']
        .map(child => ({ parent: 'left', child }))
        .concat(['on-both', 'on-right'].map(child => ({ parent: 'right', child }))),
      reveals: [],
    }
    const { boxes, links } = layoutStage(input, measure)
    for (const { id, points } of links) expect(new Set(points.map(({ x }) => x)).size, id).toBe(1)
    const at = (id: string) => boxes.find(found => found.id === id)!
    expect(at('left').x).toBe(at('on-left').x)
    expect(at('right').x + at('right').width).toBeCloseTo(at('on-right').x + at('on-right').width, 1)
  })

  //   high
  //    │ \
  //    │ beside
  //    │ /
  //   low
  test('a link that passes a row is upright between its boxes where that is possible', () => {
    const input: StageInput = {
      boxes: [box('low', 0), box('beside', 1), box('high', 2)],
      links: [
        { parent: 'low', child: 'high' },
        { parent: 'low', child: 'beside' },
        { parent: 'beside', child: 'high' },
      ],
      reveals: [],
    }
    const { links, crossings } = layoutStage(input, measure)
    expect(crossings).toBe(0)
    expect(new Set(links.find(({ id }) => id === 'low>high')!.points.map(({ x }) => x)).size).toBe(1)
  })
})

describe('layoutStage(input, measure): invalid and small input', () => {
  const box = (id: string, row: number) => ({ id, row, label: [id], isOrigin: false })
  const boxes = [box('a', 0), box('b', 1)]
  test.for([
    ['an unknown id', { boxes, links: [{ parent: 'a', child: 'c' }] }, 'link a>c must join boxes that exist, got c'],
    ['a link downwards', { boxes, links: [{ parent: 'b', child: 'a' }] }, 'link b>a must go up'],
    ['a link to itself', { boxes, links: [{ parent: 'a', child: 'a' }] }, 'link a>a must join two boxes'],
    [
      'the same link twice',
      {
        boxes,
        links: [
          { parent: 'a', child: 'b' },
          { parent: 'a', child: 'b' },
        ],
      },
      'link a>b must be given once',
    ],
    [
      'the same link both ways',
      {
        boxes: [box('a', 0), box('b', 0)],
        links: [
          { parent: 'a', child: 'b' },
          { parent: 'b', child: 'a' },
        ],
      },
      'link b>a must be given once',
    ],
    [
      'the same id twice',
      { boxes: [box('a', 0), box('a', 1)], links: [] },
      'every box must have an id of its own, got a twice',
    ],
  ] as const)('throws at %s', ([, input, message]) => {
    expect(() => layoutStage({ ...input, reveals: [] }, measure)).toThrow(message)
  })

  test('lays out an empty stage, and one box', () => {
    expect(layoutStage({ boxes: [], links: [], reveals: [] }, measure)).toMatchObject({
      boxes: [],
      links: [],
      crossings: 0,
      isExact: true,
    })
    expect(layoutStage({ boxes: [box('a', 3)], links: [], reveals: [] }, measure).boxes).toMatchObject([
      { id: 'a', row: 3, x: 2, y: 2, height: 46 },
    ])
  })
})
