import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from '../../src/files/root.ts'
import { readScript, withTrials } from '../../src/running/try-hazards.ts'

const folder = join(root, 'probes/hazards')

describe('readScript(text)', () => {
  test.each(readdirSync(folder))('%s has lines to type, and says what is seen if the cause is real', file => {
    const { lines, seen } = readScript(readFileSync(join(folder, file), 'utf8'))
    expect(lines.length).toBeGreaterThan(0)
    expect(seen.test('')).toBe(false)
  })

  test('a script that does not say what is seen is refused', () => {
    expect(() => readScript('echo 1\n')).toThrow('# seen: PATTERN')
  })
})

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
        saw: it
      - kernel: new
        machine: m
        result: not-seen
        saw: nothing
  # a remark on the next
  - id: x-b
    status: by-design
    reason: so it is
`
  const trial = { kernel: 'new', machine: 'QEMU', result: 'seen', saw: 'an "oops"' } as const

  test('puts a trial in place of one of the same kernel, and leaves those of others and all remarks', () => {
    expect(withTrials(text, [{ cause: 'x-a', trial }])).toBe(
      text.replace(
        `      - kernel: new
        machine: m
        result: not-seen
        saw: nothing
`,
        `      - kernel: new
        machine: "QEMU"
        result: seen
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
        saw: "an \\"oops\\""
`)
  })
})
