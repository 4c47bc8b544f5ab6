import type { Deck } from '../deck/deck.ts'
import type { Fault } from '../errors/fault.ts'
import { DATA_FOLDER, SLIDES_FILE, type Dataset, type Files, type ReadData } from '../model/dataset.ts'
import type { LoadSlides } from '../model/read/slide-sources.ts'
import type { Talk } from '../model/schema/scene.ts'
import type { KnownLayouts } from '../model/check/check-slides.ts'
import type { CheckHead, Slides } from '../model/read/read-slides.ts'
import { makeDeck } from '../deck/make-deck.ts'
import { findHazard } from '../deck/scene-hazard.ts'
import { DataError } from '../errors/fault.ts'
import { createTextMeasurer } from './measure-text.ts'
import { checkPublic } from '../model/read/public-files.ts'
import { knownLayouts } from './known-layouts.ts'
import { checkHeadFiles, lookOf } from './read-imprint.ts'
import { loadFiles, loadText } from '../model/read/load-files.ts'
import { root } from '../files/root.ts'
import { readDataset, type ReadOptions } from '../model/read/read-dataset.ts'
import { readSlides } from '../model/read/read-slides.ts'
import { talkAsGiven } from '../model/read/talk-as-given.ts'

/** The dataset and the slides, with every fault in them. They may be used only if there is none. */
export type ReadDeck = {
  /** The dataset, with the talk as the slides give it: the scenes that they show, in running order. */
  readonly data: Dataset
  readonly slides: Slides | undefined
  readonly faults: readonly Fault[]
  /** What is doubtful, and wrong only if it is not meant. */
  readonly warnings: readonly Fault[]
  /** Makes a fault at a path within a scene of `scenes.yaml`, by the scene's id. */
  readonly faultInScene: (scene: string, ...fault: Parameters<ReadData['faultInTalk']>) => Fault
}

/** Where the slides are read from. */
export type SlidesText = {
  /** Path of their file, relative to the deck's root. */
  readonly file?: string
  /** Undefined where the file could not be read. */
  readonly text: string | undefined
  /** Reads the files that they include; without it, they may include none. */
  readonly load?: LoadSlides
  /** Without it, slides of one's own may have any layout. */
  readonly layouts?: KnownLayouts
  /** Without it, the files that the headmatter names are not looked for. */
  readonly checkHead?: CheckHead
}

/**
 * The dataset and the slides as they are on disk.
 *
 * @param from - the deck's root.
 * @param folder - the dataset's folder, relative to it.
 * @param slides - the file of the slides, relative to it.
 * @returns what could be read, and all faults.
 */
export function readDeckSources(
  from: string = root,
  folder: string = DATA_FOLDER,
  slides: string = SLIDES_FILE,
): ReadDeck {
  const unreadable: Fault[] = []
  const onUnreadable = (found: readonly Fault[]) => void unreadable.push(...found)
  const files = loadFiles(from, { folder, onUnreadable })
  const text = loadText(slides, from, onUnreadable)
  unreadable.push(...checkPublic(from))
  return readTexts(
    files,
    {
      file: slides,
      text,
      load: slidesLoader(from),
      layouts: knownLayouts(from),
      checkHead: checkHeadFiles(from, slides),
    },
    { folder, unreadable },
  )
}

/**
 * Reads further files of slides from a deck's root.
 *
 * @param from - the deck's root.
 * @returns the function that reads one.
 */
export function slidesLoader(from: string): LoadSlides {
  return file => {
    let fault: Fault | undefined
    const text = loadText(file, from, ([first]) => void (fault = first))
    return text ?? { problem: fault!.problem, tip: fault!.tip }
  }
}

/**
 * The dataset and the slides as they are in their texts.
 *
 * @param files - of the dataset.
 * @param options - the dataset's folder, and the faults of what could not be read.
 * @param source - of the slides.
 * @returns what could be read, and all faults.
 */
export function readTexts(files: Files, source: SlidesText, options: ReadOptions = {}): ReadDeck {
  return readSlidesOn(readDataset(files, options), source)
}

/**
 * The slides as they are in their texts, on a dataset that has been read.
 *
 * @param dataset - with its faults.
 * @param source - of the slides.
 * @returns what could be read, and all faults of both.
 */
export function readSlidesOn(
  { value: data, faults: dataFaults, warnings, faultInTalk }: ReadData,
  { file = SLIDES_FILE, text, load = noFile, layouts, checkHead }: SlidesText,
): ReadDeck {
  // Nothing is held against scenes that could not be read.
  const talk = data.talk.scenes.length > 0 ? data.talk : undefined
  const archIds = data.arches.map(it => it.id)
  const slides =
    text === undefined
      ? { value: undefined, faults: [], warnings: [] }
      : readSlides(file, text, { talk, archIds, load, layouts, checkHead })
  const faultInScene: ReadDeck['faultInScene'] = (scene, path, ...what) =>
    faultInTalk(['scenes', data.talk.scenes.findIndex(it => it.id === scene), ...path], ...what)
  const faults = [...dataFaults, ...slides.faults]
  return {
    data: slides.value
      ? { ...data, talk: talkAsGiven(data.talk, slides.value.slides, slides.value.headmatter.lang) }
      : data,
    slides: slides.value,
    faults: faults.length > 0 ? faults : hazardFaults(data, faultInScene),
    warnings: [...warnings, ...slides.warnings],
    faultInScene,
  }
}

function noFile(): ReturnType<LoadSlides> {
  return { problem: 'there is no such file', tip: 'put the slides into one file' }
}

/** Scenes that play a hazard which the analysis does not find. */
function hazardFaults(data: Dataset, faultInScene: ReadDeck['faultInScene']): readonly Fault[] {
  return data.talk.scenes.flatMap(({ id, hazard }: Talk['scenes'][number]) => {
    if (!hazard) return []
    if (hazard.cause && !data.reviews.get(hazard.cause)?.tried?.some(it => it.result === 'seen'))
      return [
        faultInScene(
          id,
          ['hazard', 'cause'],
          'scene',
          `no running kernel has shown ${hazard.cause}`,
          'name a cause of data/causes/ with a trial whose result is seen, or take it out',
        ),
      ]
    return findHazard(hazard, data)
      ? []
      : [
          faultInScene(
            id,
            ['hazard'],
            'scene',
            `${id} plays a hazard that there is not: ${hazard.reader} in ${hazard.in} on ${hazard.arch} in ${hazard.release}`,
            `see npm run hazards -- --arch ${hazard.arch} --release ${hazard.release}`,
          ),
        ]
  })
}

/**
 * The dataset and the slides as they are on disk.
 *
 * @param from - the deck's root.
 * @param folder - the dataset's folder, relative to it.
 * @param slides - the file of the slides, relative to it.
 * @returns the dataset with the talk as the slides give it, and the slides.
 * @throws DataError with every fault, if there is one.
 */
export function readValidDeck(
  from: string = root,
  folder: string = DATA_FOLDER,
  slides: string = SLIDES_FILE,
): { readonly data: Dataset; readonly slides: Slides } {
  const read = readDeckSources(from, folder, slides)
  if (read.faults.length > 0 || !read.slides) throw new DataError(read.faults)
  return { data: read.data, slides: read.slides }
}

/**
 * Read the dataset and the slides from disk and make the deck of them.
 *
 * @param from - the deck's root.
 * @param folder - the dataset's folder, relative to it.
 * @param slides - the file of the slides, relative to it.
 * @returns the deck.
 * @throws DataError with every fault, if there is one.
 */
export function readDeck(from: string = root, folder: string = DATA_FOLDER, slides: string = SLIDES_FILE): Deck {
  const read = readValidDeck(from, folder, slides)
  return makeDeck(read.data, read.slides, createTextMeasurer(lookOf(read.slides.headmatter, from, slides)))
}

/**
 * Read what the slides say of the talk: its title, its arch, and the slides in order, each with its scene.
 *
 * @param from - the deck's root.
 * @param folder - the dataset's folder, relative to it.
 * @param slides - the file of the slides, relative to it.
 * @throws DataError with every fault of the deck, if there is one.
 */
export function readTalk(from: string = root, folder: string = DATA_FOLDER, slides: string = SLIDES_FILE): Slides {
  return readValidDeck(from, folder, slides).slides
}
