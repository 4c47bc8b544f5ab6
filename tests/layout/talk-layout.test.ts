import { describe, expect, test } from 'vitest'
import { randomLcg } from 'd3'
import { cameraFor } from '../../src/canvas/camera.ts'
import { layoutStage } from '../../src/layout/layout-stage.ts'
import { SIZES } from '../../src/layout/sizes.ts'
import type { StageInput } from '../../src/layout/stage-layout.ts'
import { createTextMeasurer } from '../../src/build/measure-text.ts'
import { randomGraph } from './random-graph.ts'
import { TALK_GRAPH } from './talk-graph.ts'

const measure = createTextMeasurer()
const layout = layoutStage(TALK_GRAPH, measure)
const box = (id: string) => layout.boxes.find(found => found.id === id)!
const link = (id: string) => layout.links.find(found => found.id === id)!
const middle = (id: string) => box(id).x + box(id).width / 2

describe('layoutStage(the talk)', () => {
  test('crosses links twice, which is proven to be the least: KProbe on FTrace goes under two links to the trampolines', () => {
    expect(layout).toMatchObject({ crossings: 2, crossingsBound: 2, isExact: true })
  })

  test('crosses none without KProbe on FTrace', () => {
    const links = TALK_GRAPH.links.filter(({ parent, child }) => parent !== 'ftrace' || child !== 'kprobe')
    expect(layoutStage({ ...TALK_GRAPH, links }, measure)).toMatchObject({ crossings: 0, isExact: true })
  })

  test('fits the slot that leaves labels at 16 px', () => {
    expect(layout.width).toBeLessThanOrEqual(892)
    expect(layout.height).toBeLessThanOrEqual(330)
    const whole = cameraFor(
      layout,
      layout.boxes.map(({ id }) => id),
      { x: 44, y: 150, width: 892, height: 340 },
      { maxScale: 2 },
    )
    expect(whole.scale * 16).toBeGreaterThanOrEqual(15.9)
  })

  test.for(
    TALK_GRAPH.links
      .filter(({ parent }) => parent === 'exceptions' || parent === 'trampolines')
      .map(({ parent, child }) => `${parent}>${child}`),
  )('%s is straight and upright, and its slab reaches under the whole of the child', id => {
    const { points, parent, child } = link(id)
    expect(new Set(points.map(({ x }) => x)).size).toBe(1)
    expect(box(parent).x).toBeLessThanOrEqual(box(child).x)
    expect(box(parent).x + box(parent).width).toBeGreaterThanOrEqual(box(child).x + box(child).width)
  })

  test.for(['kprobe>kretprobe', 'rethook>kretprobe', 'ftrace>ebpf-fentry-fexit', 'trace-fprobe>perf-events'])(
    '%s is a level line between neighbours',
    id => {
      expect(link(id).points).toHaveLength(2)
      expect(new Set(link(id).points.map(({ y }) => y)).size).toBe(1)
    },
  )

  test.for([
    ['ebpf-kprobe', 'trace-kprobe'],
    ['ebpf-uprobe', 'trace-uprobe'],
    ['ebpf-kretprobe', 'trace-kretprobe'],
    ['ebpf-tp', 'trace-tp'],
    ['trace-fprobe', 'ebpf-multi-kprobe'],
  ] as const)('%s stands right beside %s, left of it', ([left, right]) => {
    expect(box(right).x - box(left).x - box(left).width).toBeCloseTo(SIZES.siblingGap, 1)
  })

  test.for([
    ['kprobe', 'ebpf-kprobe', 'trace-kprobe'],
    ['uprobe', 'ebpf-uprobe', 'trace-uprobe'],
    ['tracepoint', 'ebpf-tp', 'trace-tp'],
  ] as const)('%s is under the middle of what stands on it', ([parent, ...children]) => {
    const over = children.reduce((sum, id) => sum + middle(id), 0) / children.length
    expect(Math.abs(middle(parent) - over)).toBeLessThan(15)
  })

  test('nobody stands over a slab but what stands on it', () => {
    const on = (slab: string) =>
      TALK_GRAPH.links
        .filter(({ parent }) => parent === slab)
        .map(({ child }) => child)
        .sort()
    for (const slab of ['exceptions', 'trampolines']) {
      const over = layout.boxes.filter(
        ({ row, id }) => row === 1 && middle(id) > box(slab).x && middle(id) < box(slab).x + box(slab).width,
      )
      expect(over.map(({ id }) => id).sort()).toEqual(on(slab))
    }
  })

  test('early scenes stand together: the first four are framed in text of 24 px, all that are drawn before eBPF in 18', () => {
    const slot = { x: 44, y: 330, width: 892, height: 190 }
    const textPx = TALK_GRAPH.reveals.map(ids => 16 * cameraFor(layout, ids, slot, { maxScale: 1.5 }).scale)
    expect(textPx.slice(0, 4)).toEqual([24, 24, 24, 24])
    for (const px of textPx.slice(4, 7)) expect(px).toBeGreaterThanOrEqual(18)
  })

  test('another mechanism still fits, wherever it comes', () => {
    const random = randomLcg(3)
    for (let k = 0; k < 24; k++) {
      const row = 1 + (k % 3)
      const parents = TALK_GRAPH.boxes.filter(at => at.row === row - 1)
      const parent = parents[Math.floor(random() * parents.length)]!.id
      const more: StageInput = {
        boxes: [...TALK_GRAPH.boxes, { id: 'zz-new', row, label: ['eBPF', 'Session'], isOrigin: false }],
        links: [...TALK_GRAPH.links, { parent, child: 'zz-new' }],
        reveals: TALK_GRAPH.reveals,
      }
      expect(layoutStage(more, measure).width, `on ${parent}`).toBeLessThanOrEqual(936)
    }
  })
})

describe('layoutStage(the talk and two more in its fullest row)', () => {
  test('closes the gaps to the least when they do not fit otherwise', () => {
    const more: StageInput = {
      ...TALK_GRAPH,
      boxes: [
        ...TALK_GRAPH.boxes,
        ...['xdp', 'lsm'].map(id => ({ id, row: 2, label: ['eBPF', id.toUpperCase()], isOrigin: false })),
      ],
      links: [...TALK_GRAPH.links, { parent: 'tracepoint', child: 'xdp' }, { parent: 'ftrace', child: 'lsm' }],
    }
    const row = layoutStage(more, measure).boxes.filter(at => at.row === 2)
    const gaps = row.slice(1).map(({ x }, i) => x - row[i]!.x - row[i]!.width)
    expect(Math.max(...gaps)).toBeLessThan(SIZES.boxGap)
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(SIZES.siblingGap - 0.011)
    expect(layoutStage(more, measure).width).toBeLessThanOrEqual(936)
  })
})

describe('layoutStage(300 boxes)', () => {
  test('stays within its bounds on work', () => {
    const input = randomGraph(2, [4, 74, 74, 74, 74], { next: 0.016, same: 0.001, skip: 0.0003 })
    const start = performance.now()
    const large = layoutStage(input, text => text.length * 8)
    expect(large.boxes).toHaveLength(300)
    // Generous: what is measured on a quiet machine is in `npm run bench`.
    expect(performance.now() - start).toBeLessThan(3000)
  })
})
