// One sentence in reply to what stands on what, since when, and who finds what.
import type { Verdict } from '../../model/analysis/hazards.ts'
import type { Viewpoint } from '../../model/analysis/applicability.ts'
import type { ExplorerIndex } from '../explorer-index.ts'
import { introducedIn } from '../../model/analysis/applicability.ts'
import { compareReleases } from '../../model/analysis/compare-releases.ts'
import { countWords, mechanismLabel, mergedHazards } from '../answer.ts'
import { supportReply } from './replies.ts'

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
  const where = `on ${at.arch} in ${at.release}`
  if (isBelow) return `${label} stands on ${names.join(', ') || 'nothing else'} ${where}.`
  if (names.length === 0) return `Nothing in the data stands on ${label} ${where}.`
  return `${names.join(', ')} ${names.length === 1 ? 'stands' : 'stand'} on ${label} ${where}.`
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
  const since = introducedIn(index.dataset.mechanisms.find(it => it.id === mechanism)!)
  if (arch === undefined) return `${label} is there since ${since}.`
  const isThere = (release: string) => supportReply(mechanism, { arch, release }, index).isThere
  const releases = index.releases.filter(it => compareReleases(it, since) >= 0)
  const first = releases.find(it => isThere(it))
  const isCertain = first !== undefined && isThere(releases[releases.indexOf(first) - 1] ?? first) !== undefined
  if (first === undefined) return `${arch} has no ${label} in any release of the data; others have it since ${since}.`
  return isCertain
    ? `${arch} has ${label} since ${first}.`
    : `${arch} has ${label} in ${first}; whether it had it before is not in the data.`
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
  const where = `on ${at.arch} in ${at.release}`
  return names.length > 0
    ? `${name} runs in ${names.join(', ')} ${where}.`
    : `Not in the data: where ${name} runs ${where}.`
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
  const where = `on ${at.arch} in ${at.release}`
  if (names.length === 0) return `No reader in the data has ${verdict} ways ${where}.`
  return `${countWords(names.length, 'reader')} ${names.length === 1 ? 'has' : 'have'} ${verdict} ways ${where}: ${names.join(', ')}.`
}
