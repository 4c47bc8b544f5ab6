import { describe, expect, test } from 'vitest'
import type { Talk } from '../../../src/model/schema/scene.ts'
import { boxState } from '../../../src/deck/stage/stage-state.ts'
import { stageScenes } from '../../../src/deck/stage/resolve-steps.ts'

const reveals = (...steps: readonly (readonly string[] | undefined)[]) =>
  steps.map((ids, i) => ({ caption: `step ${i}`, ...(ids && { reveals: [...ids] }) }))
const EMPTY = {
  mechanisms: [],
  arches: [],
  captures: new Map(),
  conversions: new Map(),
  readers: [],
  reviews: new Map(),
  measured: [],
  maintainers: undefined,
}
const talk: Talk = {
  release: '6.6',
  scenes: [
    { id: 'first', view: 'grow', steps: reveals(['a']) },
    { id: 'second', view: 'grow', steps: reveals(['b', 'c'], ['d'], undefined) },
  ],
}

describe('stageScenes(talk)', () => {
  test('distinguishes what enters at a step, what entered earlier in the scene, and what was there before', () => {
    const states = stageScenes({ ...EMPTY, talk }, 'x86-64').map(({ steps }) =>
      steps.map(step => step.shown.map(id => `${id} ${boxState(id, step)}`).join(', ')),
    )
    expect(states).toEqual([
      ['a new'],
      ['a shown, b new, c new', 'a shown, b recent, c recent, d new', 'a shown, b recent, c recent, d new'],
    ])
  })
})
