import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { randomInt, randomLcg, shuffler } from 'd3'
import type { Deck, DeckScene, DeckStep } from '../../src/deck/deck.ts'
import type { ReadDeck } from '../../src/build/read-deck.ts'
import type { Scene } from '../../src/model/schema/scene.ts'
import { faultsOfDeck } from '../../src/build/check-all.ts'
import { createTextMeasurer } from '../../src/build/measure-text.ts'
import { readSlidesOn } from '../../src/build/read-deck.ts'
import { findHazard } from '../../src/deck/scene-hazard.ts'
import { makeDeck } from '../../src/deck/make-deck.ts'
import { faultLine, type Fault } from '../../src/errors/fault.ts'
import { appliesTo } from '../../src/model/analysis/applicability.ts'
import { compareReleases } from '../../src/model/analysis/compare-releases.ts'
import { loadFiles } from '../../src/model/read/load-files.ts'
import { readDataset } from '../../src/model/read/read-dataset.ts'
import { sceneOf } from '../../src/model/showing.ts'

const measure = createTextMeasurer()

/** What becomes of a deck: it is refused with faults, or it is made, and `wrong` lists what it shows wrongly. */
export type Outcome = { readonly faults: readonly Fault[]; readonly wrong: readonly string[] }

/** Decks of a talk whose slides are changed at random, by a seed. */
export type RandomDecks = {
  /** Slides of the talk, dropped, moved, hidden and repeated at random. */
  readonly randomSlides: (seed: number) => string
  /** The talk without up to five of its slides, drawn at random; the others in their order. */
  readonly randomCut: (seed: number) => string
  /** Read slides, make the deck of them, and look at each step. */
  readonly outcomeOf: (text: string) => Outcome
}

/** @param folder - of the talk's deck, absolute. */
export function randomDecks(folder: string): RandomDecks {
  const dataset = readDataset(loadFiles(folder))
  /** The slides of the talk as they are written. The first block holds the headmatter too, and stays where it is. */
  const [head = '', ...blocks] = readFileSync(join(folder, 'slides.md'), 'utf8').split(/\n(?=---\nlayout: )/)
  return {
    randomSlides(seed) {
      const random = randomLcg(seed / 2 ** 16)
      const number = randomInt.source(random)
      const moved = shuffler(random)([...blocks]).slice(0, number(1, blocks.length + 1)())
      const repeated = moved.flatMap(block => (random() < 0.1 ? [block, block] : [block]))
      return [
        head,
        ...repeated.map(block => (random() < 0.1 ? block.replace('layout:', 'hide: true\nlayout:') : block)),
      ].join('\n')
    },
    randomCut(seed) {
      const random = randomLcg(seed / 2 ** 16)
      const gone = new Set(shuffler(random)([...blocks]).slice(0, randomInt.source(random)(1, 6)()))
      return [head, ...blocks.filter(block => !gone.has(block))].join('\n')
    },
    outcomeOf(text) {
      const read = readSlidesOn(dataset, { text })
      if (read.faults.length > 0) return { faults: read.faults, wrong: [] }
      const deck = makeDeck(read.data, read.slides!, measure)
      const faults = faultsOfDeck(deck, read)
      return faults.length > 0 ? { faults, wrong: [] } : { faults: [], wrong: wrongIn(deck, read, text) }
    },
  }
}

/** What a deck shows that its slides do not say, or with a part missing. */
function wrongIn(deck: Deck, { data }: ReadDeck, text: string): readonly string[] {
  const wanted = text
    .split(/\n(?=---\nlayout: |---\nhide: )/)
    .filter(block => !/^hide: true$/m.test(block))
    .map(block => /^scene: (.+)$/m.exec(block)![1])
  const introduced = new Set<string>()
  return [
    ...(deck.order.map(sceneOf).join() === wanted.join() ? [] : [`slides: shown ${deck.order}, wanted ${wanted}`]),
    ...(new Set(deck.order).size === deck.order.length ? [] : [`two slides have one id: ${deck.order}`]),
    ...deck.order.flatMap((id, i) => {
      const scene = deck.scenes[id]!
      const source = data.talk.scenes[i]!
      const revealed = new Set<string>()
      return scene.steps.flatMap((step, no) => {
        source.steps[no]!.reveals?.forEach(it => revealed.add(it))
        const later = source.steps.slice(no + 1).flatMap(it => it.draws ?? [])
        const wrong = [
          ...(scene.slot ? [...wrongBoxes(scene, step, data, later), ...wrongPath(scene, source, no, data)] : []),
          ...(scene.view === 'grow' ? notIntroduced(step, introduced, revealed) : []),
          ...unhighlighted(source, no, step),
        ]
        Object.keys(step.boxes).forEach(it => introduced.add(it))
        return wrong.map(it => `slide ${i + 1}, ${id}, step ${no + 1}: ${it}`)
      })
    }),
  ]
}

/**
 * Links without an end, boxes without what they build on, and boxes before their time.
 *
 * @param later - on what is drawn only at a later step, which is there all the same.
 */
function wrongBoxes(
  { view }: DeckScene,
  { boxes, links, release }: DeckStep,
  { mechanisms, arches }: ReadDeck['data'],
  later: readonly string[],
): readonly string[] {
  const shown = mechanisms.filter(it => it.id in boxes)
  return [
    ...Object.keys(links)
      .filter(id => id.split('>').some(end => !(end in boxes)))
      .map(id => `the link ${id} lacks an end`),
    ...shown.flatMap(({ id, buildsOn, since }) => [
      ...(since && compareReleases(since.release, release) > 0 ? [`${id} is there in ${release}`] : []),
      ...buildsOn
        .filter(
          link =>
            !link.optional && link.drawn !== 'words' && arches.some(it => appliesTo(link, { arch: it.id, release })),
        )
        // A hazard is played on a part of the map: what builds on what beside its path may lie outside of the slide.
        .filter(link => view !== 'hazard' && !(`${link.on}>${id}` in links))
        .filter(link => !(later.includes(link.on) && link.on in boxes))
        .map(link => `${id} stands there without ${link.on}`),
    ]),
    ...(shown.length > 0 ? [] : ['the stage is empty']),
  ]
}

/** Parts of the highlighted path that are not there, or not highlighted. */
function wrongPath(scene: DeckScene, source: Scene, no: number, data: ReadDeck['data']): readonly string[] {
  const { boxes, links } = scene.steps[no]!
  const path = source.hazard
    ? findHazard(source.hazard, data)!.path.slice(0, no + 2)
    : (source.steps.slice(0, no + 1).findLast(it => it.path)?.path ?? [])
  return path.flatMap((id, i) => [
    ...(boxes[id] === 'focus' ? [] : [`${id} is not highlighted on the path`]),
    ...(i === 0 || links[`${path[i - 1]}>${id}`] === 'focus' ? [] : [`the path breaks off below ${id}`]),
  ])
}

/** Boxes that come unannounced: neither revealed by the scene, nor in the background for it to stand on. */
function notIntroduced(
  { boxes }: DeckStep,
  introduced: ReadonlySet<string>,
  revealed: ReadonlySet<string>,
): readonly string[] {
  return Object.entries(boxes)
    .filter(([id, state]) => !introduced.has(id) && !revealed.has(id) && state !== 'dimmed' && state !== 'focus')
    .map(([id, state]) => `${id} comes as ${state}, and no step has revealed it`)
}

/** What a step reveals or points at, and what is not drawn so. Where the stage is coloured, nothing is marked new. */
function unhighlighted({ steps, view }: Scene, no: number, { boxes }: DeckStep): readonly string[] {
  const { reveals = [], focus = [], highlightClass } = steps[no]!
  return [
    ...reveals
      .filter(id => (view === 'grow' ? boxes[id] !== 'new' && boxes[id] !== 'focus' : !(id in boxes)))
      .map(id => `${id} is revealed, and drawn as ${boxes[id]}`),
    ...focus.filter(id => boxes[id] !== 'focus').map(id => `${id} is in focus, and drawn as ${boxes[id]}`),
    ...(highlightClass && !Object.values(boxes).includes('focus') ? [`there is nothing of ${highlightClass}`] : []),
  ]
}

/** Faults that name no place, or say nothing to do. */
export function unlocated(faults: readonly Fault[]): readonly string[] {
  return faults.filter(it => it.line < 1 || !it.file || !it.problem || !it.tip).map(faultLine)
}
