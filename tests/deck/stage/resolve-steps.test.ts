import { describe, expect, test } from 'vitest'
import type { Talk } from '../../../src/model/schema/scene.ts'
import { boxState, linkState } from '../../../src/deck/stage/stage-state.ts'
import { type StageScene, stageScenes } from '../../../src/deck/stage/resolve-steps.ts'

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
  signed: [],
  maintainers: undefined,
  stage: { boxes: '', question: '', rows: [], kinds: [], subject: '', classTitle: '', classes: [] },
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

  test('keeps back what a later step draws, and only of what has entered', () => {
    const steps = [
      { caption: 'the box', reveals: ['b'] },
      { caption: 'its link', draws: ['a'] },
      { caption: 'the end' },
    ]
    const [, { steps: resolved }] = stageScenes(
      { ...EMPTY, talk: { ...talk, scenes: [talk.scenes[0]!, { id: 'second', view: 'grow', steps }] } },
      'x86-64',
    ) as [unknown, StageScene]
    expect(resolved.map(it => [...(it.waiting ?? [])])).toEqual([['a>b'], [], []])
  })

  test('marks nothing as new where the whole stage is coloured', () => {
    const scenes: Talk['scenes'] = [talk.scenes[0]!, { ...talk.scenes[1]!, view: 'classes' }]
    const [, { steps }] = stageScenes({ ...EMPTY, talk: { ...talk, scenes } }, 'x86-64') as [unknown, StageScene]
    expect(steps.map(step => step.shown.map(id => boxState(id, step)))).toEqual([
      ['shown', 'shown', 'shown'],
      ['shown', 'shown', 'shown', 'shown'],
      ['shown', 'shown', 'shown', 'shown'],
    ])
    expect(steps.map(step => linkState('a', 'b', step))).toEqual(['shown', 'shown', 'shown'])
  })
})
