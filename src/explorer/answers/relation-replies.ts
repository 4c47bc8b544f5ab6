// One sentence in reply to what stands on what, since when, and who finds what.
import type { Verdict } from '../../model/analysis/hazards.ts'
import type { Viewpoint } from '../../model/analysis/applicability.ts'
import type { ExplorerIndex } from '../explorer-index.ts'
import { introducedIn } from '../../model/analysis/applicability.ts'
import { compareReleases } from '../../model/analysis/compare-releases.ts'
import { countWords, mechanismLabel, mergedHazards, whereWords } from '../answer.ts'
import { say } from '../../words/say.ts'
import { supportReply } from './mechanism-replies.ts'

/**
 * What stands on a mechanism, or what it stands on.
 *
 * @param ask - the mechanism, by id, and whether what is below it is asked for.
 * @param at - arch and release.
 * @param index - the dataset with its index.
 * @returns a sentence that names the neighbours.
 */
export function neighboursReply(
  { mechanism, isBelow }: { readonly mechanism: string; readonly isBelow: boolean },
  at: Viewpoint,
  index: ExplorerIndex,
): string {
  const support = supportReply(mechanism, at, index)
  if (!support.isThere) return support.reply
  const label = mechanismLabel(mechanism, index.dataset)
  const names = Object.entries(index.snapshotAt(at).links)
    .filter(([, existence]) => existence === 'there')
    .map(([link]) => link.split('>') as [string, string])
    .filter(([parent, child]) => (isBelow ? child : parent) === mechanism)
    .map(([parent, child]) => mechanismLabel(isBelow ? parent : child, index.dataset))
  const where = whereWords(at)
  if (isBelow)
    return say('{label} stands on {boxes} {where}.', { label, boxes: names.join(', ') || say('nothing else'), where })
  const values = { label, boxes: names.join(', '), where }
  if (names.length === 0) return say('Nothing in the data stands on {label} {where}.', values)
  return names.length === 1
    ? say('{boxes} stands on {label} {where}.', values)
    : say('{boxes} stand on {label} {where}.', values)
}

/**
 * Since when a mechanism is there, on an arch where one is named.
 *
 * @param mechanism - by id.
 * @param arch - by id; undefined for any.
 * @param index - the dataset with its index.
 * @returns a sentence; of an arch, with the releases between which it came.
 */
export function sinceReply(mechanism: string, arch: string | undefined, index: ExplorerIndex): string {
  const label = mechanismLabel(mechanism, index.dataset)
  if (!index.has.history) return say('Not in the data: since when there is {label}.', { label })
  const since = introducedIn(index.dataset.mechanisms.find(it => it.id === mechanism)!)
  if (arch === undefined) return say('{label} is there since {since}.', { label, since })
  const isThere = (release: string) => supportReply(mechanism, { arch, release }, index).isThere
  const releases = index.releases.filter(it => compareReleases(it, since) >= 0)
  const first = releases.find(it => isThere(it))
  const isCertain = first !== undefined && isThere(releases[releases.indexOf(first) - 1] ?? first) !== undefined
  if (first === undefined)
    return say('{arch} has no {label} in any release of the data; others have it since {since}.', {
      arch,
      label,
      since,
    })
  return isCertain
    ? say('{arch} has {label} since {first}.', { arch, label, first })
    : say('{arch} has {label} in {first}; whether it had it before is not in the data.', { arch, label, first })
}

/**
 * In which mechanisms a reader runs.
 *
 * @param reader - by id.
 * @param at - arch and release.
 * @param index - the dataset with its index.
 * @returns a sentence that names them.
 */
export function runsReply(reader: string, at: Viewpoint, index: ExplorerIndex): string {
  const { name } = index.dataset.readers.find(it => it.id === reader)!
  const ids = mergedHazards(index, at).flatMap(it => (it.reader === reader ? (it.path.at(-1) ?? []) : []))
  const names = [...new Set(ids)].map(it => mechanismLabel(it, index.dataset))
  const values = { name, boxes: names.join(', '), where: whereWords(at) }
  return names.length > 0
    ? say('{name} runs in {boxes} {where}.', values)
    : say('Not in the data: where {name} runs {where}.', values)
}

/**
 * Which readers come to a verdict.
 *
 * @param verdict - that is asked for.
 * @param at - arch and release.
 * @param index - the dataset with its index.
 * @returns a sentence that counts and names them.
 */
export function verdictReply(verdict: Verdict, at: Viewpoint, index: ExplorerIndex): string {
  const ids = mergedHazards(index, at).flatMap(it => (it.verdict === verdict ? it.reader : []))
  const names = [...new Set(ids)].map(id => index.dataset.readers.find(it => it.id === id)!.name)
  const values = {
    readers: countWords(names.length, 'reader'),
    verdict: say(verdict),
    where: whereWords(at),
    names: names.join(', '),
  }
  if (names.length === 0) return say('No reader in the data has {verdict} ways {where}.', values)
  return names.length === 1
    ? say('{readers} has {verdict} ways {where}: {names}.', values)
    : say('{readers} have {verdict} ways {where}: {names}.', values)
}
