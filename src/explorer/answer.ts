import type { FieldState } from '../model/schema/capture.ts'
import type { Flow } from '../model/analysis/register-flows.ts'
import type { Frame } from '../model/analysis/register-frame.ts'
import type { Hazard } from '../model/analysis/hazards.ts'
import type { RegisterClass } from '../model/schema/mechanism.ts'
import type { Viewpoint } from '../model/analysis/applicability.ts'
import type { Source } from '../model/schema/source.ts'
import type { Citation } from '../deck/deck.ts'
import type { FrameRow } from '../deck/panels/register-rows.ts'
import type { BrowserDataset } from './packed-dataset.ts'
import type { ExplorerIndex } from './explorer-index.ts'
import { FIELD_STATE_IDS, VERDICT_IDS } from '../model/vocabulary.ts'
import { sourceShortName, sourceUrl } from '../model/analysis/source-label.ts'
import { frameRows } from '../deck/panels/register-rows.ts'

/** What there is to say about one thing, and what of the stage it lights. */
export type Answer = {
  /** As of when and on which arch the stage is to be shown. */
  readonly at: Viewpoint
  readonly title: string
  /** What stands above the title. */
  readonly overline: readonly string[]
  readonly summary: readonly string[]
  readonly facts: readonly Fact[]
  /** By arch; null where the arch lacks it, `unread` where it lacked it in the newest tree that was read, `uncaptured` where nobody has read what it hands on. */
  readonly classes?: Readonly<Record<string, RegisterClass | 'unread' | 'uncaptured' | null>>
  readonly frames: readonly AnswerFrame[]
  readonly citations: readonly Citation[]
  /** Mechanisms in the light; none means that nothing is dimmed. */
  readonly highlighted: readonly string[]
  /** The mechanism in question. */
  readonly subject?: string
  /** By mechanism: what is counted there. */
  readonly marks: Readonly<Record<string, Mark>>
  /** Link by link, where registers are followed. */
  readonly steps?: readonly AnswerStep[]
}

export type Fact = { readonly term: string; readonly words: string }

/** How many readers are in a mechanism, or ways come to it, and the worst that is found there. */
export type Mark = { readonly count: number; readonly worst: FieldState }

/** A register struct as someone gets it. */
export type AnswerFrame = {
  readonly struct: string
  readonly by: string
  readonly capture: string
  readonly rows: readonly FrameRow[]
  readonly reads: readonly string[]
}

/** A link of a way, and what becomes of the registers on it. */
export type AnswerStep = {
  readonly mechanism: string
  readonly link?: string
  readonly name: string
  readonly summary: readonly string[]
}

/** The worst of some states. */
export function worstOf(states: readonly FieldState[]): FieldState {
  return FIELD_STATE_IDS.findLast(it => states.includes(it)) ?? 'captured'
}

/** How many sources an answer shows. */
const MAX_CITATIONS = 4

/** Sources by their short names, each once. */
export function citationsOf(sources: readonly Source[]): readonly Citation[] {
  const all = sources.map((it): Citation => {
    const url = sourceUrl(it)
    return { name: sourceShortName(it), ...(url && { url }) }
  })
  return all.filter((it, i) => all.findIndex(other => other.name === it.name) === i).slice(0, MAX_CITATIONS)
}

/** A mechanism as the talk writes it. */
export function mechanismLabel(id: string, { mechanisms }: BrowserDataset): string {
  return mechanisms.find(it => it.id === id)!.label.join(' ')
}

/** The frame of registers on their way. */
export function flowFrame({ capture, conversions, struct, frame }: Flow, reads: readonly string[] = []): AnswerFrame {
  return frameNamed([capture.name, ...conversions.map(it => it.name)].join(' → '), struct, capture.id, frame, reads)
}

/** A frame under the name of who filled it. */
export function frameNamed(
  by: string,
  struct: string,
  capture: string,
  frame: Frame,
  reads: readonly string[] = [],
): AnswerFrame {
  return { struct, by, capture, rows: frameRows(frame, { alone: new Set(reads) }), reads }
}

/** Frames of flows, each kind once: the usual one first, as the data have them. */
export function flowFrames(flows: readonly Flow[]): readonly AnswerFrame[] {
  const merged = flows.filter(it => it.proposals.length === 0)
  const keyOf = ({ capture, conversions }: Flow) => [capture, ...conversions].map(it => it.id).join()
  return merged.filter((flow, i) => merged.findIndex(it => keyOf(it) === keyOf(flow)) === i).map(it => flowFrame(it))
}

/** Verdicts counted, in words: `2 ugly, 3 bad, 5 good`. */
export function verdictWords(hazards: readonly Pick<Hazard, 'verdict'>[]): string {
  return VERDICT_IDS.toReversed()
    .flatMap(verdict => {
      const count = hazards.filter(it => it.verdict === verdict).length
      return count > 0 ? [`${count} ${verdict}`] : []
    })
    .join(', ')
}

/** By mechanism, how often it is reached and the worst that is found there. */
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

/** How many of a thing, in words: `1 way`, `2 ways`. */
export function countWords(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`
}

/** A fact, unless there is nothing to say; several words of it stand apart. */
export function fact(term: string, words: string | readonly string[]): readonly Fact[] {
  const text = typeof words === 'string' ? words : words.join(' · ')
  return text === '' ? [] : [{ term, words: text }]
}

/** Hazards of what is merged: a patch under review is told apart. */
export function mergedHazards({ snapshotAt }: ExplorerIndex, at: Viewpoint): readonly Hazard[] {
  return snapshotAt(at)
    .hazards()
    .filter(it => it.proposals.length === 0)
}

/** What an answer has where it has nothing to show. */
export const EMPTY_ANSWER = { frames: [], citations: [], highlighted: [], marks: {} } as const
