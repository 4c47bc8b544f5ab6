import type { Viewpoint } from '../model/analysis/applicability.ts'
import type { Entity } from './entities.ts'
import type { ExplorerIndex } from './explorer-index.ts'
import type { QueryContext, QueryResult, Suggestion } from './suggestions.ts'
import { releaseFor } from './snapshots.ts'
import { compareReleases } from '../model/analysis/compare-releases.ts'
import { flowFrame, whereWords } from './answer.ts'
import { say } from '../words/say.ts'
import { findMentions, type Mentions } from './find-mentions.ts'
import { questionForm, withoutTime, type QuestionForm } from './question-form.ts'
import {
  archesReply,
  capturesReply,
  linkReply,
  readerReply,
  readsReply,
  registerReply,
  registersReply,
  stateReply,
  structReply,
  supportReply,
} from './answers/replies.ts'
import { neighboursReply, runsReply, sinceReply, verdictReply } from './answers/relation-replies.ts'
import { entitySuggestion, noMatch, NOTHING, viewpointFor } from './suggestions.ts'

/** A register as C code has it: `regs->sp`. */
const MEMBER = /\b\w+\s*->\s*/g

/** A question that was understood: what it is about, and the sentence in reply, for any viewpoint. */
type Understood = {
  readonly entity: Entity
  readonly reply?: (at: Viewpoint) => string
  /** Frames have a row of its own for this register. */
  readonly register?: Entity
  /** Further entities that are offered. */
  readonly others: readonly Entity[]
}

/**
 * Answer a question in the words of people: `is cs valid in a kretprobe`, `which arches have fprobe`.
 *
 * @param text - in lower case, without a question mark.
 * @param context - where it is asked; arch and release in the question win.
 * @param index - the dataset with its index.
 * @returns the answer with its reply as the first sentence. Where the question names what is not in the data, a result
 *   that says so. Undefined where this is no question, but a name.
 */
export function answerQuestion(text: string, context: QueryContext, index: ExplorerIndex): QueryResult | undefined {
  const form = questionForm(text)
  const mentions = findMentions(withoutTime(text.replaceAll(MEMBER, '')), index.entries, context.preferredArch)
  const isQuestion = form.kind !== 'statement' || (mentions.registers.length > 0 && mentions.mechanisms.length > 0)
  if (!isQuestion) return undefined
  const [unknown] = mentions.unknown
  if (unknown) return form.kind === 'statement' ? undefined : notInData(unknown, context, index)
  const found = understand(form, mentions, index)
  if (!found) return undefined
  return understoodResult(found, { form, mentions, context }, index)
}

/**
 * The result where a question names what the data do not have.
 *
 * @param word - what it names.
 * @param context - where it is asked.
 * @param index - the dataset with its index.
 * @returns with a message that says so, and examples of queries.
 */
export function notInData(word: string, context: QueryContext, index: ExplorerIndex): QueryResult {
  const result = noMatch(word, { wanted: NOTHING, among: index.entities }, context, index)
  return { ...result, message: say('Not in the data: “{word}”; you can ask for', { word }) }
}

/** What a question is about, by what it names. */
function understand(form: QuestionForm, mentions: Mentions, index: ExplorerIndex): Understood | undefined {
  const { registers, mechanisms, readers } = mentions
  const [register] = registers
  const [mechanism, lower] = mechanisms
  const [reader] = readers
  if (register) return aboutRegister(register, { form, mechanism, reader }, index)
  if (reader && mechanism) {
    const ask = { reader: reader.id, mechanism: mechanism.id, form }
    return { entity: reader, reply: at => readerReply(ask, at, index), others: [mechanism] }
  }
  if (reader)
    return form.kind === 'yes-no'
      ? undefined
      : { entity: reader, reply: at => runsReply(reader.id, at, index), others: [] }
  if (mechanism && lower && form.kind === 'yes-no' && !form.asksLink) return undefined
  if (mechanism && lower && form.kind === 'yes-no')
    return { entity: mechanism, reply: at => linkReply(mechanism.id, lower.id, at, index), others: [lower] }
  if (mechanism) return aboutMechanism(mechanism, form, mentions, index)
  return aboutPlace(form, mentions, index)
}

/** A register: in a mechanism, as a reader finds it, or by itself. */
function aboutRegister(
  register: Entity,
  {
    form,
    mechanism,
    reader,
  }: { readonly form: QuestionForm; readonly mechanism?: Entity | undefined; readonly reader?: Entity | undefined },
  index: ExplorerIndex,
): Understood {
  if (reader || (form.kind === 'yes-no' && form.asksReaders && !form.quality)) {
    const who = { ...(reader && { reader: reader.id }), ...(mechanism && { mechanism: mechanism.id }) }
    const reply = (at: Viewpoint) => readsReply(register.id, who, at, index)
    return { entity: register, reply, others: [reader, mechanism].filter(it => it !== undefined) }
  }
  const isOrigin = index.dataset.mechanisms.some(it => it.id === mechanism?.id && it.kind === 'origin')
  if (!mechanism || isOrigin) {
    const reply = (at: Viewpoint) =>
      form.quality ? capturesReply(register.id, form, at, index) : registerReply(register.id, at, index)
    return { entity: register, ...(form.kind === 'yes-no' && { reply }), others: [] }
  }
  const ask = { register: register.id, mechanism: mechanism.id, form }
  return { entity: mechanism, register, reply: at => stateReply(ask, at, index), others: [register] }
}

/** A mechanism: where it is, since when, and what it hands on. */
function aboutMechanism(
  mechanism: Entity,
  form: QuestionForm,
  { structs, arches }: Mentions,
  index: ExplorerIndex,
): Understood {
  const { id } = mechanism
  const [struct] = structs
  const others: readonly Entity[] = []
  const about = { entity: mechanism, others }
  if (form.asksArches && index.has.arches) return { ...about, reply: at => archesReply(id, at.release, index) }
  if (form.kind === 'when') return { ...about, reply: () => sinceReply(id, arches[0]?.id, index) }
  if (form.asksRegisters && index.has.registers) return { ...about, reply: at => registersReply(id, at, index) }
  if (form.kind === 'which' && form.asksLink) {
    const ask = { mechanism: id, isBelow: form.asksBelow }
    return { ...about, reply: at => neighboursReply(ask, at, index) }
  }
  if (form.kind !== 'yes-no') return about
  if (struct) return { ...about, reply: at => structReply(id, struct, at, index) }
  if (form.quality && !index.has.registers) return about
  if (form.quality) return { ...about, reply: at => classReply(id, form, at, index) }
  return { ...about, reply: at => supportReply(id, at, index).reply }
}

/** Whether the registers that a mechanism hands on are reliable, by its class. */
function classReply(id: string, form: QuestionForm, at: Viewpoint, index: ExplorerIndex): string {
  const support = supportReply(id, at, index)
  const { classes, uncaptured } = index.snapshotAt(at)
  if (!support.isThere || uncaptured.includes(id) || !classes[id]) return support.reply
  const label = index.dataset.mechanisms.find(it => it.id === id)!.label.join(' ')
  const values = { label, where: whereWords(at) }
  if (classes[id] === 'other')
    return say('It hands on no pt_regs: {label} {where} has another struct, or none.', values)
  const isRight = classes[id] === 'exception'
  const words = isRight
    ? say('{label} hands on what an exception entry saved {where}.', values)
    : say('{label} hands on a pt_regs that is sparse or made up {where}.', values)
  return `${isRight === (form.quality === 'right') ? say('Yes') : say('No')}: ${words}`
}

/** An arch or a release, where nothing else is named. */
function aboutPlace(form: QuestionForm, { arches }: Mentions, index: ExplorerIndex): Understood | undefined {
  if (form.kind === 'yes-no') return undefined
  const release = form.release?.name ?? (form.isToday ? index.releases.at(-1) : undefined)
  const [arch] = arches
  if (release) {
    const known = index.entities.find(it => it.kind === 'release' && it.id === release)
    const entity: Entity = known ?? {
      kind: 'release',
      id: release,
      name: release,
      note: say('what changed'),
      aliases: [],
    }
    return { entity, others: arch ? [arch] : [] }
  }
  const { verdict } = form
  if (!arch || !verdict || !form.asksReaders) return arch && { entity: arch, others: [] }
  return { entity: arch, reply: at => verdictReply(verdict, at, index), others: [] }
}

/** The result for a question that was understood, at the viewpoint that it names. */
function understoodResult(
  { entity, register, reply, others }: Understood,
  asked: { readonly form: QuestionForm; readonly mentions: Mentions; readonly context: QueryContext },
  index: ExplorerIndex,
): QueryResult {
  const context = askedContext(asked, index)
  const isArchAsked = asked.mentions.arches.length > 0
  const viewpoint = register && !isArchAsked ? viewpointFor(register, context.at, index) : undefined
  const first = entitySuggestion(entity, context, index)
  // The release in which another arch has the register says nothing about the arch that is asked.
  const ofAsked = first.viewpoint.arch === context.at.arch ? first.viewpoint : context.at
  const at = isArchAsked ? ofAsked : (viewpoint ?? first.viewpoint)
  const option: Suggestion = {
    ...first,
    viewpoint: at,
    answer: there => {
      const answer = first.answer(there)
      const rows = register ? rowsOf(register.id, there, index) : []
      const frames =
        register && entity.kind === 'mechanism'
          ? index
              .snapshotAt(there)
              .flowsOf(entity.id)
              .filter(it => it.proposals.length === 0)
              .map(it => flowFrame(it, index.dataset, rows))
          : answer.frames
      return { ...answer, frames, summary: [...(reply ? [reply(there)] : []), ...answer.summary] }
    },
  }
  return {
    message: reply?.(at) ?? entity.name,
    isUnderstood: true,
    options: [option, ...others.map(it => entitySuggestion(it, context, index))],
  }
}

/** The viewpoint that a question names. */
function askedContext(
  {
    form: { release, isToday },
    mentions: { arches },
    context,
  }: { readonly form: QuestionForm; readonly mentions: Mentions; readonly context: QueryContext },
  index: ExplorerIndex,
): QueryContext {
  const { releases } = index
  const before = release?.isBefore ? releases.findLast(it => compareReleases(it, release.name) < 0) : undefined
  const asked = before ?? release?.name ?? (isToday ? releases.at(-1) : undefined)
  const arch = arches[0]?.id ?? context.at.arch
  return { at: { arch, release: asked ?? releaseFor(arch, context.at.release, index) }, preferredArch: arch }
}

/** The fields that hold a register on an arch, in any struct. */
function rowsOf(register: string, { arch }: Viewpoint, { registers }: ExplorerIndex): readonly string[] {
  return [
    ...new Set(
      registers
        .get(register)!
        .locations.filter(it => it.arch === arch)
        .map(it => it.field.name),
    ),
  ]
}
