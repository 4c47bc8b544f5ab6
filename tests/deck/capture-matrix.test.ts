import { expect, test } from 'vitest'
import { readDeck } from '../../src/build/read-deck.ts'

const deck = readDeck()
const matrices = Object.values(deck.scenes).flatMap(({ matrix = {} }) => Object.entries(matrix))

test.for(matrices)('captureMatrix(data, at) gives each row a name of its own, on %s', ([, { rows }]) => {
  const names = rows.map(it => it.name)
  expect(names.filter((it, i) => names.indexOf(it) !== i)).toEqual([])
})
