import type { Viewpoint } from '../../model/analysis/applicability.ts'
import type { ExplorerIndex } from '../explorer-index.ts'
import { citationsOf, fact, mechanismLabel, type Answer, EMPTY_ANSWER } from '../answer.ts'
import { say } from '../../words/say.ts'

/**
 * Answer about a commit: the entities whose claims rest on it.
 *
 * @param id - its first digits, as in the index.
 * @param at - the viewpoint to show.
 * @param index - the dataset with its index.
 * @returns an answer without frames.
 */
export function answerCommit(id: string, at: Viewpoint, { dataset, commits, entities }: ExplorerIndex): Answer {
  const { source, entities: citing } = commits.get(id)!
  const names = (kinds: readonly string[]) => [
    ...new Set(
      citing
        .filter(it => kinds.includes(it.kind))
        .map(it => entities.find(entity => entity.kind === it.kind && entity.id === it.id)!.name),
    ),
  ]
  const mechanisms = citing.filter(it => it.kind === 'mechanism').map(it => it.id)
  return {
    ...EMPTY_ANSWER,
    at,
    title: id,
    overline: [
      say('commit'),
      ...(source.release ? [source.release] : []),
      ...(source.repo === 'linux-pre-git' ? [say('before git')] : []),
    ],
    summary: [source.title ?? source.file ?? say('Cited by its id alone.')],
    fromData: source.title === undefined ? [] : [source.title],
    facts: [
      ...fact(
        'Rests on it',
        mechanisms.map(it => mechanismLabel(it, dataset)),
      ),
      ...fact('Captures', names(['capture', 'conversion'])),
      ...fact('Readers', names(['reader'])),
      ...fact('In', source.file ?? ''),
    ],
    citations: citationsOf([source]),
    highlighted: mechanisms,
  }
}
