import { describe, expect, test } from 'vitest'
import { loadFiles } from '../../../src/model/read/load-files.ts'
import { readDataset } from '../../../src/model/read/read-dataset.ts'
import { shownBy } from '../../../src/running/sessions/session-captures.ts'
import { FUNCTIONS } from '../../../src/running/sessions/session.ts'
import { SESSIONS, symbolsNeeded } from '../../../src/running/sessions/sessions.ts'

const { value } = readDataset(loadFiles())

describe('SESSIONS', () => {
  test('each has an id of its own', () => {
    const ids = SESSIONS.map(it => it.id)
    expect(ids).toEqual([...new Set(ids)])
  })

  test.each(SESSIONS)('$id attaches a probe before it is switched on, under one name', ({ attach }) => {
    const defined = attach.flatMap(it => /^echo '\w:(\w+) .*' > \w+_events$/.exec(it)?.[1] ?? [])
    const enabled = attach.flatMap(it => /^echo 1 > events\/\w+\/(\w+)\/enable$/.exec(it)?.[1] ?? [])
    expect(attach.some(it => it.startsWith("echo '"))).toBe(defined.length === 1)
    if (defined.length > 0 && enabled.length > 0) expect(enabled).toEqual(defined)
  })

  test('symbolsNeeded() has the functions, and those that are handed registers', () => {
    expect(symbolsNeeded()).toEqual(expect.arrayContaining([...FUNCTIONS, 'kprobe_dispatcher', 'return_to_handler']))
  })
})

describe('shownBy(data, session, at)', () => {
  test.each(value.measured)('$arch $release: is the capture that was recorded for each session', measured => {
    expect(measured.captures.length).toBeGreaterThan(0)
    for (const { capture, through, by } of measured.captures) {
      const shown = shownBy(value, by, measured)
      expect([by, shown?.capture.id, shown?.through?.id]).toEqual([by, capture, through])
    }
  })

  test('there is none for a session that the dataset does not know', () => {
    expect(shownBy(value, 'x', { arch: 'arm64', release: '7.2' })).toBeUndefined()
  })
})
