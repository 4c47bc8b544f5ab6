import type { Viewpoint } from '../model/analysis/applicability.ts'
import type { Entity } from './entities.ts'
import type { ExplorerIndex } from './explorer-index.ts'
import type { QueryContext, QueryResult, Suggestion } from './suggestions.ts'
import { releaseFor } from './snapshots.ts'
import { compareReleases, wasReadIn } from '../model/analysis/compare-releases.ts'
import { flowFrame, whereWords } from './answer.ts'
import { say } from '../words/say.ts'
import { findMentions, type Mentions } from './find-mentions.ts'
import { questionForm, withoutTime, type QuestionForm } from './question-form.ts'
import { archesReply, linkReply, placeReply, structReply, supportReply } from './answers/mechanism-replies.ts'
import { capturesReply, readerReply, readsReply, registerReply, stateReply } from './answers/register-replies.ts'
import { captureReply, captureStateReply, registersReply } from './answers/registers-reply.ts'
import { structQuestion } from './answers/struct-replies.ts'
import { notUnderstood } from './answers/not-understood.ts'
import { changedStage, changesReply, namesReply } from './answers/change-replies.ts'
import { neighboursReply, runsReply, sinceReply, verdictReply } from './answers/relation-replies.ts'
import { nameOf } from './search-entities.ts'
import { entitySuggestion, viewpointFor } from './suggestions.ts'

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
  const named = findMentions(withoutTime(text.replaceAll(MEMBER, '')), index, context.preferredArch)
  const asked = askedContext({ form, mentions: named, context }, index)
  const mentions = { ...named, captures: named.captures.map(it => captureIn(asked.at, it, index)) }
  const stage = form.kind === 'when' && changedStage(text, mentions.arches, index)
  if (stage) {
    const entity = index.entities.find(it => it.kind === 'mechanism' && it.id === stage.mechanism)!
    const known = { ...mentions, unknown: [] }
    return understoodResult({ entity, reply: () => stage.reply, others: [] }, { form, mentions: known, context }, index)
  }
  const isNamed = mentions.mechanisms.length + mentions.registers.length > 0
  if (form.kind === 'statement' && mentions.unknown.length > 0)
    return isNamed && text.split(' ').length >= MIN_SENTENCE_WORDS
      ? notUnderstood(text, mentions, asked, index)
      : undefined
  const isQuestion = form.kind !== 'statement' || (mentions.registers.length > 0 && mentions.mechanisms.length > 0)
  if (!isQuestion) return placedMechanism(text, { form, mentions, context }, index)
  if (mentions.unknown.length > 0) return notUnderstood(text, mentions, asked, index)
  const found = understand(form, mentions, asked.at, index)
  if (!found) return undefined
  return understoodResult(found, { form, mentions, context }, index)
}

/** From how many words on a text with a name in it is a sentence, and not a name that is being typed. */
const MIN_SENTENCE_WORDS = 4

/** A mechanism by its whole name with an arch or a release, and nothing else: `fprobe 6.14`. */
function placedMechanism(
  text: string,
  asked: { readonly form: QuestionForm; readonly mentions: Mentions; readonly context: QueryContext },
  index: ExplorerIndex,
): QueryResult | undefined {
  const { mechanisms, registers, readers, captures, arches, structs } = asked.mentions
  const [mechanism, ...more] = mechanisms
  const isPlaced = arches.length > 0 || asked.form.release !== undefined || asked.form.isToday
  if (!mechanism || !isPlaced || [more, registers, readers, captures, structs].some(it => it.length > 0))
    return undefined
  const typed = nameOf(text).words.join('')
  if (!typed.includes(nameOf(mechanism.name).joined)) return undefined
  const reply = (at: Viewpoint) => placeReply(mechanism.id, at, index)
  return understoodResult({ entity: mechanism, reply, others: arches }, asked, index)
}

/** What a question is about, by what it names. */
function understand(
  form: QuestionForm,
  mentions: Mentions,
  asked: Viewpoint,
  index: ExplorerIndex,
): Understood | undefined {
  const { registers, mechanisms, readers, captures } = mentions
  const [register] = registers
  const [mechanism, lower] = mechanisms
  const [reader] = readers
  const [capture] = captures
  if (capture && !mechanism && !reader) return aboutCapture(capture, form, mentions, index)
  if (register) return aboutRegisters(registers, { form, mechanism, reader }, index)
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
  return mentions.structs.length > 0 ? aboutStruct(form, mentions, asked, index) : aboutPlace(form, mentions, index)
}

/** A capture: what it holds of a register, or which registers it writes. */
function aboutCapture(capture: Entity, form: QuestionForm, { registers }: Mentions, index: ExplorerIndex): Understood {
  const [register] = registers
  const asksState = register !== undefined && !(form.asksReaders && !form.quality)
  const reply = (at: Viewpoint) =>
    registers.length > 0
      ? registers.map(it => captureStateReply({ capture: capture.id, register: it.id, form }, at, index)).join(' ')
      : captureReply({ capture: capture.id, states: form.states }, at, index)
  return {
    entity: capture,
    ...(asksState && { register }),
    ...((asksState || form.kind === 'which') && { reply }),
    others: registers,
  }
}

/** Of the captures with the same name, that of the release. */
function captureIn(at: Viewpoint, meant: Entity, { dataset, entities }: ExplorerIndex): Entity {
  const isThere = ({ id, kind, name }: Entity) => {
    const site = kind === meant.kind && name === meant.name ? dataset.captures.get(id) : undefined
    return site !== undefined && site.arch === at.arch && wasReadIn(site.value, at.release)
  }
  return entities.find(isThere) ?? meant
}

/** A struct by itself: its size, its fields, what fills it, and whether a release has it. */
function aboutStruct(
  form: QuestionForm,
  { structs }: Mentions,
  asked: Viewpoint,
  index: ExplorerIndex,
): Understood | undefined {
  const [struct] = structs as readonly [string]
  const arch = index.entities.find(it => it.kind === 'arch' && it.id === asked.arch)!
  return structQuestion(struct, form, asked, index) === undefined
    ? undefined
    : { entity: arch, reply: at => structQuestion(struct, form, at, index)!, others: [] }
}

/** Registers: a sentence for each. */
function aboutRegisters(
  registers: readonly Entity[],
  about: Parameters<typeof aboutRegister>[1],
  index: ExplorerIndex,
): Understood {
  const all = registers.map(it => aboutRegister(it, about, index))
  const [first] = all as [Understood]
  const others = [...new Set([...first.others, ...registers.slice(1)])]
  return {
    ...first,
    ...(first.reply && { reply: at => all.map(it => it.reply!(at)).join(' ') }),
    others: others.filter(it => it !== first.entity),
  }
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
  const asksWho = form.asksReaders && !form.quality && (form.kind === 'yes-no' || (mechanism && form.kind === 'which'))
  if (reader || asksWho) {
    const who = { ...(reader && { reader: reader.id }), ...(mechanism && { mechanism: mechanism.id }) }
    const reply = (at: Viewpoint) => readsReply(register.id, { ...who, form }, at, index)
    return { entity: register, reply, others: [reader, mechanism].filter(it => it !== undefined) }
  }
  const isOrigin = index.dataset.mechanisms.some(it => it.id === mechanism?.id && it.kind === 'origin')
  if (form.kind === 'when') {
    const home = index.registers.get(register.id)!.locations[0]!.arch
    const reply = ({ arch }: Viewpoint) => namesReply(register.id, arch, index) ?? namesReply(register.id, home, index)!
    return { entity: register, reply, others: mechanism ? [mechanism] : [] }
  }
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
  if (form.asksChanges && index.has.history) return { ...about, reply: at => changesReply(id, at, index) }
  if (form.asksRegisters && index.has.registers)
    return { ...about, reply: at => registersReply({ mechanism: id, states: form.states }, at, index) }
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
  if (form.kind === 'when' || !(form.asksChanges || verdict || form.kind === 'statement')) return undefined
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
