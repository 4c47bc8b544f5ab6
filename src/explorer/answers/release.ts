import { introducedIn, mechanismSources, type Viewpoint } from '../../model/analysis/applicability.ts'
import type { ExplorerIndex } from '../explorer-index.ts'
import { citationsOf, EMPTY_ANSWER, fact, type Answer } from '../answer.ts'
import { lastChangeUpTo } from '../snapshots.ts'
import { answerSnapshot } from './snapshot.ts'
import { siteName } from '../../model/vocabulary.ts'
import { say } from '../../words/say.ts'

/**
 * Answer about a release: what came with it.
 *
 * @param release - any release, also one in which nothing changes.
 * @param at - the viewpoint to show, in that release.
 * @param index - the dataset with its index.
 * @returns the snapshot's answer with the facts of the release.
 */
export function answerRelease(release: string, at: Viewpoint, index: ExplorerIndex): Answer {
  const { dataset, releases } = index
  const isNow = (it: { readonly since: string }) => it.since === release
  const isHere = (it: { readonly arch: string }) => it.arch === at.arch
  const introduced = dataset.mechanisms.filter(it => introducedIn(it) === release)
  const stages = dataset.mechanisms.flatMap(it =>
    (it.life ?? []).filter(stage => introducedIn(stage) === release).map(stage => ({ of: it, stage })),
  )
  const captures = [...dataset.captures.values(), ...dataset.conversions.values()].filter(
    it => isHere(it) && isNow(it.value),
  )
  const readers = dataset.readers.filter(isNow)
  const before = lastChangeUpTo(releases, release)
  const changed = [...introduced, ...stages.map(it => it.of)]
  return {
    ...EMPTY_ANSWER,
    ...answerSnapshot(at, index),
    title: release,
    overline: [
      say('release'),
      ...introduced.slice(0, 1).flatMap(({ since }) => (since ? [String((since.checked ?? since).year)] : [])),
    ],
    summary:
      before === release
        ? answerSnapshot(at, index).summary
        : [say('Nothing in the data changes in {release}; it is as in {before}.', { release, before })],
    fromData: stages.map(it => it.stage.summary),
    facts: [
      ...fact(
        'New',
        introduced.map(it => it.label.join(' ')),
      ),
      ...stages.flatMap(({ of, stage }) => fact(of.label.join(' '), stage.summary)),
      ...fact(
        'Captures',
        captures.map(it => siteName(it.value)),
      ),
      ...fact(
        'Readers',
        readers.map(it => it.name),
      ),
    ],
    citations: citationsOf([...introduced.flatMap(mechanismSources), ...stages.flatMap(it => it.stage.since.sources)]),
    highlighted: [...new Set(changed.map(it => it.id))],
  }
}
