// One sentence in reply to a question: yes or no first where the question is one, and what is not in the data said so.
import type { FieldState } from '../../model/schema/capture.ts'
import type { Viewpoint } from '../../model/analysis/applicability.ts'
import type { Flow } from '../../model/analysis/register-flows.ts'
import type { ExplorerIndex } from '../explorer-index.ts'
import type { QuestionForm } from '../question-form.ts'
import { holdsIn } from '../../model/analysis/compare-releases.ts'
import { introducedIn } from '../../model/analysis/applicability.ts'
import { FIELD_STATES, siteName } from '../../model/vocabulary.ts'
import { verdictWords } from '../../model/verdict-words.ts'
import { countWords, mechanismLabel, mergedHazards } from '../answer.ts'
import { readersOf, statesByCapture } from './register.ts'

/** How a reply begins where the data do not tell. */
const UNKNOWN = 'Not in the data'

/** Where and when, for the end of a sentence. */
const there = ({ arch, release }: Viewpoint) => `on ${arch} in ${release}`

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
  if (existence[id] === 'there') return { isThere: true, reply: `Yes: ${at.arch} has ${label} in ${at.release}.` }
  if (uncaptured.includes(id))
    return { isThere: undefined, reply: `${UNKNOWN}: whether ${at.arch} has ${label} in ${at.release}; it may.` }
  if (existence[id] === 'to-come')
    return { isThere: false, reply: `No: there is no ${label} before ${introducedIn(mechanism)}.` }
  if (unread[id])
    return {
      isThere: undefined,
      reply: `${UNKNOWN}: ${at.arch} has no ${label} in ${unread[id]}, the newest tree that was read up to ${at.release}.`,
    }
  return { isThere: false, reply: `No: ${at.arch} has no ${label} in ${at.release}.` }
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
  const sentence =
    having.length === 0
      ? `No arch in the data has ${label} in ${release}`
      : lacking.length + unknown.length === 0
        ? `All ${all.length} arches have ${label} in ${release}`
        : `${having.join(', ')} ${having.length === 1 ? 'has' : 'have'} ${label} in ${release}`
  return (
    [
      sentence,
      ...(having.length > 0 && lacking.length > 0 ? [`not ${lacking.join(', ')}`] : []),
      ...(unknown.length > 0 ? [`not in the data: ${unknown.join(', ')}`] : []),
    ].join('; ') + '.'
  )
}

/** The names of a register in a struct. */
function namesIn(register: string, struct: string, at: Viewpoint, { registers }: ExplorerIndex): readonly string[] {
  return registers
    .get(register)!
    .locations.filter(it => it.arch === at.arch && it.struct.name === struct && holdsIn(it.struct, at.release))
    .map(it => it.field.name)
}

/** What each capture that reaches a mechanism holds of a register. */
function statesIn(
  register: string,
  flows: readonly Flow[],
  at: Viewpoint,
  index: ExplorerIndex,
): readonly { readonly state: FieldState; readonly by: string; readonly value?: string }[] {
  return flows.flatMap(flow => {
    const names = namesIn(register, flow.struct, at, index)
    return flow.frame
      .filter(cell => names.includes(cell.field.name))
      .map(cell => ({
        state: cell.state,
        by: [siteName(flow.capture), ...flow.conversions.map(it => it.name)].join(' → '),
        ...(cell.value !== undefined && { value: cell.value }),
      }))
  })
}

/**
 * What a mechanism is handed of a register.
 *
 * @param ask - the register and the mechanism, by id, and the form of the question.
 * @param at - arch and release.
 * @param index - the dataset with its index.
 * @returns a sentence; yes and no stand first in answer to such a question.
 */
export function stateReply(
  { register, mechanism, form }: { readonly register: string; readonly mechanism: string; readonly form: QuestionForm },
  at: Viewpoint,
  index: ExplorerIndex,
): string {
  const support = supportReply(mechanism, at, index)
  const snapshot = index.snapshotAt(at)
  const label = mechanismLabel(mechanism, index.dataset)
  if (!support.isThere || snapshot.uncaptured.includes(mechanism))
    return support.isThere ? `${UNKNOWN}: what ${label} hands on ${there(at)} was not read.` : support.reply
  const flows = snapshot.flowsOf(mechanism).filter(it => it.proposals.length === 0)
  if (flows.length === 0) return `No: ${label} hands on no registers.`
  const found = statesIn(register, flows, at, index)
  if (found.length === 0) {
    const structs = [...new Set(flows.map(it => it.struct))].join(' or ')
    return `No: ${label} hands on ${structs} ${there(at)}, and there is no ${register} in it.`
  }
  const states = found.map(it => it.state)
  const byState = [...Map.groupBy(found, it => it.state)]
  const words = byState.map(([state, all]) => {
    const values = [...new Set(all.flatMap(it => it.value ?? []))]
    const value = state === 'made-up' && values.length === 1 ? ` (${values[0]})` : ''
    const by = byState.length > 1 ? ` by ${[...new Set(all.map(it => it.by))].join(' and ')}` : ''
    return `${FIELD_STATES[state].label}${value}${by}`
  })
  const sentence = `${register} is ${words.join(', ')} in ${label} ${there(at)}.`
  if (form.kind !== 'yes-no') return sentence
  return `${yesNo(states, form.quality)}: ${sentence}`
}

/** The first word of a reply: whether all states are right, or wrong where that was asked. */
function yesNo(states: readonly FieldState[], quality: QuestionForm['quality']): string {
  if (states.includes('unknown')) return UNKNOWN
  const right = states.filter(it => FIELD_STATES[it].verdict === 'good').length
  if (right > 0 && right < states.length) return 'It depends'
  return right > 0 === (quality !== 'wrong') ? 'Yes' : 'No'
}

/**
 * Whether something reads a register.
 *
 * @param register - by id.
 * @param who - a reader or a mechanism that runs readers, by id; anything, if absent.
 * @param at - arch and release.
 * @param index - the dataset with its index.
 * @returns a sentence that begins with yes, or says that it is not in the data.
 */
export function readsReply(
  register: string,
  who: { readonly reader?: string; readonly mechanism?: string },
  at: Viewpoint,
  index: ExplorerIndex,
): string {
  const readers = readersOf(register, at, index).filter(
    it =>
      (!who.reader || it.reader === who.reader) &&
      (!who.mechanism || it.found.some(found => found.mechanism === who.mechanism)),
  )
  const names = readers.map(it => index.dataset.readers.find(reader => reader.id === it.reader)!.name)
  if (readers.length > 0)
    return `Yes: ${shortList(names)} read${names.length === 1 ? 's' : ''} ${register} ${there(at)}.`
  const subject = who.reader
    ? index.dataset.readers.find(it => it.id === who.reader)!.name
    : who.mechanism
      ? mechanismLabel(who.mechanism, index.dataset)
      : 'anything'
  return `Not in the data: that ${subject} reads ${register} ${there(at)}.`
}

/**
 * Whether a reader can rely on what a mechanism gives it.
 *
 * @param ask - the reader and the mechanism, by id, and the form of the question.
 * @param at - arch and release.
 * @param index - the dataset with its index.
 * @returns a sentence with the number of ways by verdict; yes and no stand first in answer to such a question.
 */
export function readerReply(
  { reader, mechanism, form }: { readonly reader: string; readonly mechanism: string; readonly form: QuestionForm },
  at: Viewpoint,
  index: ExplorerIndex,
): string {
  const ways = mergedHazards(index, at).filter(it => it.reader === reader && it.path.includes(mechanism))
  const name = index.dataset.readers.find(it => it.id === reader)!.name
  const label = mechanismLabel(mechanism, index.dataset)
  if (ways.length === 0) return `Not in the data: that registers get from ${label} to ${name} ${there(at)}.`
  const isGood = ways.every(it => it.verdict === 'good')
  const isOpen = !isGood && ways.every(it => it.verdict === 'good' || it.verdict === 'unknown')
  const isRight = isGood === (form.quality !== 'wrong')
  const word = isOpen ? UNKNOWN : isRight ? 'Yes' : form.quality ? 'No' : 'Yes, but not reliably'
  const count = `${countWords(ways.length, 'way')} from ${label} to ${name} ${there(at)}: ${verdictWords(ways)}.`
  return form.kind === 'yes-no' ? `${word}: ${count}` : count
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
  const [above, below] = [upper, lower].map(id => mechanismLabel(id, index.dataset))
  if (links.some(([parent, child]) => parent === lower && child === upper))
    return `Yes: ${above} stands on ${below} ${there(at)}.`
  const reached = new Set([lower])
  for (let before = 0; before < reached.size;) {
    before = reached.size
    for (const [parent, child] of links) if (reached.has(parent)) reached.add(child)
  }
  return reached.has(upper)
    ? `Yes, but not directly: ${above} stands on ${below} through others ${there(at)}.`
    : `No: ${above} does not stand on ${below} ${there(at)}.`
}

/**
 * Whether `pt_regs` of an arch has a register.
 *
 * @param register - by id.
 * @param at - arch and release.
 * @param index - the dataset with its index.
 * @returns a sentence that begins with yes or no.
 */
export function registerReply(register: string, at: Viewpoint, index: ExplorerIndex): string {
  const names = namesIn(register, 'pt_regs', at, index)
  return names.length > 0
    ? `Yes: ${register} stands in pt_regs ${there(at)}${names.includes(register) ? '' : ` as ${names.join(', ')}`}.`
    : `No: pt_regs has no ${register} ${there(at)}.`
}

/**
 * Whether a register is what it should be, no matter what filled the struct.
 *
 * @param register - by id.
 * @param form - of the question.
 * @param at - arch and release.
 * @param index - the dataset with its index.
 * @returns a sentence that begins with yes or no where all captures agree, and counts them where they do not.
 */
export function capturesReply(register: string, form: QuestionForm, at: Viewpoint, index: ExplorerIndex): string {
  const states = statesByCapture(register, at, index).map(it => it.state)
  if (states.length === 0) return registerReply(register, at, index)
  const counts = [...Map.groupBy(states, it => it)].map(
    ([state, all]) => `${FIELD_STATES[state].label} by ${all.length}`,
  )
  const words = `of ${countWords(states.length, 'capture')} ${there(at)}, ${register} is ${counts.join(', ')}`
  return `${yesNo(states, form.quality)}: ${words}.`
}

/** The states that a sentence about a mechanism's registers names, in their order. */
const NAMED_STATES: readonly FieldState[] = ['captured', 'computed', 'made-up', 'unset', 'unknown']

/**
 * What a mechanism hands on, by state.
 *
 * @param mechanism - by id.
 * @param at - arch and release.
 * @param index - the dataset with its index.
 * @returns a sentence about its usual capture.
 */
export function registersReply(mechanism: string, at: Viewpoint, index: ExplorerIndex): string {
  const support = supportReply(mechanism, at, index)
  const flow = index
    .snapshotAt(at)
    .flowsOf(mechanism)
    .find(it => it.proposals.length === 0)
  const label = mechanismLabel(mechanism, index.dataset)
  if (!support.isThere) return support.reply
  if (!flow) return `${label} hands on no registers ${there(at)}.`
  const byState = NAMED_STATES.flatMap(state => {
    const names = flow.frame.filter(it => it.state === state).map(it => it.field.alias ?? it.field.name)
    return names.length > 0 ? [`${FIELD_STATES[state].label} ${shortList(names)}`] : []
  })
  return `${label} ${there(at)}: ${byState.join('; ')}.`
}

/** Up to how many names a sentence has. */
const MAX_NAMES = 6

/** Some names, or the first of many with how many there are. */
function shortList(names: readonly string[]): string {
  return names.length <= MAX_NAMES
    ? names.join(', ')
    : `${names.slice(0, MAX_NAMES - 1).join(', ')} and ${names.length - MAX_NAMES + 1} others`
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
  return structs.includes(struct)
    ? `Yes: ${label} hands on ${structs.join(' and ')} ${there(at)}.`
    : `No: ${label} hands on ${structs.join(' and ') || 'no registers'} ${there(at)}.`
}
