import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { LINE_LOOP, bootGuest } from '../../../src/running/guest/guest.ts'

describe('LINE_LOOP', () => {
  test('says with which status each line ended', () => {
    const input = 'true\necho out; false\n(exit 3)\n'
    const output = execFileSync('sh', ['-c', LINE_LOOP], { input, encoding: 'utf8' })
    expect(output.split('\n').filter(it => it !== '')).toEqual(['@@done 0', 'out', '@@done 1', '@@done 3'])
  })
})

describe('bootGuest(program, args, signal)', () => {
  test('starts nothing once the command was ended', async () => {
    await expect(bootGuest('no-such-program', [], AbortSignal.abort(new Error('ended')))).rejects.toThrow('ended')
  })

  test('a guest that ends before its shell is there is an error with its last lines', async () => {
    const ends = bootGuest('sh', ['-c', 'echo first; echo Kernel panic'], new AbortController().signal)
    await expect(ends).rejects.toThrow('its kernel panicked. Its last lines:\nfirst\nKernel panic')
  })
})
