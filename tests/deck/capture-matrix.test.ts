import { expect, test } from 'vitest'
import { readDeck } from '../../src/build/read-deck.ts'

const deck = readDeck()
const matrices = Object.values(deck.scenes).flatMap(({ matrix = {} }) => Object.entries(matrix))

test.for(matrices)(
  'the matrix of %s names no two rows alike: what fills the same in another way has another name',
  ([, { rows }]) => {
    const names = rows.map(it => it.name)
    expect(names.filter((it, i) => names.indexOf(it) !== i)).toEqual([])
  },
)
