import { describe, expect, test } from 'vitest'
import { longLines } from '../../../scripts/lint/long-lines.ts'

const words = (columns: number) =>
  'word '
    .repeat(columns / 5)
    .trim()
    .padEnd(columns, '!')

describe('longLines(file, text)', () => {
  test('finds lines of more than 120 columns, by number and columns', () => {
    expect(longLines('a.css', `${words(120)}\n${words(121)}\n`)).toEqual([{ line: 2, columns: 121 }])
  })

  test.for([
    ['a string', 'a.ts', `const a = '${words(130)}'`],
    ['a template, in several lines', 'a.ts', `const a = \`${words(130)}\${b}\n${words(130)}\``],
    ['a regular expression', 'a.mjs', `const a = /${words(130)}/`],
    ['an address', 'a.css', `/* https://example.org/${'a'.repeat(130)} */`],
    [
      'a string in the script of a component',
      'A.vue',
      `<script setup lang="ts">\nconst a = '${words(130)}'\n</script>\n`,
    ],
    [
      'a string in the template of a component',
      'A.vue',
      `<template>\n  <b :title="a ? '${words(130)}' : ''" />\n</template>\n`,
    ],
  ] as const)('does not count %s', ([, file, text]) => {
    expect(longLines(file, text)).toEqual([])
  })

  test.for([
    ['a comment', 'a.ts', `/** ${words(120)} */`, 1],
    ['code around a string', 'a.ts', `const a = 'a' ${'+ a '.repeat(30)}`, 1],
    ['text in the template of a component', 'A.vue', `<template>\n  <p>${words(120)}</p>\n</template>\n`, 2],
    ['a comment in a component', 'A.vue', `<!-- ${words(120)} -->\n<script setup lang="ts">\n</script>\n`, 1],
  ] as const)('counts %s', ([, file, text, line]) => {
    expect(longLines(file, text).map(it => it.line)).toEqual([line])
  })
})
