import type { Viewpoint } from '../../model/analysis/applicability.ts'
import type { ExplorerIndex } from '../explorer-index.ts'
import type { Answer } from '../answer.ts'
import { archName } from '../packed-dataset.ts'
import { EMPTY_ANSWER } from '../answer.ts'
import { asOf } from '../../model/analysis/coverage-gaps.ts'

/**
 * Answer about a viewpoint: how many mechanisms are there, and what is missing or not known.
 *
 * @param at - the viewpoint to show.
 * @param index - the dataset with its index.
 * @returns an answer that highlights nothing.
 */
export function answerSnapshot(at: Viewpoint, { dataset, snapshotAt }: ExplorerIndex): Answer {
  const { existence, classes, unread, uncaptured } = snapshotAt(at)
  const mechanisms = dataset.mechanisms.filter(it => it.kind !== 'origin')
  const count = (state: string) => mechanisms.filter(it => existence[it.id] === state).length
  const sparse = mechanisms.filter(it => classes[it.id] === 'sparse').length
  const unreadCount = Object.keys(unread).length
  const lacking = count('lacking') - unreadCount - uncaptured.length
  const name = archName(at.arch, dataset)
  return {
    ...EMPTY_ANSWER,
    at,
    title: `${at.release} on ${name}`,
    overline: [],
    summary: [
      `${count('there')} of ${mechanisms.length} mechanisms are there${sparse > 0 ? `; ${sparse} hand on a sparse or made-up pt_regs` : ''}.`,
      ...(lacking > 0 ? [`${name} lacks ${lacking} that another arch has.`] : []),
      ...(uncaptured.length > 0 ? [`What ${uncaptured.length} more hand on there is not known.`] : []),
      ...(unreadCount > 0
        ? [`${unreadCount} ${unreadCount === 1 ? 'was' : 'were'} not in ${asOf(at.release, Object.values(unread)[0])}.`]
        : []),
    ],
    facts: [],
  }
}
