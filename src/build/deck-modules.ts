import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packDataset } from '../explorer/packed-dataset.ts'
import { deckReleases, makeDeck } from '../deck/make-deck.ts'
import { makeTimelines } from '../deck/timelines.ts'
import { createTextMeasurer } from './measure-text.ts'
import { root } from '../files/root.ts'
import { dataHash } from './data-hash.ts'
import { pruneCache } from '../files/prune-cache.ts'
import { readValidDeck } from './read-deck.ts'
import { removeStaleTemporaries, temporaryPathFor } from '../files/temporary-paths.ts'
import { readHandout } from './read-handout.ts'

/** What is made of the dataset for the browser: the talk as it is told, what it can be switched to, the handout, and what questions are answered from. */
export const DECK_MODULES = ['deck', 'moments', 'handout', 'atlas'] as const
export type DeckModule = (typeof DECK_MODULES)[number]

export type DeckJsonOptions = {
  /** Leave the speaker's notes out. */
  readonly withoutNotes?: boolean
}

/** How many are kept, so that going back and forth between a few states costs nothing. */
const KEPT = 3 * DECK_MODULES.length

/**
 * The deck's data as JSON: those made before when nothing of it has changed, else made now.
 *
 * @throws DataError with every fault, if there is one.
 */
export function deckJson(module: DeckModule, { withoutNotes = false }: DeckJsonOptions = {}): string {
  const folder = join(root, '.cache/deck-json')
  const file = join(folder, `${dataHash({ withoutNotes })}-${module}.json`)
  if (existsSync(file)) return readFileSync(file, 'utf8')
  const { data, slides } = readValidDeck()
  const make: Readonly<Record<DeckModule, () => unknown>> = {
    deck: () => makeDeck(data, slides.arch, createTextMeasurer()),
    moments: () => makeTimelines(data, deckReleases(data), createTextMeasurer()),
    handout: () => readHandout(data, { withoutNotes }),
    atlas: () => packDataset(data),
  }
  const made = JSON.stringify(make[module]())
  mkdirSync(folder, { recursive: true })
  writeBeside(file, made)
  pruneCache(folder, KEPT, file)
  return made
}

/** A process that is ended half-way must leave no half of a file. */
function writeBeside(file: string, text: string): void {
  removeStaleTemporaries(file)
  const temporary = temporaryPathFor(file)
  try {
    writeFileSync(temporary, text)
    renameSync(temporary, file)
  } finally {
    rmSync(temporary, { force: true })
  }
}
