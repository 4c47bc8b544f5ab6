import { randomLcg } from 'd3'
import { describe, expect, test } from 'vitest'
import { loadFiles } from '../../../src/model/read/load-files.ts'
import { readText } from '../../../src/model/yaml/decode-text.ts'
import { documentOf } from '../../../src/model/yaml/parse-yaml.ts'
import { plainValue } from '../../../src/model/yaml/plain-value.ts'
import { disallowedYaml, exceedsLimits } from '../../../src/model/yaml/yaml-limits.ts'
import { seeds } from '../../sample.ts'
import { mutate } from '../mutate.ts'

const files = new Map([...loadFiles()].filter(([file]) => file.endsWith('.yaml')))

/** What `yaml` makes of a text; undefined where there is something to report. */
function sound(text: string): unknown {
  if (exceedsLimits(text)) return undefined
  const document = documentOf(text)
  return document.errors.length > 0 || disallowedYaml(document).length > 0 ? undefined : document.toJS()
}

describe('plainValue(text)', () => {
  test.for([...files])('has all of %s, as yaml reads it', ([, text]) => {
    expect(plainValue(text)).toEqual(sound(text))
    expect(plainValue(text)).toBeDefined()
  })

  test.for([
    ['6.10: a', 'a key that is no text'],
    ['~: a', 'a key that is null'],
    ['[a]: b', 'a key that is a list'],
    ['a: 1\na: 2', 'a key twice'],
    ['a: &x 1', 'an anchor'],
    ['a: &x [1]', 'an anchor of a list'],
    ['a: &x 1\nb: *x', 'an alias'],
    ['a: !!str 1', 'a tag'],
    ['a: ! {b: 1}', 'a tag of a map'],
    ['<<: {a: 1}', 'a merge key'],
    ['__proto__: {a: 1}', 'a key that means something to JavaScript'],
    ['a: 1\n---\nb: 2', 'two documents'],
    ['a: "b', 'no end'],
    [`a: ${'['.repeat(65)}${']'.repeat(65)}`, 'a value too deep'],
    [`a: ${'['.repeat(1e5)}`, 'a value without end'],
    [`a: [${'1,'.repeat(30_000)}]`, 'too many values'],
    ['', 'nothing'],
  ])('leaves %j to yaml: %s', ([text]) => {
    expect(plainValue(text!)).toBeUndefined()
  })

  test.for([
    'a: 1_000',
    'a: 0b1',
    'a: 0o17',
    'a: 0x1F',
    'a: -.5',
    'a: 12.',
    'a: 1e3',
    'a: .inf',
    'a: ~',
    'a: yes',
    'a: True',
    'a: 2001-01-01',
    'a: 190:20',
    '? a\n: b',
    'a: -0',
    'a: 08',
    // A map of a line is as deep as its brackets, however many keys it has.
    `a: {${Array.from({ length: 100 }, (_, i) => ` k${i}: ${i}`).join(',')} }\nb: 1`,
  ])('reads %j as yaml does', text => {
    expect(plainValue(text)).toEqual(sound(text))
  })

  test('of a file with any change is what yaml reads, where it is anything', { tags: ['sampled'] }, () => {
    const wrong: string[] = []
    let read = 0
    const tried = seeds(150, 5000)
    for (const seed of tried) {
      const random = randomLcg(seed)
      const { name, file, content } = mutate(files, below => Math.floor(random() * below))
      const text = readText(file, Buffer.from(content))
      const value = typeof text === 'string' ? plainValue(text) : undefined
      if (value === undefined) continue
      read++
      if (JSON.stringify(value) !== JSON.stringify(sound(text as string)))
        wrong.push(`seed ${seed}, ${name} in ${file}`)
    }
    expect(wrong).toEqual([])
    expect(read).toBeGreaterThan(tried.length / 4)
  })
})
