import { expect, test } from 'vitest'
import { whereItBelongs } from '../../../src/model/read/data-places.ts'

test.for([
  'README.md',
  'scenes.yaml',
  'mechanisms/kprobe.yaml',
  'captures/arm64/arm64-ftrace.yaml',
  'captures/README.md',
  'schema/mechanism.json',
])('%s has a place', name => {
  expect(whereItBelongs(name)).toBeUndefined()
})

test.for([
  ['mechanisms/qprobe.yml', 'only .yaml is read there'],
  ['mechanisms/QPROBE.YAML', 'only .yaml is read there'],
  ['mechanisms/kprobe.yaml~', 'only .yaml is read there'],
  ['mechanisms/kprobe', 'only .yaml is read there'],
  ['mechanism/kprobe.yaml', 'did you mean mechanisms?'],
  ['mechanisms/sub/kprobe.yaml', 'put it into mechanisms/ itself'],
  ['captures/arm64.yaml', 'put it into captures/<arch>/'],
  ['captures/arm64/old/arm64.yaml', 'put it into captures/<arch>/'],
  ['scene.yaml', 'did you mean scenes.yaml?'],
  ['notes.txt', 'another belongs elsewhere'],
] as const)('nothing reads %s', ([name, tip]) => {
  expect(whereItBelongs(name)).toContain(tip)
})
