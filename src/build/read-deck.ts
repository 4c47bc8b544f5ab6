import type { Deck } from '../deck/deck.ts'
import type { Fault } from '../errors/fault.ts'
import { DATA_FOLDER, type Dataset, type Files, type ReadData } from '../model/dataset.ts'
import type { Slides } from '../model/read/read-slides.ts'
import { makeDeck } from '../deck/make-deck.ts'
import { findHazard } from '../deck/scene-hazard.ts'
import { DataError } from '../errors/fault.ts'
import { createTextMeasurer } from './measure-text.ts'
import { loadFiles, loadText } from '../model/read/load-files.ts'
import { root } from '../files/root.ts'
import { readDataset, type ReadOptions } from '../model/read/read-dataset.ts'
import { readSlides } from '../model/read/read-slides.ts'

/** The dataset and slides.md, with every fault in them. They may be used only if there is none. */
export type ReadDeck = {
  readonly data: Dataset
  readonly slides: Slides | undefined
  readonly faults: readonly Fault[]
  readonly faultInTalk: ReadData['faultInTalk']
}

/**
 * The dataset and slides.md as they are on disk.
 *
 * @param from - the deck's root.
 * @param folder - the dataset's folder, relative to it.
 */
export function readDeckSources(from: string = root, folder: string = DATA_FOLDER): ReadDeck {
  const unreadable: Fault[] = []
  const onUnreadable = (found: readonly Fault[]) => void unreadable.push(...found)
  const files = loadFiles(from, { folder, onUnreadable })
  return readTexts(files, loadText('slides.md', from, onUnreadable), { folder, unreadable })
}

/**
 * The dataset and slides.md as they are in their texts.
 *
 * @param slidesText - undefined where slides.md could not be read.
 * @param options - the dataset's folder, and the faults of what could not be read.
 */
export function readTexts(files: Files, slidesText: string | undefined, options: ReadOptions = {}): ReadDeck {
  const { value: data, faults, faultInTalk } = readDataset(files, options)
  // Nothing is held against scenes that could not be read.
  const talk = data.talk.scenes.length > 0 ? data.talk : undefined
  const slides =
    slidesText === undefined
      ? { value: undefined, faults: [] }
      : readSlides(
          'slides.md',
          slidesText,
          talk,
          data.arches.map(it => it.id),
        )
  const all = [...faults, ...slides.faults]
  return { data, slides: slides.value, faults: all.length > 0 ? all : hazardFaults(data, faultInTalk), faultInTalk }
}

/** Scenes that play a hazard which the analysis does not find. */
function hazardFaults(data: Dataset, faultInTalk: ReadData['faultInTalk']): readonly Fault[] {
  return data.talk.scenes.flatMap(({ id, hazard }, i) =>
    hazard && !findHazard(hazard, data)
      ? [
          faultInTalk(
            ['scenes', i, 'hazard'],
            'scene',
            `${id} plays a hazard that there is not: ${hazard.reader} in ${hazard.in} on ${hazard.arch} in ${hazard.release}`,
            `see npm run hazards -- --arch ${hazard.arch} --release ${hazard.release}`,
          ),
        ]
      : [],
  )
}

/**
 * The dataset and slides.md as they are on disk.
 *
 * @param from - the deck's root.
 * @param folder - the dataset's folder, relative to it.
 * @throws DataError with every fault, if there is one.
 */
export function readValidDeck(
  from: string = root,
  folder: string = DATA_FOLDER,
): { readonly data: Dataset; readonly slides: Slides } {
  const { data, slides, faults } = readDeckSources(from, folder)
  if (faults.length > 0 || !slides) throw new DataError(faults)
  return { data, slides }
}

/**
 * Read the dataset and slides.md from disk and make the deck of them.
 *
 * @param from - the deck's root.
 * @param folder - the dataset's folder, relative to it.
 * @throws DataError with every fault, if there is one.
 */
export function readDeck(from: string = root, folder: string = DATA_FOLDER): Deck {
  const { data, slides } = readValidDeck(from, folder)
  return makeDeck(data, slides.arch, createTextMeasurer())
}

/**
 * Read what slides.md says of the talk: its title, its arch, and the slides in order, each with its scene.
 *
 * @param from - the deck's root.
 * @param folder - the dataset's folder, relative to it.
 * @throws DataError with every fault of the deck, if there is one.
 */
export function readTalk(from: string = root, folder: string = DATA_FOLDER): Slides {
  return readValidDeck(from, folder).slides
}
