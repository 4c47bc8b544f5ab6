import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { LINE_LOOP } from '../../../src/running/guest/guest.ts'

describe('LINE_LOOP', () => {
  test('says with which status each line ended', () => {
    const input = 'true\necho out; false\n(exit 3)\n'
    const output = execFileSync('sh', ['-c', LINE_LOOP], { input, encoding: 'utf8' })
    expect(output.split('\n').filter(it => it !== '')).toEqual(['@@done 0', 'out', '@@done 1', '@@done 3'])
  })
})
