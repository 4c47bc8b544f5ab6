import { describe, expect, test } from 'vitest'
import { withTrials } from '../../../src/running/hazards/causes-file.ts'

describe('withTrials(text, tried)', () => {
  const text = `id: x
causes:
  - id: x-a
    status: by-design
    reason: so it is
    tried:
      - kernel: old
        machine: m
        result: seen
        by: hand
        saw: it
      - kernel: new
        machine: m
        result: not-seen
        by: measurement
        saw: nothing
  # a remark on the next
  - id: x-b
    status: by-design
    reason: so it is
`
  const trial = { kernel: 'new', machine: 'QEMU', result: 'seen', by: 'script', saw: 'an "oops"' } as const

  test('puts a trial in place of one of the same kernel, and leaves those of others and all remarks', () => {
    expect(withTrials(text, [{ cause: 'x-a', trial }])).toBe(
      text.replace(
        `      - kernel: new
        machine: m
        result: not-seen
        by: measurement
        saw: nothing
`,
        `      - kernel: new
        machine: "QEMU"
        result: seen
        by: script
        saw: "an \\"oops\\""
`,
      ),
    )
  })

  test('adds one where there is none', () => {
    expect(withTrials(text, [{ cause: 'x-b', trial }])).toBe(`${text}    tried:
      - kernel: new
        machine: "QEMU"
        result: seen
        by: script
        saw: "an \\"oops\\""
`)
  })

  test('a trial that shows more stays, and the new one stands beside it', () => {
    const once = withTrials(text, [{ cause: 'x-b', trial: { ...trial, by: 'hand', saw: 'a wrong answer' } }])
    const twice = withTrials(once, [{ cause: 'x-b', trial: { ...trial, by: 'measurement', saw: 'old memory' } }])
    expect(twice.slice(once.length)).toContain('old memory')
    expect(twice.startsWith(once)).toBe(true)
    expect(withTrials(twice, [{ cause: 'x-b', trial: { ...trial, by: 'measurement', saw: 'old memory' } }])).toBe(twice)
  })

  test('a trial that cannot be made is left out beside one that shows something', () => {
    const once = withTrials(text, [{ cause: 'x-b', trial }])
    expect(withTrials(once, [{ cause: 'x-b', trial: { ...trial, result: 'cannot', by: 'measurement' } }])).toBe(once)
  })
})
