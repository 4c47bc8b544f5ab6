import { describe, expect, test } from 'vitest'
import type { Deck } from '../../src/deck/deck.ts'
import { deckModules } from '../../src/build/deck-modules.ts'
import { findHazard } from '../../src/deck/scene-hazard.ts'
import { loadFiles } from '../../src/model/read/load-files.ts'
import { readDataset } from '../../src/model/read/read-dataset.ts'

const deck = JSON.parse(deckModules().deck()) as Deck
const { value: data } = readDataset(loadFiles())
const hazards = Object.entries(deck.scenes).filter(([, it]) => it.hazard)

/** The state of a field in the frame beside the path, before and after the fix. */
function stateOf(scene: string, field: string): readonly (string | undefined)[] {
  const panel = deck.scenes[scene]!.panels.find(it => it.kind === 'frame')!
  return [panel.rows, panel.fixedRows ?? []].map(rows => rows.find(it => it.registers.includes(field))?.state)
}

describe('the scenes that play a hazard', () => {
  test('end with the verdict, or with the one after the fix', () => {
    const ends = Object.fromEntries(hazards.map(([id, { hazard }]) => [id, [hazard!.verdict, hazard!.fixed]]))
    expect(ends).toEqual({
      'arm64-issue': ['ugly', undefined],
      'another-door': ['ugly', 'bad'],
      'lost-override': ['ugly', 'good'],
      prediction: ['ugly', undefined],
    })
  })

  test('say of which struct a copy is changed, and nothing where fields are only read', () => {
    expect(hazards.flatMap(([id, { hazard }]) => (hazard!.changes ? [[id, hazard!.changes]] : []))).toEqual([
      ['lost-override', 'ftrace_regs'],
    ])
  })

  test('show the one line that fills PSTATE: never written up to 6.17, a constant from 6.18', () => {
    expect(stateOf('another-door', 'pstate')).toEqual(['unset', 'made-up'])
  })

  test('say what a running kernel answered, where the scene names a cause that was tried', () => {
    expect(deck.scenes['prediction']!.hazard!.tried).toEqual({
      release: '7.2.13',
      saw: expect.stringContaining('an oops in process_fetch_insn()') as unknown,
    })
    expect(stateOf('prediction', 'sp')[0]).toBe('unset')
  })

  test('are seen through one camera, so that the room knows the place again', () => {
    const cameras = hazards.flatMap(([, it]) => it.steps.map(step => JSON.stringify(step.camera)))
    expect(cameras.length).toBeGreaterThan(15)
    expect(new Set(cameras).size).toBe(1)
  })

  test('highlight their path link by link up to the reader, without a gap, and all of it where there are too few steps', () => {
    for (const [id, { steps, hazard }] of hazards) {
      const highlighted = steps.map(it => Object.values(it.links).filter(state => state === 'focus').length)
      const path = findHazard(data.talk.scenes.find(it => it.id === id)!.hazard!, data)!.path
      expect(highlighted.at(-1), id).toBe(path.length - 1)
      expect(highlighted[0], id).toBe(hazard!.readAt < path.length - 1 ? path.length - 1 : 1)
    }
  })

  test('are none where there is no such path in the release of the fix', () => {
    const wanted = data.talk.scenes.find(it => it.id === 'another-door')!.hazard!
    expect(findHazard(wanted, data)).toBeDefined()
    expect(findHazard({ ...wanted, fixedIn: '6.1' }, data)).toBeUndefined()
  })
})
