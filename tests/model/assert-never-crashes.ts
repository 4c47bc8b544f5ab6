import type { Dataset, Files } from '../../src/model/dataset.ts'
import type { DeckPanel, LackingPanel } from '../../src/deck/panels/resolve-panels.ts'
import type { Panel } from '../../src/model/schema/scene.ts'
import type { Mutation } from './mutate.ts'
import { packDataset } from '../../src/explorer/packed-dataset.ts'
import { makeDeck } from '../../src/deck/make-deck.ts'
import { stageInput } from '../../src/deck/stage/stage-input.ts'
import type { Deck } from '../../src/deck/deck.ts'
import { layoutStage } from '../../src/layout/layout-stage.ts'
import { structAt } from '../../src/model/analysis/struct-at.ts'
import { faultLine, type Fault } from '../../src/errors/fault.ts'
import { createTextMeasurer } from '../../src/build/measure-text.ts'
import { readText } from '../../src/model/yaml/decode-text.ts'
import { readTexts, type ReadDeck } from '../../src/build/read-deck.ts'
import { faultsOfDeck } from '../../src/build/check-all.ts'
import { boxesTooNear, linksThroughBoxes } from '../layout/layout-rules.ts'

const measure = createTextMeasurer()

/** Outcome for a changed deck: faults with their places, or a deck that shows what its data say. */
export type Outcome = { readonly end: 'faults' | 'deck'; readonly wrong: readonly string[] }

/**
 * Read a deck with one file changed, and make it.
 *
 * @returns with `wrong`, all that is not as it must be: a fault without a place, or a picture that differs from the
 * data.
 */
export function survive(files: Files, { file, content }: Mutation): Outcome {
  const text = typeof content === 'string' ? content : readText(file, content)
  const unreadable = typeof text === 'string' ? [] : text
  const changed = new Map([...files].filter(([name]) => name !== file))
  if (typeof text === 'string') changed.set(file, text)
  const slidesText = changed.get('slides.md')
  changed.delete('slides.md')
  const read = readTexts(changed, { text: slidesText }, { unreadable: [...unreadable] })
  const { data, slides, faults } = read
  if (faults.length > 0 || !slides) {
    const without = faults.length === 0 ? ['no fault is reported, and there are no slides'] : []
    return {
      end: 'faults',
      wrong: [
        ...without,
        ...faults.flatMap(it =>
          misplaced(it, it.file === file ? Buffer.from(content).toString('utf8') : files.get(it.file)),
        ),
      ],
    }
  }
  const deck = makeDeck(data, slides, measure)
  packDataset(data)
  const late = faultsOfDeck(deck, read)
  return late.length > 0
    ? { end: 'faults', wrong: late.flatMap(it => misplaced(it, changed.get(it.file))) }
    : { end: 'deck', wrong: wrongIn(deck, read) }
}

/** Whether a fault stands outside of its file, or says nothing. */
function misplaced(fault: Fault, text: string | undefined): readonly string[] {
  const lines = text?.split('\n') ?? ['']
  const isInside =
    fault.line >= 1 &&
    fault.line <= lines.length &&
    fault.col >= 1 &&
    fault.col <= (lines[fault.line - 1]?.length ?? 0) + 1
  return isInside && fault.problem && fault.tip ? [] : [`unlocated: ${faultLine(fault)}`]
}

/** A fault, unless the same things are shown as the data say, in any order. */
function same(what: string, shown: readonly string[], said: readonly string[]): readonly string[] {
  return shown.toSorted().join() === said.toSorted().join() ? [] : [`${what}: shown ${shown}, said ${said}`]
}

/** Fields that a frame shows, or counts below its rows, and its struct does not have, or the other way round. */
function wrongFrame(panel: Panel, shown: DeckPanel | LackingPanel, { arches, captures }: Dataset): readonly string[] {
  if (panel.kind !== 'frame' || shown.kind !== 'frame') return []
  const { arch, value } = captures.get(panel.capture)!
  const { fields } = structAt(
    arches.find(it => it.id === arch)!,
    value.struct,
    value.since,
  )!
  const end = panel.upTo === undefined ? fields.length : fields.findIndex(it => it.name === panel.upTo) + 1
  return [
    ...same(
      `frame of ${panel.capture}`,
      shown.rows.flatMap(row => row.registers),
      fields.slice(0, end).map(it => it.name),
    ),
    ...same(`rest of ${panel.capture}`, [`${shown.more?.count ?? 0}`], [`${fields.length - end}`]),
  ]
}

/** What a deck shows that its data do not say, or in an illegible way. */
function wrongIn(deck: Deck, { data, slides }: ReadDeck): readonly string[] {
  const layout = layoutStage(stageInput(data.mechanisms), measure)
  return [
    ...same(
      'boxes',
      deck.stage.boxes.map(it => it.id),
      data.mechanisms.map(it => it.id),
    ),
    ...same(
      'links',
      deck.stage.links.map(it => it.id),
      [
        ...new Set(
          data.mechanisms.flatMap(it =>
            it.buildsOn.filter(link => link.drawn !== 'words').map(link => `${link.on}>${it.id}`),
          ),
        ),
      ],
    ),
    ...same(
      'slides',
      deck.order,
      slides!.slides.map(it => it.id),
    ),
    ...same(
      'labels',
      deck.stage.boxes.map(it => it.lines.map(line => line.text).join(' ')),
      data.mechanisms.map(it => it.label.join(' ')),
    ),
    ...linksThroughBoxes(layout),
    ...boxesTooNear(layout, 1),
    ...data.talk.scenes.flatMap(({ id, steps, sketch }) => [
      ...same(
        `steps of ${id}`,
        deck.scenes[id]!.steps.map(it => it.caption),
        steps.map(it => it.caption),
      ),
      ...(sketch?.panels ?? []).flatMap((panel, i) => wrongFrame(panel, deck.scenes[id]!.panels[i]!, data)),
    ]),
    ...badWords(deck),
  ]
}

/** What only a slip of the program writes. */
function badWords(value: unknown, path = 'deck'): readonly string[] {
  if (typeof value === 'string') return /\bNaN\b|\bundefined\b|\[object /.test(value) ? [`${path} is ${value}`] : []
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [`${path} is ${value}`]
  return value !== null && typeof value === 'object'
    ? Object.entries(value).flatMap(([key, it]) => badWords(it, `${path}.${key}`))
    : []
}
