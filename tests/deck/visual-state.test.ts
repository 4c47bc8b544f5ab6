import { describe, expect, test } from 'vitest'
import { readDeck } from '../../src/build/read-deck.ts'
import { boxVisualState, isInBackground, linkVisualState, type ShownStage } from '../../src/deck/visual-state.ts'

const deck = readDeck()

/** What the stage shows in a step of a scene on an arch. */
function shownAt(scene: string, at: number, arch: string): ShownStage {
  const { view, steps } = deck.scenes[scene]!
  const step = steps[at]!
  return { view, step, availability: deck.availability[arch]![step.release]! }
}

describe('on arm64, which has no fprobe in 6.6', () => {
  const ebpf = shownAt('ebpf', 2, 'arm64')

  test('what the arch lacks stands back with the rest while others are highlighted', () => {
    expect(boxVisualState('ebpf-multi-kprobe', ebpf)).toBe('absent')
    expect(['ebpf-multi-kprobe', 'fprobe', 'kprobe'].map(id => isInBackground(id, ebpf))).toEqual([true, true, false])
  })

  test('a way up that ends at nothing is not highlighted', () => {
    expect(['ftrace', 'kretprobe', 'trampolines'].map(id => boxVisualState(id, ebpf))).toEqual([
      'dimmed',
      'focus',
      'focus',
    ])
    expect(linkVisualState('trampolines>ftrace', ebpf)).toBe('dimmed')
    expect(linkVisualState('trampolines>kretprobe', ebpf)).toBe('focus')
  })

  test('callers of a helper are highlighted for themselves', () => {
    const helpers = shownAt('shared-code', 1, 'arm64')
    const callers = { ...helpers, step: { ...helpers.step, boxes: { fprobe: 'dimmed', ftrace: 'focus' } as const } }
    expect(boxVisualState('ftrace', callers)).toBe('focus')
    expect([helpers.step.boxes['kprobe'], helpers.step.boxes['ebpf-kprobe']]).toEqual(['focus', 'focus'])
    expect(linkVisualState('kprobe>ebpf-kprobe', helpers)).toBe('dimmed')
  })
})

test('on x86-64 the same way is highlighted', () => {
  const ebpf = shownAt('ebpf', 2, 'x86-64')
  expect(['ftrace', 'fprobe', 'ebpf-multi-kprobe'].map(id => boxVisualState(id, ebpf))).toEqual([
    'focus',
    'focus',
    'focus',
  ])
})
