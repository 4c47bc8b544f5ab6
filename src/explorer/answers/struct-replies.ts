// One sentence in reply to a question about a struct: its size, what fills it, and whether a release has it.
import type { Viewpoint } from '../../model/analysis/applicability.ts'
import type { ExplorerIndex } from '../explorer-index.ts'
import type { QuestionForm } from '../question-form.ts'
import { compareReleases, holdsIn, wasReadIn } from '../../model/analysis/compare-releases.ts'
import { structAt } from '../../model/analysis/struct-at.ts'
import { siteName } from '../../model/vocabulary.ts'
import { shortList, whereWords } from '../answer.ts'
import { say } from '../../words/say.ts'

/** Up to how many fields or captures a sentence names. */
const MAX_NAMES = 12

/**
 * Answer what is asked about a struct.
 *
 * @param struct - its name.
 * @param form - of the question.
 * @param at - arch and release.
 * @param index - the dataset with its index.
 * @returns a sentence; undefined where the question asks for nothing that the data have of a struct.
 */
export function structQuestion(
  struct: string,
  form: QuestionForm,
  at: Viewpoint,
  index: ExplorerIndex,
): string | undefined {
  const arch = index.dataset.arches.find(it => it.id === at.arch)!
  if (form.kind === 'yes-no') return hasStructReply(struct, at, index)
  const isThere = (arch.structs ?? []).some(it => it.name === struct && holdsIn(it, at.release))
  const values = { struct, where: whereWords(at) }
  if (!isThere) return say('Not in the data: {struct} {where}.', values)
  const { size, fields } = structAt(arch, struct, at.release)!
  if (form.asksSize) return say('{struct} has {size} bytes {where}.', { ...values, size })
  if (form.asksFields) {
    const names = fields.map(it => it.alias ?? it.name)
    return say('{struct} has {count} fields {where}: {names}.', {
      ...values,
      count: fields.length,
      names: shortList(names, MAX_NAMES),
    })
  }
  return form.asksFills ? fillsReply(struct, at, index) : undefined
}

/** What fills a struct. */
function fillsReply(struct: string, at: Viewpoint, { dataset }: ExplorerIndex): string {
  const isRead = ({ arch, value }: { arch: string; value: Parameters<typeof wasReadIn>[0] }) =>
    arch === at.arch && wasReadIn(value, at.release)
  const sites = [
    ...[...dataset.captures.values()].filter(it => isRead(it) && it.value.struct === struct),
    ...[...dataset.conversions.values()].filter(it => isRead(it) && it.value.gives === struct && !it.value.proposal),
  ]
  const names = [...new Set(sites.map(it => siteName(it.value)))]
  const values = { struct, where: whereWords(at), names: shortList(names, MAX_NAMES) }
  return names.length === 0
    ? say('Not in the data: what fills {struct} {where}.', values)
    : say('{struct} is filled {where} by {names}.', values)
}

/** Whether a release has a struct, on any arch if not on the one that is shown. */
function hasStructReply(struct: string, { arch, release }: Viewpoint, { dataset }: ExplorerIndex): string {
  const all = dataset.arches.flatMap(it => (it.structs ?? []).map(one => ({ arch: it.id, struct: one })))
  const named = all.filter(it => it.struct.name === struct)
  const having = [...new Set(named.filter(it => holdsIn(it.struct, release)).map(it => it.arch))]
  const [first] = named.map(it => it.struct.since).sort(compareReleases)
  const values = { struct, release, since: first ?? '', arches: having.join(', ') }
  if (having.length > 0)
    return say('Yes: {struct} is in {release} on {arches}.', {
      ...values,
      arches: having.includes(arch) ? arch : values.arches,
    })
  const isRead = all.some(it => holdsIn(it.struct, release))
  return isRead
    ? say('No: {release} has no {struct}; the oldest in the data is of {since}.', values)
    : say('Not in the data: whether {release} has {struct}; the oldest in the data is of {since}.', values)
}
