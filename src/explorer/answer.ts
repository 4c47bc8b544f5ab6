import type { FieldState } from '../model/schema/capture.ts'
import type { Flow } from '../model/analysis/register-flows.ts'
import type { Frame } from '../model/analysis/register-frame.ts'
import type { Hazard } from '../model/analysis/hazards.ts'
import type { ClassId } from '../model/analysis/register-class.ts'
import type { Viewpoint } from '../model/analysis/applicability.ts'
import type { Source } from '../model/schema/source.ts'
import type { Citation } from '../deck/deck.ts'
import type { FrameRow } from '../deck/panels/register-rows.ts'
import type { BrowserDataset } from './packed-dataset.ts'
import type { ExplorerIndex } from './explorer-index.ts'
import { SEVERITY } from '../model/analysis/register-frame.ts'
import { sourceShortName, sourceUrl } from '../model/analysis/source-label.ts'
import { signedFields } from '../model/measured/signed-fields.ts'
import { frameRows } from '../deck/panels/register-rows.ts'
import { namedArch } from '../model/dataset.ts'
import { verdictWords } from '../model/verdict-words.ts'
import { say } from '../words/say.ts'

/** What the explorer says about one result of a query, and how the stage shows it. */
export type Answer = {
  /** Arch and release for which the stage is shown. */
  readonly at: Viewpoint
  readonly title: string
  /** Parts of the short line above the title. */
  readonly overline: readonly string[]
  readonly summary: readonly string[]
  /** Which texts of the summary and the facts the dataset says itself: they are English in every deck. */
  readonly fromData?: readonly string[]
  readonly facts: readonly Fact[]
  /** Class by arch; `null` where the arch does not have it, `unread` or `uncaptured` for a coverage gap. */
  readonly classes?: Readonly<Record<string, ClassId | 'unread' | 'uncaptured' | null>>
  /** Ids of the arches whose class a program derived, and no person has reviewed. */
  readonly derivedOn?: readonly string[]
  readonly frames: readonly AnswerFrame[]
  readonly citations: readonly Citation[]
  /** Ids of highlighted mechanisms; the rest of the stage is dimmed, unless the list is empty. */
  readonly highlighted: readonly string[]
  /** Id of the mechanism that the answer is about. */
  readonly subject?: string
  /** By id of a mechanism, the number drawn at its box. */
  readonly marks: Readonly<Record<string, Mark>>
  /** The parts of a register path; absent in other answers. */
  readonly steps?: readonly AnswerStep[]
}

/** A line of the answer: what it is about, and what holds. */
export type Fact = { readonly term: string; readonly words: string }

/** How many readers a mechanism runs, or paths reach it, and the worst field state that is found there. */
export type Mark = { readonly count: number; readonly worst: FieldState }

/** A register frame that an answer shows. */
export type AnswerFrame = {
  readonly struct: string
  /** Names of the code that filled and converted it. */
  readonly by: string
  /** Id of the capture that filled it. */
  readonly capture: string
  /** Set where a program derived that capture, and no person has reviewed it. */
  readonly isDerived?: true | undefined
  readonly rows: readonly FrameRow[]
  /** Names of the fields that the answer is about, which have rows of their own. */
  readonly reads: readonly string[]
}

/** A part of a register path: where it leads, and what becomes of the registers on it. */
export type AnswerStep = {
  readonly mechanism: string
  /** `PARENT>CHILD`; absent at the start of a path and at a reader. */
  readonly link?: string
  readonly name: string
  readonly summary: readonly string[]
}

/** The worst of some states; `captured` for none. */
export function worstOf(states: readonly FieldState[]): FieldState {
  return SEVERITY.findLast(it => states.includes(it)) ?? 'captured'
}

/** How many sources an answer shows at most. */
const MAX_CITATIONS = 4

/**
 * Name the sources of an answer.
 *
 * @param sources - the most important first.
 * @returns the first few, by their short names, each name once.
 */
export function citationsOf(sources: readonly Source[]): readonly Citation[] {
  const all = sources.map((it): Citation => {
    const url = sourceUrl(it)
    return { name: sourceShortName(it), ...(url && { url }) }
  })
  return all.filter((it, i) => all.findIndex(other => other.name === it.name) === i).slice(0, MAX_CITATIONS)
}

/** The label of a mechanism, as the talk writes it. */
export function mechanismLabel(id: string, { mechanisms }: BrowserDataset): string {
  return mechanisms.find(it => it.id === id)!.label.join(' ')
}

/** A register frame and where it comes from. */
type FrameOrigin = Omit<AnswerFrame, 'rows' | 'reads'> & {
  /** Ids of the conversions that it passed. */
  readonly conversions?: readonly string[]
  readonly frame: Frame
  readonly reads?: readonly string[]
}

/**
 * Make a register frame ready to be shown.
 *
 * @param origin - the frame and where it comes from; `reads` are names of fields that get rows of their own.
 * @param dataset - has what running kernels signed of it.
 * @returns the frame with its rows, in the struct's order.
 */
export function answerFrame(
  { by, struct, capture, isDerived, conversions, frame, reads = [] }: FrameOrigin,
  { signed }: Pick<BrowserDataset, 'signed'>,
): AnswerFrame {
  const options = { ownRows: new Set(reads), signed: signedFields(signed, capture, conversions) }
  return { struct, by, capture, ...(isDerived && { isDerived }), rows: frameRows(frame, options), reads }
}

/**
 * Make the frame at the end of a flow ready to be shown.
 *
 * @param flow - with its capture, and the conversions that it passed.
 * @param dataset - has what running kernels signed of it.
 * @param reads - names of fields that get rows of their own.
 * @returns the frame, named after capture and conversions.
 */
export function flowFrame(
  { capture, conversions, struct, frame }: Flow,
  dataset: Pick<BrowserDataset, 'signed'>,
  reads: readonly string[] = [],
): AnswerFrame {
  const by = [capture.name, ...conversions.map(it => it.name)].join(' → ')
  const passed = conversions.map(it => it.id)
  return answerFrame(
    { by, struct, capture: capture.id, isDerived: capture.isDerived, conversions: passed, frame, reads },
    dataset,
  )
}

/**
 * The frames at the end of flows. Those of patches under review are left out.
 *
 * @param flows - to one mechanism, the usual one first.
 * @param dataset - has what running kernels signed of them.
 * @returns in the same order, one for each capture with its conversions.
 */
export function flowFrames(flows: readonly Flow[], dataset: Pick<BrowserDataset, 'signed'>): readonly AnswerFrame[] {
  const merged = flows.filter(it => it.proposals.length === 0)
  const keyOf = ({ capture, conversions }: Flow) => [capture, ...conversions].map(it => it.id).join()
  return merged
    .filter((flow, i) => merged.findIndex(it => keyOf(it) === keyOf(flow)) === i)
    .map(it => flowFrame(it, dataset))
}

/**
 * Count by mechanism what is found there.
 *
 * @param found - a state that was found in a mechanism; `what` identifies what is counted, such as a reader.
 * @returns by mechanism, the number of different `what` and the worst state.
 */
export function marksOf(
  found: readonly { readonly mechanism: string; readonly what: string; readonly state: FieldState }[],
): Readonly<Record<string, Mark>> {
  return Object.fromEntries(
    [...Map.groupBy(found, it => it.mechanism)].map(([id, all]) => [
      id,
      { count: new Set(all.map(it => it.what)).size, worst: worstOf(all.map(it => it.state)) },
    ]),
  )
}

/**
 * The language of one of an answer's texts, for screen readers.
 *
 * @param text - of its summary or its facts.
 * @param answer - the answer.
 * @returns `en` where the dataset says it, and undefined for the language around it.
 */
export function languageOf(text: string, { fromData }: Answer): 'en' | undefined {
  return fromData?.includes(text) ? 'en' : undefined
}

/** What an answer counts: of one, and of any other number. */
const COUNTED = {
  way: ['1 way', '{count} ways'],
  reader: ['1 reader', '{count} readers'],
  capture: ['1 capture', '{count} captures'],
} as const

/** A number with its noun: `1 way`, `2 ways`. */
export function countWords(count: number, what: keyof typeof COUNTED): string {
  return say(COUNTED[what][count === 1 ? 0 : 1], { count })
}

/**
 * On how many ways registers are read, and with which verdicts.
 *
 * @param ways - the ways.
 * @returns such as `on 2 ways: 1 ugly, 1 good`; empty for no way.
 */
export function waysWords(ways: readonly Pick<Hazard, 'verdict'>[]): string {
  const values = { count: ways.length, verdicts: verdictWords(ways) }
  if (ways.length === 0) return ''
  return ways.length === 1 ? say('on 1 way: {verdicts}', values) : say('on {count} ways: {verdicts}', values)
}

/** Up to how many names a sentence has. */
const MAX_NAMES = 6

/**
 * Some names, or the first of many with how many there are.
 *
 * @param names - all of them.
 * @param most - up to how many a sentence has.
 * @returns the names with commas.
 */
export function shortList(names: readonly string[], most = MAX_NAMES): string {
  return names.length <= most
    ? names.join(', ')
    : say('{names} and {count} others', {
        names: names.slice(0, most - 1).join(', '),
        count: names.length - most + 1,
      })
}

/** Where and when, for a sentence: `on arm64 in 6.12`. */
export function whereWords({ arch, release }: Viewpoint): string {
  return namedArch(arch) ? say('on {arch} in {release}', { arch, release }) : say('in {release}', { release })
}

/**
 * Make a fact of an answer.
 *
 * @param term - what it is about, in English.
 * @param words - what holds; several are separated by dots.
 * @returns the fact alone in a list, or an empty list where there is nothing to say.
 */
export function fact(term: string, words: string | readonly string[]): readonly Fact[] {
  const text = typeof words === 'string' ? words : words.join(' · ')
  return text === '' ? [] : [{ term: say(term), words: text }]
}

/**
 * The hazards of a snapshot, without those of patches under review.
 *
 * @param index - of it, the snapshots.
 * @param at - arch and release.
 * @returns as the analysis finds them.
 */
export function mergedHazards({ snapshotAt }: ExplorerIndex, at: Viewpoint): readonly Hazard[] {
  return snapshotAt(at)
    .hazards()
    .filter(it => it.proposals.length === 0)
}

/** An answer's parts where it has nothing to show. */
export const EMPTY_ANSWER = { frames: [], citations: [], highlighted: [], marks: {} } as const
