import { execFileSync } from 'node:child_process'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { LINE_LOOP, bootGuest } from '../../../src/running/guest/guest.ts'

describe('LINE_LOOP', () => {
  test('says with which status each line ended', () => {
    const input = 'true\necho out; false\n(exit 3)\n'
    const output = execFileSync('sh', ['-c', LINE_LOOP], { input, encoding: 'utf8' })
    expect(output.split('\n').filter(it => it !== '')).toEqual(['@@done 0', 'out', '@@done 1', '@@done 3'])
  })
})

const MINUTE_MS = 60_000

/** A program instead of QEMU, which says its last words and goes on. */
const stuck = (words: string) => ['-c', `echo ${words}; exec sleep 1000`] as const

describe('bootGuest(program, args, signal)', () => {
  afterEach(() => void vi.useRealTimers())

  test('starts nothing once the command was ended', async () => {
    await expect(bootGuest('no-such-program', [], AbortSignal.abort(new Error('ended')))).rejects.toThrow('ended')
  })

  test('a guest that ends before its shell is there is an error with its last lines', async () => {
    const ends = bootGuest('sh', ['-c', 'echo first; echo Kernel panic'], new AbortController().signal)
    await expect(ends).rejects.toThrow('its kernel panicked. Its last lines:\nfirst\nKernel panic')
  })

  test('a guest that never comes up ends within a minute', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const ends = bootGuest('sh', stuck('Booting'), new AbortController().signal)
    await Promise.all([
      expect(ends).rejects.toThrow(/^The guest did not come up: no answer within \d+ s\. Its last lines:/),
      vi.advanceTimersByTimeAsync(MINUTE_MS),
    ])
  })

  test('a guest that hangs in a line ends within a minute, with its last lines, and is killed', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const guest = await bootGuest('sh', stuck('last words; echo @@done 0'), new AbortController().signal)
    await Promise.all([
      expect(guest.run('cat trace')).rejects.toThrow(
        /^The guest did not finish "cat trace": no answer within \d+ s\. Its last lines:\nlast words$/,
      ),
      vi.advanceTimersByTimeAsync(MINUTE_MS),
    ])
    await expect(guest.run('cat trace')).rejects.toThrow('QEMU ended')
  })
})
