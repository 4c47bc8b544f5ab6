// One sentence in reply to a question about a register: yes or no first where it is one, or that it is not in the data.
import type { FieldState } from '../../model/schema/capture.ts'
import type { Viewpoint } from '../../model/analysis/applicability.ts'
import type { Hazard } from '../../model/analysis/hazards.ts'
import type { Flow } from '../../model/analysis/register-flows.ts'
import type { ExplorerIndex } from '../explorer-index.ts'
import type { QuestionForm } from '../question-form.ts'
import { holdsIn } from '../../model/analysis/compare-releases.ts'
import { FIELD_STATES, siteName } from '../../model/vocabulary.ts'
import { verdictWords, WORST_FIRST } from '../../model/verdict-words.ts'
import { countWords, mechanismLabel, mergedHazards, shortList, whereWords } from '../answer.ts'
import { say } from '../../words/say.ts'
import { supportReply } from './mechanism-replies.ts'
import { readersOf, statesByCapture } from './register.ts'

/** How a reply begins where the data do not tell. */
const UNKNOWN = 'Not in the data'

/**
 * The names of a register in a struct.
 *
 * @param register - by id.
 * @param struct - the struct's name.
 * @param at - arch and release.
 * @param index - of it, the registers.
 * @returns the names of its fields; empty where the struct has none of it.
 */
export function namesIn(
  register: string,
  struct: string,
  at: Viewpoint,
  { registers }: Pick<ExplorerIndex, 'registers'>,
): readonly string[] {
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
): readonly FoundState[] {
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
  const where = whereWords(at)
  if (!support.isThere || snapshot.uncaptured.includes(mechanism))
    return support.isThere
      ? say('Not in the data: what {label} hands on {where} was not read.', { label, where })
      : support.reply
  const flows = snapshot.flowsOf(mechanism).filter(it => it.proposals.length === 0)
  if (flows.length === 0) return say('No: {label} hands on no registers.', { label })
  const found = statesIn(register, flows, at, index)
  if (found.length === 0) {
    const struct = [...new Set(flows.map(it => it.struct))].join(` ${say('or')} `)
    return say('No: {label} hands on {struct} {where}, and there is no {register} in it.', {
      label,
      struct,
      where,
      register,
    })
  }
  return stateSentence(register, found, { label, where, form })
}

/** What became of a register on a way, and by which code. */
type FoundState = { readonly state: FieldState; readonly by: string; readonly value?: string }

/**
 * The sentence for what is found of a register.
 *
 * @param register - by id.
 * @param found - at least one.
 * @param words - `label`, what hands the register on, `where`, and the form of the question.
 * @returns yes and no stand first in answer to such a question; where the states differ, each is named with its code.
 */
export function stateSentence(
  register: string,
  found: readonly FoundState[],
  { label, where, form }: { readonly label: string; readonly where: string; readonly form: QuestionForm },
): string {
  const states = found.map(it => it.state)
  const byState = [...Map.groupBy(found, it => it.state)]
  const words = byState.map(([state, all]) => {
    const values = [...new Set(all.flatMap(it => it.value ?? []))]
    const value = state === 'made-up' && values.length === 1 ? ` (${values[0]})` : ''
    const what = state === 'none' ? wordOfKernel(values) : say(FIELD_STATES[state].label) + value
    const names = [...new Set(all.map(it => it.by))].join(` ${say('and')} `)
    return byState.length > 1 ? say('{state} by {names}', { state: what, names }) : what
  })
  const sentence = say('{register} is {states} in {label} {where}.', {
    register,
    states: words.join(', '),
    label,
    where,
  })
  if (form.kind !== 'yes-no') return sentence
  const first = form.asksWrites && !form.quality ? isWritten(found) : yesNo(states, form.quality)
  return `${say(first)}: ${sentence}`
}

/** What a field without a register holds. */
function wordOfKernel(values: readonly string[]): string {
  const what = say('a word of the kernel’s own')
  return values.length > 0 ? `${what} (${values.join(', ')})` : what
}

/** The first word of a reply to whether code writes a field. */
function isWritten(found: readonly FoundState[]): string {
  if (found.some(it => it.state === 'unknown' || (it.state === 'none' && it.value === undefined))) return UNKNOWN
  const written = found.filter(it => it.state !== 'unset').length
  return written === 0 ? 'No' : written === found.length ? 'Yes' : 'It depends'
}

/** The first word of a reply, in English: whether all states are right, or wrong where that was asked. */
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
 * @param who - a reader or a mechanism that runs readers, by id; anything, if absent. And the form of the question.
 * @param at - arch and release.
 * @param index - the dataset with its index.
 * @returns a sentence that names the readers, or says that it is not in the data; yes stands first in answer to such a
 *   question.
 */
export function readsReply(
  register: string,
  who: { readonly reader?: string; readonly mechanism?: string; readonly form: QuestionForm },
  at: Viewpoint,
  index: ExplorerIndex,
): string {
  const support = who.mechanism ? supportReply(who.mechanism, at, index) : undefined
  if (support?.isThere === false) return support.reply
  const readers = readersOf(register, at, index).filter(
    it =>
      (!who.reader || it.reader === who.reader) &&
      (!who.mechanism || it.found.some(found => found.mechanism === who.mechanism)),
  )
  const names = readers.map(it => index.dataset.readers.find(reader => reader.id === it.reader)!.name)
  const where = whereWords(at)
  const values = { reader: names[0] ?? '', readers: shortList(names), register, where }
  if (names.length > 0 && who.form.kind !== 'yes-no' && who.mechanism)
    return say('In {label} {where}, {register} is read by {readers}.', {
      ...values,
      label: mechanismLabel(who.mechanism, index.dataset),
    })
  if (names.length === 1) return say('Yes: {reader} reads {register} {where}.', values)
  if (names.length > 1) return say('Yes: {readers} read {register} {where}.', values)
  const subject = who.reader
    ? index.dataset.readers.find(it => it.id === who.reader)!.name
    : who.mechanism
      ? mechanismLabel(who.mechanism, index.dataset)
      : say('anything')
  return say('Not in the data: that {subject} reads {register} {where}.', { subject, register, where })
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
  const where = whereWords(at)
  if (ways.length === 0)
    return say('Not in the data: that registers get from {label} to {name} {where}.', { label, name, where })
  const isGood = ways.every(it => it.verdict === 'good')
  const isOpen = !isGood && ways.every(it => it.verdict === 'good' || it.verdict === 'unknown')
  const isRight = isGood === (form.quality !== 'wrong')
  const isUgly = ways.some(it => it.verdict === 'ugly')
  const still = isUgly ? 'Yes, but not reliably' : 'Yes, from made-up registers'
  const word = isOpen ? UNKNOWN : isRight ? 'Yes' : form.quality ? 'No' : still
  const count = say('{ways} from {label} to {name} {where}: {verdicts}.', {
    ways: countWords(ways.length, 'way'),
    label,
    name,
    where,
    verdicts: explainedVerdicts(ways),
  })
  return form.kind === 'yes-no' ? `${say(word)}: ${count}` : count
}

/** Verdicts with what each says of the registers: `1 bad (made up)`. */
function explainedVerdicts(ways: readonly Pick<Hazard, 'verdict'>[]): string {
  return WORST_FIRST.flatMap(verdict => {
    const all = ways.filter(it => it.verdict === verdict)
    const state = { bad: FIELD_STATES['made-up'], ugly: FIELD_STATES.unset }[verdict as string]
    if (all.length === 0) return []
    return [verdictWords(all) + (state ? ` (${say(state.label)})` : '')]
  }).join(', ')
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
  const values = { register, where: whereWords(at), names: names.join(', ') }
  if (names.length === 0) return say('No: pt_regs has no {register} {where}.', values)
  return names.includes(register)
    ? say('Yes: {register} stands in pt_regs {where}.', values)
    : say('Yes: {register} stands in pt_regs {where} as {names}.', values)
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
  const counts = [...Map.groupBy(states, it => it)].map(([state, all]) =>
    say('{state} by {names}', { state: say(FIELD_STATES[state].label), names: all.length }),
  )
  const words = say('of {captures} {where}, {register} is {states}', {
    captures: countWords(states.length, 'capture'),
    where: whereWords(at),
    register,
    states: counts.join(', '),
  })
  return `${say(yesNo(states, form.quality))}: ${words}.`
}
