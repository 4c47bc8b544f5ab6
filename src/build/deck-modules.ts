import { packDataset } from '../explorer/packed-dataset.ts'
import type { Deck } from '../deck/deck.ts'
import { deckReleases, makeDeck } from '../deck/make-deck.ts'
import { partOtherArches } from '../deck/arches/other-arches.ts'
import { makeTimelines } from '../deck/timelines.ts'
import { toTable } from '../deck/value-table.ts'
import { DataError } from '../errors/fault.ts'
import { root } from '../files/root.ts'
import { faceLicences } from '../look/face-licences.ts'
import { lookCss } from '../look/look-css.ts'
import { DATA_FOLDER, SLIDES_FILE } from '../model/dataset.ts'
import { createTextMeasurer } from './measure-text.ts'
import { checkBodies } from './bodies/check-bodies.ts'
import { readValidDeck } from './read-deck.ts'
import { readHandout } from './read-handout.ts'
import { lookOf, readImprint } from './read-imprint.ts'
import { spokenIn } from './read-language.ts'
import { speaking } from '../words/say.ts'

/** Which deck, see {@link deckModules}. */
export type DeckModulesOptions = {
  /** The deck's folder, absolute. */
  readonly deck?: string
  /** The file of its slides, relative to that. */
  readonly slides?: string
  /** Leave the speaker's notes out. */
  readonly withoutNotes?: boolean
}

/** What is made of the dataset for the browser, each as JSON when it is called for. */
export type DeckModules = {
  /** The talk, at its own arch and release. */
  readonly deck: () => string
  /** The same as far as the arch on which it opens needs it, which is all that is loaded at first; and the rest. */
  readonly ownDeck: () => string
  readonly otherArches: () => string
  readonly handout: () => string
  /** The file of the look, absolute. */
  readonly lookFile: string
  /** The look, as a style sheet; not JSON. */
  readonly look: () => string
  /** The licences of the look's faces, as Markdown; not JSON. */
  readonly faceLicences: () => string
  /** The language of the deck, and the words of those that are shown. */
  readonly words: () => string
  /** Who gives the talk. */
  readonly imprint: () => string
  /** What questions are answered from. */
  readonly dataset: () => string
  /** What the talk can be switched to, other arches and releases: a table of values. */
  readonly timelines: () => string
}

/**
 * Read a deck, to make of it what the browser is given.
 *
 * @param options - which deck.
 * @returns what makes each module.
 * @throws DataError with every fault, if there is one.
 */
export function deckModules({
  deck = root,
  slides: file = SLIDES_FILE,
  withoutNotes = false,
}: DeckModulesOptions = {}): DeckModules {
  const { data, slides } = readValidDeck(deck, DATA_FOLDER, file)
  const faults = checkBodies(deck, slides.slides)
  if (faults.length > 0) throw new DataError(faults)
  const spoken = spokenIn(slides)
  const once = (make: () => unknown): (() => string) => {
    let made: string | undefined
    return () => (made ??= JSON.stringify(speaking(spoken.languages[spoken.lang] ?? {}, make, spoken.languages)))
  }
  const look = lookOf(slides.headmatter, deck, file)
  const deckJson = once(() => makeDeck(data, slides, createTextMeasurer(look)))
  const parted = (part: 'own' | 'others') => once(() => partOtherArches(JSON.parse(deckJson()) as Deck)[part])
  return {
    lookFile: look.file,
    look: () => lookCss(look),
    faceLicences: () => faceLicences(look),
    words: once(() => spoken),
    deck: deckJson,
    ownDeck: parted('own'),
    otherArches: parted('others'),
    handout: once(() => readHandout(data, slides, { from: deck, withoutNotes })),
    imprint: once(() => readImprint(slides.headmatter, deck, file)),
    dataset: once(() => packDataset(data)),
    timelines: once(() => toTable(makeTimelines(data, slides.arch, deckReleases(data), createTextMeasurer(look)))),
  }
}
