import { expect, test } from 'vitest'
import { readValidDeck } from '../../../src/build/read-deck.ts'
import { sceneHelpers } from '../../../src/deck/stage/scene-helpers.ts'

const { data } = readValidDeck()

test('sceneHelpers(scene, data) has, by arch, the mechanisms that call each helper in the release of the scene', () => {
  const callers = (release: string) =>
    sceneHelpers({ helpers: ['user-mode', 'kernel-stack-pointer'], release }, data)!.map(it => it.callers['x86-64']!)
  const [userMode, stackPointer] = callers('6.6')
  expect(userMode).toEqual(expect.arrayContaining(['perf-events', 'uprobe', 'ebpf-kprobe', 'ebpf-multi-kprobe']))
  expect(stackPointer!.toSorted()).toEqual(['trace-fprobe', 'trace-kprobe', 'trace-kretprobe'])
  // An fprobe event takes an ftrace_regs since 6.14, and does not ask this helper.
  expect(callers('6.14')[1]!.toSorted()).toEqual(['trace-kprobe', 'trace-kretprobe'])
  expect(callers('3.10')[0]).not.toContain('ebpf-kprobe')
})

test('sceneHelpers(scene, data) is undefined where the scene has none', () => {
  expect(sceneHelpers({}, data)).toBeUndefined()
})
