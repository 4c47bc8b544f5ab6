import { describe, expect, test } from 'vitest'
import { bareDeck } from '../../../scripts/bench/export.ts'
import { measureParts } from '../../../scripts/bench/measure-parts.ts'
import { standsOnRoot } from '../../../src/build/slidev/slidev-command.ts'

describe('measureParts(parts, { print, fail, signal })', () => {
  test('prints each part before the next is measured, and one that fails ends no other', async () => {
    const said: string[] = []
    const measure = (what: string) => [what, () => (said.push(`measures ${what}`), [`${what}: 1 ms`])] as const
    const broken = () => Promise.reject(new Error('no Chromium'))
    const failed = await measureParts([measure('layout'), ['export', broken], measure('stage')], {
      print: lines => said.push(...lines),
      fail: (what, error) => said.push(`${what}: ${(error as Error).message}`),
      signal: new AbortController().signal,
    })
    expect(said).toEqual(['measures layout', 'layout: 1 ms', 'export: no Chromium', 'measures stage', 'stage: 1 ms'])
    expect(failed).toBe(1)
  })
})

test('bareDeck() is a deck that takes nothing from this one', async () => {
  expect(standsOnRoot(await bareDeck())).toBe(false)
})
