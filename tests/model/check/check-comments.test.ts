import { expect, test } from 'vitest'
import { checkComments } from '../../../src/model/check/check-comments.ts'
import { readSlideSources } from '../../../src/model/read/slide-sources.ts'

const slide = (body: string) => `---\ntitle: A\n---\n\n# A\n\n${body}\n`
const faultsIn = (body: string) => {
  const { slides } = readSlideSources('slides.md', slide(body), () => '')
  return slides.flatMap(checkComments).map(it => `${it.line}:${it.col} ${it.problem}`)
}

test.for([
  ['notes behind the words', 'Words.\n\n<!--\nNotes, with -> and → and `code`.\n-->'],
  ['no notes', 'Words.'],
  ['a comment in fenced code', '```html\n<!-- shown -->\n```\n\n<!-- notes -->'],
  ['half a comment in fenced code with longer fences', '````md\n```\n<!--\n```\n````'],
  ['a comment in code within a line', 'The form is `<!-- notes -->`, as ever.'],
])('has nothing against %s', ([, body = '']) => {
  expect(faultsIn(body)).toEqual([])
})

test.for([
  ['a comment before the notes', 'Words.\n\n<!-- SECRET -->\n\n<!-- notes -->', '9:1 this comment is not the notes'],
  ['a comment within a line', 'Words <!-- SECRET --> and words.', '7:7 this comment is not the notes'],
  ['words behind the notes', 'Words.\n\n<!-- notes -->\n\nMore words.', '9:1 this comment is not the notes'],
  ['a remark behind the notes', '<!-- notes -->\n\n<!-- SECRET -->', '7:1 this comment is not the notes'],
  ['two comments side by side', '<!-- SECRET --><!-- notes -->', '7:1 this comment is not the notes'],
  ['an arrow in the notes', '<!--\nFrom a --> b.\n-->', '9:1 no comment begins before this -->'],
  ['an end of which there is no beginning', 'Words -->', '7:7 no comment begins before this -->'],
  ['a comment that has no end', 'Words.\n\n<!-- SECRET', '9:1 this comment does not end'],
  ['one without an end before the notes', '<!-- SECRET\n\nWords.\n\n<!-- notes -->', '7:1 another comment begins'],
])('reports %s', ([, body = '', fault = '']) => {
  expect(faultsIn(body)).toEqual([expect.stringContaining(fault)])
})

test('has the place of a comment on any slide, with keys and without', () => {
  const text = `---\ntitle: A\n---\n# A\n\n---\n\n# B\n<!-- x -->\ny\n\n---\nlayout: words\n---\n\n\n# C\n\ny <!-- x --> y`
  const { slides } = readSlideSources('slides.md', text, () => '')
  expect(slides.flatMap(checkComments).map(it => `${it.line}:${it.col}`)).toEqual(['9:1', '19:3'])
})
