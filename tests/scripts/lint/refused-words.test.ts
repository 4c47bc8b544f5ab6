import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { findRefusedWords } from '../../../scripts/lint/refused-words.ts'

const LIST = { yon: 'that', 'at yon hour': 'then' }
const places = (text: string) =>
  findRefusedWords(text, LIST).map(({ line, column, word }) => `${line}:${column} ${word}`)

describe('findRefusedWords(text, list)', () => {
  test.for([
    ['a word', 'see yon box', ['1:5 yon']],
    ['a word with a capital', 'Yon box', ['1:1 Yon']],
    [
      'a part of an identifier',
      'const isYonBox = yon_box\nconst YON = BOXYon',
      ['1:9 Yon', '1:18 yon', '2:7 YON', '2:16 Yon'],
    ],
    ['a class of CSS and an attribute', '.yon-box[data-yon]', ['1:2 yon', '1:15 yon']],
    ['a phrase beside its words', 'at yon hour', ['1:1 at yon hour', '1:4 yon']],
    ['a phrase that goes on in the next line of a comment', ' * at yon\n * hour', ['1:4 at yon hour', '1:7 yon']],
  ] as const)('finds %s', ([, text, expected]) => {
    expect(places(text)).toEqual(expected)
  })

  test('leaves out longer words that a refused one is part of', () => {
    expect(places('beyond the crayons')).toEqual([])
  })

  test('says what to write instead', () => {
    expect(findRefusedWords('yon', LIST)).toEqual([{ line: 1, column: 1, word: 'yon', instead: 'that' }])
  })
})

describe('refused-words.yaml', () => {
  const list = parse(
    readFileSync(new URL('../../../scripts/lint/refused-words.yaml', import.meta.url), 'utf8'),
  ) as Record<string, string>

  test('has words in small letters, each with something else to write', () => {
    expect(Object.keys(list).filter(it => !/^[a-z]+(?: [a-z]+)*$/.test(it))).toEqual([])
    expect(Object.entries(list).filter(([, instead]) => findRefusedWords(instead, list).length > 0)).toEqual([])
  })
})
