import { describe, expect, test } from 'vitest'
import type { CodeLine } from '../../../src/deck/panels/code-strips.ts'
import { readDeck } from '../../../src/build/read-deck.ts'
import { sceneForArch } from '../../../src/deck/scene-for-arch.ts'

const deck = readDeck()

/** The lines of the stubs on an arch that stand for a capture, or for the lack of one. */
function stubsOn(arch: string): readonly CodeLine[] {
  const [panel] = sceneForArch(deck, 'ftrace', arch).panels
  return panel?.kind === 'code' ? panel.lines.filter(it => it.text === '') : []
}

describe('the strips of ftrace’s stubs', () => {
  test('on x86-64 have a cell for each field of pt_regs, and are half empty without SAVE_REGS', () => {
    const counts = stubsOn('x86-64').map(({ strip }) => {
      const fields = (states: readonly string[]) =>
        strip!.filter(([state]) => states.includes(state)).reduce((sum, [, count]) => sum + count, 0)
      return [fields(['captured', 'computed', 'made-up', 'unset', 'none']), fields(['unset'])]
    })
    expect(counts).toEqual([
      [21, 0],
      [21, 9],
    ])
  })

  test('on arm64 are those of its own structs, also of one that it filled before the talk’s release', () => {
    const fields = stubsOn('arm64').map(({ strip }) => strip!.reduce((sum, [, count]) => sum + count, 0))
    expect(fields).toEqual([43, 14])
  })

  test('are there, or the reason why not, on every arch', () => {
    const bare = deck.arches.flatMap(({ id }) =>
      stubsOn(id)
        .filter(it => !it.strip && !it.note)
        .map(() => id),
    )
    expect(bare).toEqual([])
  })
})
