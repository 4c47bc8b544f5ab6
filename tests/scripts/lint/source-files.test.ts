import { expect, test } from 'vitest'
import { isTalk } from '../../../scripts/lint/source-files.ts'

test.for([
  ['slides.md', '---\ntitle: Ours\n---\n', true],
  ['mine.md', '---\r\ntitle: Mine\r\n---\r\n', true],
  ['README.md', '# A document\n\n---\n', false],
  ['docs/glossary.md', '---\nfor: a site\n---\n', false],
  ['mine.ts', '---\n', false],
] as const)('%s, which begins with %j, is a talk with its speaker’s voice: %s', ([file, text, expected]) => {
  expect(isTalk({ file, text })).toBe(expected)
})
