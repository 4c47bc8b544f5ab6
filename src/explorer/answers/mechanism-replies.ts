// One sentence in reply to a question about mechanisms: yes or no first where it is one, or that it is not in the data.
import type { Viewpoint } from '../../model/analysis/applicability.ts'
import type { ExplorerIndex } from '../explorer-index.ts'
import { introducedIn } from '../../model/analysis/applicability.ts'
import { mechanismLabel, whereWords } from '../answer.ts'
import { say } from '../../words/say.ts'

/**
 * Whether a mechanism is on an arch.
 *
 * @param id - of the mechanism.
 * @param at - arch and release.
 * @param index - the dataset with its index.
 * @returns the sentence, and whether it is there; undefined where no tree was read that would tell.
 */
export function supportReply(
  id: string,
  at: Viewpoint,
  index: ExplorerIndex,
): { readonly isThere: boolean | undefined; readonly reply: string } {
  const label = mechanismLabel(id, index.dataset)
  const { existence, unread, uncaptured } = index.snapshotAt(at)
  const mechanism = index.dataset.mechanisms.find(it => it.id === id)!
  if (!index.has.arches && existence[id] === 'there')
    return { isThere: true, reply: say('Yes: there is {label} {where}.', { label, where: whereWords(at) }) }
  if (existence[id] === 'there')
    return { isThere: true, reply: say('Yes: {arch} has {label} in {release}.', { ...at, label }) }
  if (uncaptured.includes(id))
    return {
      isThere: undefined,
      reply: say('Not in the data: whether {arch} has {label} in {release}; it may.', { ...at, label }),
    }
  if (existence[id] === 'to-come')
    return {
      isThere: false,
      reply: say('No: there is no {label} before {release}.', { label, release: introducedIn(mechanism) }),
    }
  if (unread[id])
    return {
      isThere: undefined,
      reply: say('Not in the data: {arch} has no {label} in {tree}, the newest tree that was read up to {release}.', {
        ...at,
        label,
        tree: unread[id],
      }),
    }
  return { isThere: false, reply: say('No: {arch} has no {label} in {release}.', { ...at, label }) }
}

/**
 * Whether a mechanism is on an arch, where the question is not one of yes or no.
 *
 * @param id - of the mechanism.
 * @param at - arch and release.
 * @param index - the dataset with its index.
 * @returns the sentence.
 */
export function placeReply(id: string, at: Viewpoint, index: ExplorerIndex): string {
  const { isThere, reply } = supportReply(id, at, index)
  if (!isThere || !index.has.arches) return reply
  return say('{arch} has {label} in {release}.', { ...at, label: mechanismLabel(id, index.dataset) })
}

/**
 * Which arches have a mechanism.
 *
 * @param id - of the mechanism.
 * @param release - a kernel release.
 * @param index - the dataset with its index.
 * @returns a sentence that names them, then those of which no tree tells.
 */
export function archesReply(id: string, release: string, index: ExplorerIndex): string {
  const label = mechanismLabel(id, index.dataset)
  const all = index.dataset.arches.map(it => ({
    name: it.name,
    ...supportReply(id, { arch: it.id, release }, index),
  }))
  const names = (isThere: boolean | undefined) => all.filter(it => it.isThere === isThere).map(it => it.name)
  const [having, lacking, unknown] = [names(true), names(false), names(undefined)]
  const values = { label, release, count: all.length, arches: having.join(', ') }
  const sentence =
    having.length === 0
      ? say('No arch in the data has {label} in {release}', values)
      : lacking.length + unknown.length === 0
        ? say('All {count} arches have {label} in {release}', values)
        : having.length === 1
          ? say('{arches} has {label} in {release}', values)
          : say('{arches} have {label} in {release}', values)
  return (
    [
      sentence,
      ...(having.length > 0 && lacking.length > 0 ? [say('not {arches}', { arches: lacking.join(', ') })] : []),
      ...(unknown.length > 0 ? [say('not in the data: {names}', { names: unknown.join(', ') })] : []),
    ].join('; ') + '.'
  )
}

/**
 * Whether one mechanism stands on another.
 *
 * @param upper - by id.
 * @param lower - by id.
 * @param at - arch and release.
 * @param index - the dataset with its index.
 * @returns a sentence that begins with yes or no, and says whether others are between them.
 */
export function linkReply(upper: string, lower: string, at: Viewpoint, index: ExplorerIndex): string {
  const links = Object.entries(index.snapshotAt(at).links)
    .filter(([, existence]) => existence === 'there')
    .map(([link]) => link.split('>') as [string, string])
  const label = (id: string) => mechanismLabel(id, index.dataset)
  const values = { above: label(upper), below: label(lower), where: whereWords(at) }
  if (links.some(([parent, child]) => parent === lower && child === upper))
    return say('Yes: {above} stands on {below} {where}.', values)
  const reached = new Set([lower])
  for (let before = 0; before < reached.size;) {
    before = reached.size
    for (const [parent, child] of links) if (reached.has(parent)) reached.add(child)
  }
  return reached.has(upper)
    ? say('Yes, but not directly: {above} stands on {below} through others {where}.', values)
    : say('No: {above} does not stand on {below} {where}.', values)
}

/**
 * Which struct a mechanism hands on.
 *
 * @param mechanism - by id.
 * @param struct - the name that is asked for.
 * @param at - arch and release.
 * @param index - the dataset with its index.
 * @returns a sentence that begins with yes or no.
 */
export function structReply(mechanism: string, struct: string, at: Viewpoint, index: ExplorerIndex): string {
  const support = supportReply(mechanism, at, index)
  if (!support.isThere) return support.reply
  const structs = [
    ...new Set(
      index
        .snapshotAt(at)
        .flowsOf(mechanism)
        .map(it => it.struct),
    ),
  ]
  const label = mechanismLabel(mechanism, index.dataset)
  const values = {
    label,
    structs: structs.join(` ${say('and')} `) || say('no registers'),
    where: whereWords(at),
  }
  return structs.includes(struct)
    ? say('Yes: {label} hands on {structs} {where}.', values)
    : say('No: {label} hands on {structs} {where}.', values)
}
