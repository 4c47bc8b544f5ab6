import type { Deck } from '../../components/geometry/deck.ts'
import type { Fault } from '../../data/model/fault.ts'
import type { Dataset } from '../../data/model/read.ts'
import type { Slides } from '../../data/model/slides.ts'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeDeck } from '../../components/geometry/deck.ts'
import { DataError } from '../../data/model/fault.ts'
import { loadMeasure } from '../../data/model/load-font.ts'
import { loadFiles, root } from '../../data/model/load-fs.ts'
import { readDataset } from '../../data/model/read.ts'
import { readSlides } from '../../data/model/slides.ts'

/** The dataset and slides.md as they are on disk, with every fault in them. */
export function readAll(from: string = root): { readonly data: Dataset, readonly slides: Slides | undefined, readonly faults: readonly Fault[] } {
  const { value: data, faults } = readDataset(loadFiles(from))
  const slides = readSlides('slides.md', readFileSync(join(from, 'slides.md'), 'utf8'), data.talk, data.arches.map(it => it.id))
  return { data, slides: slides.value, faults: [...faults, ...slides.faults] }
}

/**
 * The dataset and slides.md as they are on disk.
 *
 * @throws DataError with every fault, if there is one.
 */
export function readSound(from: string = root): { readonly data: Dataset, readonly slides: Slides } {
  const { data, slides, faults } = readAll(from)
  if (faults.length > 0 || !slides)
    throw new DataError(faults)
  return { data, slides }
}

/**
 * Read the dataset and slides.md from disk and make the deck of them.
 *
 * @throws DataError with every fault, if there is one.
 */
export function readDeck(from: string = root): Deck {
  const { data, slides } = readSound(from)
  return makeDeck(data, slides.arch, loadMeasure())
}

/**
 * Read what slides.md says of the talk: its title, its arch, and the slides in order, each with its scene.
 *
 * @throws DataError with every fault of the deck, if there is one.
 */
export function readTalk(from: string = root): Slides {
  return readSound(from).slides
}
