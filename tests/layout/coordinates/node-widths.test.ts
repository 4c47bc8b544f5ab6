import { describe, expect, test } from 'vitest'
import { nodeWidths } from '../../../src/layout/coordinates/node-widths.ts'
import { buildLayeredGraph } from '../../../src/layout/layered-graph.ts'

const box = (id: string, row: number) => ({ id, row, label: [id], isOrigin: false })
const parents = Array.from({ length: 12 }, (_, i) => `p${i}`)

describe('nodeWidths(graph, measure)', () => {
  //   child───beside
  //   │││…│
  //   p0 … p11
  test('has room for all links from below and a flat edge on one border', () => {
    const graph = buildLayeredGraph({
      boxes: [...parents.map(id => box(id, 0)), box('child', 1), box('beside', 1)],
      links: [...parents.map(parent => ({ parent, child: 'child' })), { parent: 'child', child: 'beside' }],
      reveals: [],
    })
    const width = (id: string) => nodeWidths(graph, () => 10)[graph.nodes.findIndex(node => node.box?.id === id)]
    expect(width('beside')).toBe(56)
    // 13 ports: 10 px from either corner, and 6 px from one to the next.
    expect(width('child')).toBe(92)
  })
})
