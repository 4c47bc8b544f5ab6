import { expect, test } from 'vitest'
import { checkCodeBlocks } from '../../../src/model/check/check-code-blocks.ts'
import { readSlideSources } from '../../../src/model/read/slide-sources.ts'

const faultsIn = (body: string) => {
  const text = `---\ntitle: A\n---\n\n# A\n\n${body}\n\n---\ntitle: B\n---\n\n# B\n\n\`\`\`c\nint b;\n\`\`\`\n`
  const { slides } = readSlideSources('slides.md', text, () => '')
  return slides.flatMap(checkCodeBlocks).map(it => `${it.line} ${it.problem}`)
}

test.for([
  ['words alone', 'Words, and `code`.'],
  ['a block that ends', '```c\nint a;\n```'],
  ['a block with what separates slides', '```yaml\n---\nhide: true\n---\n```'],
  ['a block in a longer one', '````md\n```c\nint a;\n```\n````'],
  ['a block of the other marks in one', '~~~md\n```c\n~~~'],
  ['a block in a list', '- one\n\n  ```c\n  int a;\n  ```'],
  ['two blocks', '```c\nint a;\n```\n\n```c\nint b;\n```'],
])('has nothing against %s', ([, body = '']) => {
  expect(faultsIn(body)).toEqual([])
})

test.for([
  // The slide behind it is shown as code: its own block ends this one.
  ['a block that does not end', '```c\nint a;', '16 a block of code begins within the one of line 7'],
  ['one of other marks that does not end', '~~~\nint a;', '7 this block of code does not end'],
  ['one that a shorter one should end', '````c\nint a;\n```', '7 this block of code does not end'],
  ['code within a line that has the marks of a block', '```a`b\n\nWords.', '7 ``` begins a block of code'],
])('reports %s', ([, body = '', fault = '']) => {
  expect(faultsIn(body)).toEqual([expect.stringContaining(fault)])
})
