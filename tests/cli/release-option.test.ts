import { describe, expect, test } from 'vitest'
import { knownRelease } from '../../src/cli/release-option.ts'
import { UsageError } from '../../src/errors/usage-error.ts'

describe('knownRelease(asked)', () => {
  test('is the last release in which something changed', () => {
    expect(knownRelease('6.14')).toBe('6.14')
    expect(knownRelease('6.14.7')).toBe('6.14')
    expect(knownRelease(undefined)).toBeUndefined()
  })

  test.for([
    ['six', '--release six is no kernel release; write 6.12'],
    ['0.00', '--release 0.00 is older than 0.01'],
  ])('refuses %s', ([asked, message]) => {
    expect(() => knownRelease(asked)).toThrow(UsageError)
    expect(() => knownRelease(asked)).toThrow(message)
  })
})
