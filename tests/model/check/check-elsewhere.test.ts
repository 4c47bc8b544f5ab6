import { expect, test } from 'vitest'
import { checkElsewhere } from '../../../src/model/check/check-elsewhere.ts'

const faultsIn = (content: string) =>
  checkElsewhere({ file: 'slides.md', bodyLine: 7, content }).map(it => `${it.line} ${it.problem}`)

test.for([
  [
    'a diagram of the PlantUML server',
    'A.\n\n```plantuml\n@startuml\n```',
    '9 ```plantuml is fetched from another server',
  ],
  ['a film', 'A.\n<Youtube id="x" />', '8 <Youtube is fetched from another server'],
  ['a post', '<div>\n  <Tweet id="1" />\n</div>', '8 <Tweet is fetched from another server'],
])('reports %s', ([, content = '', fault = '']) => {
  expect(faultsIn(content)).toEqual([fault])
})

test.for([['```mermaid\ngraph TD\n```'], ['`<Tweet id="1" />`'], ['<Tweets/>'], ['```md\nplantuml\n```']])(
  'has nothing against %j',
  ([content = '']) => expect(faultsIn(content)).toEqual([]),
)
