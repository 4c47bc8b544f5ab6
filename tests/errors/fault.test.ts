import { describe, expect, test } from 'vitest'
import { closestMatch } from '../../src/errors/closest-match.ts'
import { escapedLine, escapeInvisible } from '../../src/errors/escape-invisible.ts'
import { DataError, faultLine, type Fault } from '../../src/errors/fault.ts'

const FAULT: Fault = { file: 'data/a.yaml', line: 3, col: 7, code: 'yaml', problem: 'it is wrong', tip: 'fix it' }

test('closestMatch(word, known) finds a word of which at most two letters, or a third, differ', () => {
  expect(closestMatch('kporbe', ['uprobe', 'kprobe', 'fprobe'])).toBe('kprobe')
  expect(closestMatch('ab', ['cd'])).toBe('cd')
  expect(closestMatch('abc', ['xyz'])).toBeUndefined()
  expect(closestMatch('abcdefghi', ['abcdefxyz'])).toBe('abcdefxyz')
  expect(closestMatch('abcdefghi', ['abcdewxyz'])).toBeUndefined()
})

describe('escapeInvisible(text)', () => {
  test('writes control characters, bidirectional marks and half surrogates as escapes', () => {
    expect(escapeInvisible('a\u001B[2Jb\u202Ec\uD800d')).toBe('a\\u{1b}[2Jb\\u{202e}c\\u{d800}d')
  })

  test('leaves letters of any script and line breaks as they are', () => {
    expect(escapeInvisible('größer, 漢字\n🙂')).toBe('größer, 漢字\n🙂')
  })
})

test('escapedLine(text) joins lines by a space, and drops the last break', () => {
  expect(escapedLine('one \n  two\nthree\n')).toBe('one two three')
})

describe('faultLine(fault)', () => {
  test('is file, line, column, problem and what to do', () => {
    expect(faultLine(FAULT)).toBe('data/a.yaml:3:7: it is wrong; fix it')
  })

  test('cuts what is longer than 400 characters', () => {
    expect(faultLine({ ...FAULT, problem: 'x'.repeat(1000) })).toBe(`data/a.yaml:3:7: ${'x'.repeat(400)} …; fix it`)
  })
})

test('DataError(faults) has a line for each fault', () => {
  expect(new DataError([FAULT, { ...FAULT, line: 4 }]).message.split('\n')).toEqual([
    'data/a.yaml:3:7: it is wrong; fix it',
    'data/a.yaml:4:7: it is wrong; fix it',
  ])
})
