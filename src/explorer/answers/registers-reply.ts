// One sentence in reply to which registers a mechanism or a capture hands on, and in which state.
import type { FieldState } from '../../model/schema/capture.ts'
import type { Frame } from '../../model/analysis/register-frame.ts'
import type { Viewpoint } from '../../model/analysis/applicability.ts'
import type { ExplorerIndex } from '../explorer-index.ts'
import type { QuestionForm } from '../question-form.ts'
import { captureFrame } from '../../model/analysis/register-frame.ts'
import { wasReadIn } from '../../model/analysis/compare-releases.ts'
import { structAt } from '../../model/analysis/struct-at.ts'
import { FIELD_STATES, siteName } from '../../model/vocabulary.ts'
import { mechanismLabel, shortList, whereWords } from '../answer.ts'
import { say } from '../../words/say.ts'
import { sinceReply } from './relation-replies.ts'
import { supportReply } from './mechanism-replies.ts'
import { namesIn, stateSentence } from './register-replies.ts'

/** The states that a sentence about registers names, in their order. */
const NAMED_STATES: readonly FieldState[] = ['captured', 'computed', 'made-up', 'unset', 'unknown']

/** Up to how many registers are named where their state was asked for. */
const MAX_ASKED_NAMES = 12

/**
 * What a mechanism hands on, by state, for each capture that reaches it.
 *
 * @param ask - the mechanism, by id, and the states that are asked for; all, if absent.
 * @param at - arch and release.
 * @param index - the dataset with its index.
 * @returns a sentence; where its captures differ, it begins with "It depends", and names each.
 */
export function registersReply(
  { mechanism, states }: { readonly mechanism: string; readonly states?: readonly FieldState[] | undefined },
  at: Viewpoint,
  index: ExplorerIndex,
): string {
  const support = supportReply(mechanism, at, index)
  if (support.isThere === false) return `${support.reply} ${sinceReply(mechanism, at.arch, index)}`
  if (!support.isThere) return support.reply
  const label = mechanismLabel(mechanism, index.dataset)
  const flows = index
    .snapshotAt(at)
    .flowsOf(mechanism)
    .filter(it => it.proposals.length === 0)
  if (flows.length === 0) return say('{label} hands on no registers {where}.', { label, where: whereWords(at) })
  const found = flows.map(({ capture, conversions, frame }) => ({
    by: [siteName(capture), ...conversions.map(it => it.name)].join(' → '),
    words: frameWords(frame, states),
  }))
  return sentence(found, { label, states, at })
}

/**
 * What a capture writes, by state.
 *
 * @param ask - the capture, by id, and the states that are asked for; all, if absent.
 * @param at - arch and release.
 * @param index - the dataset with its index.
 * @returns a sentence; it says so where the data have no such capture at that arch and release.
 */
export function captureReply(
  { capture, states }: { readonly capture: string; readonly states?: readonly FieldState[] | undefined },
  at: Viewpoint,
  index: ExplorerIndex,
): string {
  const { name, frame } = captureAt(capture, at, index)
  if (!frame) return say('Not in the data: {name} {where}.', { name, where: whereWords(at) })
  return sentence([{ by: name, words: frameWords(frame, states) }], { label: name, states, at })
}

/**
 * What a capture holds of a register.
 *
 * @param ask - the capture and the register, by id, and the form of the question.
 * @param at - arch and release.
 * @param index - the dataset with its index.
 * @returns a sentence; yes and no stand first in answer to such a question.
 */
export function captureStateReply(
  { capture, register, form }: { readonly capture: string; readonly register: string; readonly form: QuestionForm },
  at: Viewpoint,
  index: ExplorerIndex,
): string {
  const { name, frame, struct } = captureAt(capture, at, index)
  const where = whereWords(at)
  if (!frame) return say('Not in the data: {name} {where}.', { name, where })
  const names = namesIn(register, struct, at, index)
  const found = frame.filter(it => names.includes(it.field.name))
  return found.length === 0
    ? say('No: {label} hands on {struct} {where}, and there is no {register} in it.', {
        label: name,
        struct,
        where,
        register,
      })
    : stateSentence(
        register,
        found.map(({ state, value }) => ({ state, by: name, ...(value && { value }) })),
        {
          label: name,
          where,
          form,
        },
      )
}

/** The capture of that name in a release, and what it leaves; no frame where the data have none then. */
function captureAt(id: string, at: Viewpoint, { dataset }: ExplorerIndex) {
  const { value: meant } = (dataset.captures.get(id) ?? dataset.conversions.get(id))!
  const site = [...dataset.captures.values()].find(
    it => it.arch === at.arch && it.value.name === meant.name && wasReadIn(it.value, at.release),
  )
  const arch = dataset.arches.find(it => it.id === at.arch)!
  const name = siteName(site?.value ?? meant)
  const struct = site && structAt(arch, site.value.struct, at.release)
  return site && struct
    ? { name, struct: struct.name, frame: captureFrame(site.value, struct) }
    : { name, struct: '', frame: undefined }
}

/** The registers of a frame by state, or those in the states that are asked for; empty where there is none. */
function frameWords(frame: Frame, states: readonly FieldState[] | undefined): string {
  const byState = NAMED_STATES.filter(it => states?.includes(it) ?? true).flatMap(state => {
    const cells = frame.filter(it => it.state === state)
    const names = shortList(
      cells.map(it => it.field.alias ?? it.field.name),
      states ? MAX_ASKED_NAMES : undefined,
    )
    if (cells.length === 0) return []
    return states?.length === 1 ? [names] : [`${say(FIELD_STATES[state].label)} ${names}`]
  })
  return byState.join('; ')
}

/** The sentence for what one or more captures do. */
function sentence(
  found: readonly { readonly by: string; readonly words: string }[],
  {
    label,
    states,
    at,
  }: { readonly label: string; readonly states: readonly FieldState[] | undefined; readonly at: Viewpoint },
): string {
  const groups = [...Map.groupBy(found, it => it.words)]
  const asked = states?.map(it => say(FIELD_STATES[it].label)).join(` ${say('or')} `) ?? ''
  const values = { label, where: whereWords(at), states: asked, registers: groups[0]![0] }
  if (groups.length > 1) {
    const start = states
      ? say('It depends which registers are {states} in {label} {where}.', values)
      : say('It depends which registers come with {label} {where}.', values)
    const parts = groups.map(([words, all]) => {
      const names = [...new Set(all.map(it => it.by))].join(` ${say('and')} `)
      return `${names}: ${words || say('none')}`
    })
    return `${start} ${parts.join('. ')}.`
  }
  if (!states) return `${label} ${values.where}: ${values.registers}.`
  return values.registers === ''
    ? say('No register is {states} in {label} {where}.', values)
    : say('These registers are {states} in {label} {where}: {registers}.', values)
}
