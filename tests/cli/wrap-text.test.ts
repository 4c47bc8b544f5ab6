import { expect, test } from 'vitest'
import { wrap } from '../../src/cli/wrap-text.ts'

test('wrap(text, width) breaks at spaces, and no line is longer than asked but a long word', () => {
  expect(wrap('one two three', 7)).toEqual(['one two', 'three'])
  expect(wrap('a incomprehensibilities b', 5)).toEqual(['a', 'incomprehensibilities', 'b'])
  expect(wrap('', 7)).toEqual([''])
})

test('wrap(text, width, hanging, indent) indents all lines, and the later ones further', () => {
  expect(wrap('1. one two three', 10, '   ', 2)).toEqual(['  1. one', '     two', '     three'])
})
