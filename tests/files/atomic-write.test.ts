import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { pruneCache } from '../../src/files/prune-cache.ts'
import { replaceFile, replaceFolder } from '../../src/files/atomic-write.ts'

let folder: string
/** The id of a process that has ended. */
const gone = spawnSync(process.execPath, ['--version']).pid

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pt-regs-replace-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

describe('replaceFile(file, content)', () => {
  test('deletes the temporary folder of a killed process, and nothing else', async () => {
    const left = [
      `.talk.pdf-${gone}-0123abcd`,
      `.talk.pdf-${process.pid}-0123abcd`,
      `.other.pdf-${gone}-0123abcd`,
      '.talk.pdf-mine',
    ]
    left.forEach(it => mkdirSync(join(folder, it)))
    await replaceFile(join(folder, 'talk.pdf'), 'new')
    expect(readdirSync(folder).toSorted()).toEqual([...left.slice(1), 'talk.pdf'].toSorted())
  })
})

describe('replaceFolder(folder, fill)', () => {
  const fill = (text: string) => async (temporary: string) => {
    mkdirSync(temporary)
    writeFileSync(join(temporary, 'a'), text)
  }

  test('puts back a folder that a killed process had set aside', async () => {
    mkdirSync(join(folder, `.out-${gone}-0123abcd/old`), { recursive: true })
    writeFileSync(join(folder, `.out-${gone}-0123abcd/old/a`), 'old')
    await expect(replaceFolder(join(folder, 'out'), () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(readFileSync(join(folder, 'out/a'), 'utf8')).toBe('old')
    expect(readdirSync(folder)).toEqual(['out'])
  })

  test('leaves one whole folder when many processes replace it at once', async () => {
    await Promise.all(Array.from({ length: 8 }, (_, i) => replaceFolder(join(folder, 'out'), fill(String(i)))))
    expect(readdirSync(folder)).toEqual(['out'])
    expect(readFileSync(join(folder, 'out/a'), 'utf8')).toMatch(/^[0-7]$/)
  })
})

test('pruneCache(folder, kept, own) keeps what was made just now, even by a clock that is wrong', () => {
  for (const name of ['a', 'b', 'c', 'own']) {
    mkdirSync(join(folder, name))
    utimesSync(join(folder, name), name === 'own' ? 0 : 4e9, name === 'own' ? 0 : 4e9)
  }
  pruneCache(folder, 2, join(folder, 'own'))
  expect(readdirSync(folder)).toHaveLength(2)
  expect(existsSync(join(folder, 'own'))).toBe(true)
})
