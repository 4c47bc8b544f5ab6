import { expect, test } from 'vitest'
import { readDeck } from '../../src/build/read-deck.ts'

const deck = readDeck()

test('captureMatrix(data, at) says of a field that is read what was read of it, not of those written with it', () => {
  const { rows } = deck.scenes['frames']!.matrix!['arm64']!
  expect(rows.find(it => it.id === 'arm64-exception-el1')!.texts).toEqual({ pstate: 'SPSR_EL1' })
})
const matrices = Object.values(deck.scenes).flatMap(({ matrix = {} }) => Object.entries(matrix))

test.for(matrices)('captureMatrix(data, at) gives each row a name of its own, on %s', ([, { rows }]) => {
  const names = rows.map(it => it.name)
  expect(names.filter((it, i) => names.indexOf(it) !== i)).toEqual([])
})

test.for(matrices)(
  'captureMatrix(data, at) names what is in each column, in at most five lines, on %s',
  ([, { columns }]) => {
    expect(columns.flatMap(it => it.lines.filter(line => line.length === 0))).toEqual([])
    expect(columns.filter(it => it.lines.length === 0 || it.lines.length > 5)).toEqual([])
    // No two columns have the same head.
    const heads = columns.map(it => it.lines.join(' '))
    expect(heads.filter((it, i) => heads.indexOf(it) !== i)).toEqual([])
  },
)
