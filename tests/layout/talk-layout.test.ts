import { describe, expect, test } from 'vitest'
import { randomLcg } from 'd3'
import { cameraFor } from '../../src/canvas/camera.ts'
import { layoutStage } from '../../src/layout/layout-stage.ts'
import { SIZES } from '../../src/layout/sizes.ts'
import type { StageInput } from '../../src/layout/stage-layout.ts'
import { createTextMeasurer } from '../../src/build/measure-text.ts'
import { randomGraph } from './random-graph.ts'
import { TALK_GRAPH } from './talk-graph.ts'
import { cpuMs } from '../cpu-time.ts'

const measure = createTextMeasurer()
const layout = layoutStage(TALK_GRAPH, measure)
const box = (id: string) => layout.boxes.find(found => found.id === id)!
const link = (id: string) => layout.links.find(found => found.id === id)!
const middle = (id: string) => box(id).x + box(id).width / 2

describe('layoutStage(TALK_GRAPH, measure)', () => {
  test('has two crossings, proven to be the least: KProbe on FTrace crosses two links to the trampolines', () => {
    expect(layout).toMatchObject({ crossings: 2, crossingsBound: 2, isExact: true })
  })

  test('has none without KProbe on FTrace', () => {
    const links = TALK_GRAPH.links.filter(({ parent, child }) => parent !== 'ftrace' || child !== 'kprobe')
    expect(layoutStage({ ...TALK_GRAPH, links }, measure)).toMatchObject({ crossings: 0, isExact: true })
  })

  test('fits a slot of 892 × 330 px with labels at 16 px', () => {
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
  )('%s is upright, and the origin bar reaches under the whole of the child', id => {
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
  ] as const)('%s is beside %s, left of it', ([left, right]) => {
    expect(box(right).x - box(left).x - box(left).width).toBeCloseTo(SIZES.siblingGap, 1)
  })

  test.for([
    ['kprobe', 'ebpf-kprobe', 'trace-kprobe'],
    ['uprobe', 'ebpf-uprobe', 'trace-uprobe'],
    ['tracepoint', 'ebpf-tp', 'trace-tp'],
  ] as const)('%s is below the middle of what builds on it', ([parent, ...children]) => {
    const over = children.reduce((sum, id) => sum + middle(id), 0) / children.length
    expect(Math.abs(middle(parent) - over)).toBeLessThan(15)
  })

  test('has no box over an origin bar that does not stand on it', () => {
    const on = (bar: string) =>
      TALK_GRAPH.links
        .filter(({ parent }) => parent === bar)
        .map(({ child }) => child)
        .sort()
    for (const bar of ['exceptions', 'trampolines']) {
      const over = layout.boxes.filter(
        ({ row, id }) => row === 1 && middle(id) > box(bar).x && middle(id) < box(bar).x + box(bar).width,
      )
      expect(over.map(({ id }) => id).sort()).toEqual(on(bar))
    }
  })

  test('keeps early scenes together: the first four are framed in text of 24 px, those before eBPF in at least 18', () => {
    const slot = { x: 44, y: 330, width: 892, height: 190 }
    const textPx = TALK_GRAPH.reveals.map(ids => 16 * cameraFor(layout, ids, slot, { maxScale: 1.5 }).scale)
    expect(textPx.slice(0, 4)).toEqual([24, 24, 24, 24])
    for (const px of textPx.slice(4, 7)) expect(px).toBeGreaterThanOrEqual(18)
  })

  test('fits one more mechanism, in any of its rows', () => {
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

describe('layoutStage(TALK_GRAPH with two more boxes in its fullest row, measure)', () => {
  test('shrinks the gaps to siblingGap at the least when the row does not fit otherwise', () => {
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

describe('layoutStage(300 boxes, measure)', () => {
  test('takes less than 3 s', () => {
    const input = randomGraph(2, [4, 74, 74, 74, 74], { next: 0.016, same: 0.001, skip: 0.0003 })
    const start = cpuMs()
    const large = layoutStage(input, text => text.length * 8)
    expect(large.boxes).toHaveLength(300)
    // Generous: what is measured on a quiet machine is in `npm run bench`.
    expect(cpuMs() - start).toBeLessThan(3000)
  })
})
