import type { Viewpoint } from '../../model/analysis/applicability.ts'
import type { ExplorerIndex } from '../explorer-index.ts'
import type { Answer } from '../answer.ts'
import { archName } from '../packed-dataset.ts'
import { EMPTY_ANSWER } from '../answer.ts'
import { asOf } from '../../model/analysis/coverage-gaps.ts'
import { say } from '../../words/say.ts'

/**
 * Answer about a viewpoint: how many mechanisms are there, and what is missing or not known.
 *
 * @param at - the viewpoint to show.
 * @param index - the dataset with its index.
 * @returns an answer that highlights nothing.
 */
export function answerSnapshot(at: Viewpoint, { dataset, snapshotAt, has }: ExplorerIndex): Answer {
  const { existence, classes, unread, uncaptured } = snapshotAt(at)
  if (!has.arches && !has.history)
    return { ...EMPTY_ANSWER, at, title: at.release, overline: [], summary: [], facts: [] }
  const mechanisms = dataset.mechanisms.filter(it => it.kind !== 'origin')
  const count = (state: string) => mechanisms.filter(it => existence[it.id] === state).length
  const sparse = mechanisms.filter(it => classes[it.id] === 'sparse').length
  const unreadCount = Object.keys(unread).length
  const lacking = count('lacking') - unreadCount - uncaptured.length
  const name = archName(at.arch, dataset)
  const present = { count: count('there'), all: mechanisms.length, sparse }
  const tree = asOf(at.release, Object.values(unread)[0])
  return {
    ...EMPTY_ANSWER,
    at,
    title: say('{release} on {name}', { release: at.release, name }),
    overline: [],
    summary: [
      sparse > 0
        ? say('{count} of {all} mechanisms are there; {sparse} hand on a sparse or made-up pt_regs.', present)
        : say('{count} of {all} mechanisms are there.', present),
      ...(lacking > 0 ? [say('{name} lacks {count} that another arch has.', { name, count: lacking })] : []),
      ...(uncaptured.length > 0
        ? [say('What {count} more hand on there is not known.', { count: uncaptured.length })]
        : []),
      ...(unreadCount > 0
        ? [
            unreadCount === 1
              ? say('1 was not in {release}.', { release: tree })
              : say('{count} were not in {release}.', { count: unreadCount, release: tree }),
          ]
        : []),
    ],
    facts: [],
  }
}
