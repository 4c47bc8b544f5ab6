// The answer that the speaker shows to the room, as another window computes it.
import type { Viewpoint } from '../model/analysis/applicability.ts'
import type { Answer } from './answer.ts'
import type { ExplorerIndex } from './explorer-index.ts'
import { answerQuery } from './answer-query.ts'
import { entitySuggestion } from './suggestions.ts'

/** A question, the option that was chosen among its answers by key, where it was asked, and where it is shown. */
type ShownQuestion = {
  readonly question: string
  readonly option: string
  readonly from: Viewpoint
  readonly at: Viewpoint
}

/**
 * Compute an answer that another window shows.
 *
 * @param shown - the question, and which answer to it.
 * @param index - the dataset with its index, the same as in the other window.
 * @returns the same answer; undefined where the other window has another dataset, and this one no such answer.
 */
export function shownAnswer({ question, option, from, at }: ShownQuestion, index: ExplorerIndex): Answer | undefined {
  const context = { at: from, preferredArch: from.arch, moved: at }
  const found = answerQuery(question, context, index).options.find(it => it.key === option)
  const entity = found ? undefined : index.entities.find(it => `${it.kind} ${it.id}` === option)
  return (found ?? (entity && entitySuggestion(entity, context, index)))?.answer(at)
}
