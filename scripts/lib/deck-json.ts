import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../data/model/load-fs.ts'
import { hashFiles } from './hash-files.ts'
import { keepNewest } from './keep-newest.ts'
import { readDeck } from './read-deck.ts'

/** All that the deck's data are made of, and by. */
const INPUTS = ['slides.md', 'data', 'components/geometry', 'scripts/lib/read-deck.ts', 'package-lock.json']

/** How many are kept, so that going back and forth between two states costs nothing. */
const KEPT = 3

/**
 * The deck's data as JSON: those made before when nothing of it has changed, else made now.
 *
 * Who starts a build can have them ready by the time that the build asks.
 *
 * @throws DataError with every fault, if there is one.
 */
export function deckJson(): string {
  const folder = join(root, '.cache/deck-json')
  const name = `${hashFiles(root, INPUTS)}.json`
  const file = join(folder, name)
  if (existsSync(file)) return readFileSync(file, 'utf8')
  const json = JSON.stringify(readDeck())
  mkdirSync(folder, { recursive: true })
  const temporary = join(folder, `.${name}-${process.pid}`)
  try {
    writeFileSync(temporary, json)
    renameSync(temporary, file)
    keepNewest(folder, KEPT)
  }
  finally {
    rmSync(temporary, { force: true })
  }
  return json
}
