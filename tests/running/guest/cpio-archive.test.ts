import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { cpioArchive } from '../../../src/running/guest/cpio-archive.ts'

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')

describe('cpioArchive(entries)', () => {
  const archive = cpioArchive([
    { name: 'bin', folder: true },
    { name: 'bin/a', content: Buffer.from('hello'), executable: true },
    { name: 'bin/b', link: 'a' },
    { name: 'c', content: Buffer.from('1234') },
  ])

  /** What a reader of the format gets out of the bytes: name, mode and content of each entry. */
  const entries = () => {
    const its: [string, string, string][] = []
    for (let at = 0; at < archive.length;) {
      const number = (i: number) => parseInt(text(archive.subarray(at + 6 + 8 * i, at + 14 + 8 * i)), 16)
      expect(text(archive.subarray(at, at + 6))).toBe('070701')
      const [mode, size, nameSize] = [number(1), number(6), number(11)]
      const name = at + 110
      const content = Math.ceil((name + nameSize) / 4) * 4
      its.push([
        text(archive.subarray(name, name + nameSize - 1)),
        mode.toString(8),
        text(archive.subarray(content, content + size)),
      ])
      at = Math.ceil((content + size) / 4) * 4
    }
    return its
  }

  test('has folders, programs, files and links in the order given, and the end mark', () => {
    expect(entries()).toEqual([
      ['bin', '40755', ''],
      ['bin/a', '100755', 'hello'],
      ['bin/b', '120777', 'a'],
      ['c', '100644', '1234'],
      ['TRAILER!!!', '0', ''],
    ])
  })

  test('is read by cpio, where the machine has it', () => {
    let listed: string
    try {
      listed = execFileSync('cpio', ['-t', '--quiet'], {
        input: archive,
        encoding: 'utf8',
        stdio: ['pipe', 'pipe', 'ignore'],
      })
    } catch (error) {
      expect((error as NodeJS.ErrnoException).code).toBe('ENOENT')
      return
    }
    expect(listed.trim().split('\n')).toEqual(['bin', 'bin/a', 'bin/b', 'c'])
  })
})
