import type { Viewpoint } from '../../model/analysis/applicability.ts'
import type { Answer } from '../answer.ts'
import type { ExplorerIndex } from '../explorer-index.ts'
import { rangeWords } from '../../model/analysis/compare-releases.ts'
import { appliesTo, introducedIn, mechanismSources } from '../../model/analysis/applicability.ts'
import { asOf } from '../../model/analysis/coverage-gaps.ts'
import { citationsOf, fact, flowFrames, mechanismLabel, mergedHazards, waysWords, whereWords } from '../answer.ts'
import { say } from '../../words/say.ts'

/**
 * Answer about a mechanism: what it builds on, what builds on it, what it provides, and its class on every arch.
 *
 * @param id - of a mechanism or an origin.
 * @param at - the viewpoint to show.
 * @param index - the dataset with its index.
 * @returns an answer with a frame for each kind of registers that it provides.
 */
export function answerMechanism(id: string, at: Viewpoint, index: ExplorerIndex): Answer {
  const { dataset, snapshotAt } = index
  const it = dataset.mechanisms.find(mechanism => mechanism.id === id)!
  const snapshot = snapshotAt(at)
  // A link of which an end is missing there says nothing about that arch and release.
  const links = Object.entries(snapshot.links)
    .filter(([, existence]) => existence === 'there')
    .map(([link]) => link.split('>') as [string, string])
  const below = links.filter(([, child]) => child === id).map(([parent]) => parent)
  const above = links.filter(([parent]) => parent === id).map(([, child]) => child)
  const names = (ids: readonly string[]) => ids.map(other => mechanismLabel(other, dataset))
  const provided = it.provides.find(one => !one.alternative && !one.proposal && appliesTo(one, at))
  const read = mergedHazards(index, at).filter(hazard => hazard.path.at(-1) === id)
  const lacking = snapshot.uncaptured.includes(id)
    ? say('What it hands on there, {where}, is not in the data.', { where: whereWords(at) })
    : say('Not on {arch} in {release}.', { arch: at.arch, release: asOf(at.release, snapshot.unread[id]) })
  const toCome = say('Not there in {release}.', { release: at.release })
  const absence = { there: [], lacking: [lacking], 'to-come': [toCome] }[snapshot.existence[id]!]
  const differences = (it.differences ?? []).map(difference => difference.footnote).join(' ')
  return {
    at,
    title: it.label.join(' '),
    overline: [say(it.kind), ...(it.since ? [say('since {release}', { release: introducedIn(it) })] : [])],
    summary: [...absence, it.summary],
    fromData: [it.summary, provided?.summary ?? '', differences],
    facts: [
      ...fact('Stands on', names(below)),
      ...(snapshot.existence[id] === 'to-come'
        ? fact(
            'Will stand on',
            it.buildsOn
              .filter(link => link.arches?.includes(at.arch) ?? true)
              .map(link => `${mechanismLabel(link.on, dataset)} (${rangeWords(link)})`),
          )
        : []),
      ...fact('Carries', names(above)),
      ...fact('Hands on', provided?.summary ?? ''),
      ...fact('Read', waysWords(read)),
      ...fact(
        'Later',
        (it.life ?? []).map(stage => `${stage.label} ${introducedIn(stage)}`),
      ),
      ...fact('Talk and kernel', differences),
    ],
    classes: Object.fromEntries(
      dataset.arches.map(({ id: arch }) => {
        const there = snapshotAt({ ...at, arch })
        return [
          arch,
          there.classes[id] ?? (there.uncaptured.includes(id) ? 'uncaptured' : there.unread[id] ? 'unread' : null),
        ]
      }),
    ),
    derivedOn: dataset.arches.map(it => it.id).filter(arch => snapshotAt({ ...at, arch }).derived.includes(id)),
    frames: flowFrames(snapshot.flowsOf(id), dataset),
    citations: citationsOf([...mechanismSources(it), ...(provided?.sources ?? [])]),
    highlighted: [...new Set([id, ...below, ...above])],
    subject: id,
    marks: {},
  }
}
