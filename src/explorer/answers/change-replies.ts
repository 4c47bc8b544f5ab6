// One sentence in reply to what changed for a mechanism, or when an arch went from one way of it to another.
import type { Viewpoint } from '../../model/analysis/applicability.ts'
import type { Entity } from '../entities.ts'
import type { ExplorerIndex } from '../explorer-index.ts'
import { introducedIn } from '../../model/analysis/applicability.ts'
import { compareReleases } from '../../model/analysis/compare-releases.ts'
import { archByName } from '../../model/arch-names.ts'
import { mechanismLabel } from '../answer.ts'
import { lastChangeUpTo } from '../snapshots.ts'
import { say } from '../../words/say.ts'
import { supportReply } from './mechanism-replies.ts'

/**
 * What changed for a mechanism in a release.
 *
 * @param mechanism - by id.
 * @param at - arch and release.
 * @param index - the dataset with its index.
 * @returns a sentence: the stages of its life that began, the arches that got it, and what it stands on since then.
 */
export function changesReply(mechanism: string, { arch, release }: Viewpoint, index: ExplorerIndex): string {
  const { dataset, releases, snapshotAt } = index
  const it = dataset.mechanisms.find(one => one.id === mechanism)!
  const label = mechanismLabel(mechanism, dataset)
  const previous = releases[releases.indexOf(lastChangeUpTo(releases, release)) - 1]
  const isChanged = releases.includes(release) && previous !== undefined
  const stages = (it.life ?? []).filter(stage => introducedIn(stage) === release).map(stage => stage.label)
  const isThere = (id: string, when: string) => supportReply(mechanism, { arch: id, release: when }, index).isThere
  const isFirst = introducedIn(it) === release
  const arches = dataset.arches.filter(
    one => isChanged && !isFirst && isThere(one.id, release) && isThere(one.id, previous) === false,
  )
  const below = (when: string) =>
    Object.entries(snapshotAt({ arch, release: when }).links)
      .filter(([link, existence]) => existence === 'there' && link.endsWith(`>${mechanism}`))
      .map(([link]) => mechanismLabel(link.split('>')[0]!, dataset))
  const [after, before] = isChanged ? [below(release), below(previous)] : [[], []]
  const moved = after.length > 0 && before.length > 0
  const begun = moved ? after.filter(one => !before.includes(one)) : []
  const ended = moved ? before.filter(one => !after.includes(one)) : []
  const parts = [
    ...(isFirst ? [say('it is new')] : []),
    ...stages,
    ...(arches.length > 0 ? [say('new on {arches}', { arches: arches.map(one => one.name).join(', ') })] : []),
    ...(begun.length > 0 ? [say('it stands on {boxes}', { boxes: begun.join(', ') })] : []),
    ...(ended.length > 0 ? [say('no longer on {boxes}', { boxes: ended.join(', ') })] : []),
  ]
  return parts.length > 0
    ? say('{label} in {release}: {changes}.', { label, release, changes: parts.join('; ') })
    : say('Nothing in the data changes for {label} in {release}.', { label, release })
}

/**
 * How a register is called in each form of an arch's `pt_regs`.
 *
 * @param register - by id.
 * @param arch - by id.
 * @param index - of it, the registers.
 * @returns a sentence with each name and since when it holds; undefined where the arch has no such register.
 */
export function namesReply(
  register: string,
  arch: string,
  { registers }: Pick<ExplorerIndex, 'registers'>,
): string | undefined {
  const forms = registers
    .get(register)!
    .locations.filter(it => it.arch === arch && it.struct.name === 'pt_regs')
    .toSorted((a, b) => compareReleases(a.struct.since, b.struct.since))
  const changes = forms.filter((it, i) => it.field.name !== forms[i - 1]?.field.name)
  if (changes.length === 0) return undefined
  const names = changes.map(it => say('{name} since {since}', { name: it.field.name, since: it.struct.since }))
  return say('{register} in pt_regs on {arch}: {names}.', { register, arch, names: names.join(', ') })
}

/**
 * The stage in the life of a mechanism that a question asks the time of: `when did arm64 move from regs to args`.
 *
 * @param text - the question, in lower case.
 * @param arches - those that it names.
 * @param index - the dataset with its index.
 * @returns the mechanism and the sentence; undefined where the question has no word of such a stage beside its arch.
 */
export function changedStage(
  text: string,
  arches: readonly Entity[],
  { dataset }: ExplorerIndex,
): { readonly mechanism: string; readonly reply: string } | undefined {
  const structs = dataset.arches.flatMap(it => (it.structs ?? []).map(struct => struct.name))
  const said = new Set(
    text
      .split(/[^a-z0-9._-]+/)
      .filter(it => !structs.includes(it))
      .flatMap(it => it.split('_')),
  )
  const ids = arches.map(it => it.id)
  for (const { id, life = [] } of dataset.mechanisms) {
    for (const stage of life) {
      const words = stage.label.toLowerCase().split(/[^a-z0-9-]+/)
      const others = words.filter(it => !archByName(it, ids) && it.length > 2)
      if (!words.some(it => archByName(it, ids)) || !others.some(it => said.has(it))) continue
      const values = { label: mechanismLabel(id, dataset), stage: stage.label, since: introducedIn(stage) }
      return { mechanism: id, reply: say('{label}: {stage} since {since}.', values) }
    }
  }
  return undefined
}
