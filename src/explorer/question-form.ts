import type { FieldState } from '../model/schema/capture.ts'

/** What a question asks for, as far as its words say without knowing any name. */
export type QuestionForm = {
  /** `statement`: only names, such as `rethook status`. */
  readonly kind: 'yes-no' | 'which' | 'when' | 'statement'
  /** It asks for arches: `which arches have fprobe`. */
  readonly asksArches: boolean
  /** It asks for registers: `which registers does a kretprobe save`. */
  readonly asksRegisters: boolean
  /** It asks who reads something. */
  readonly asksReaders: boolean
  /** It asks what stands on what: `does fprobe use rethook`. */
  readonly asksLink: boolean
  /** It asks what a thing stands on, and not what stands on it: `what does fprobe use`. */
  readonly asksBelow: boolean
  /** The verdict that it names. */
  readonly verdict?: 'good' | 'bad' | 'ugly'
  /** It asks whether something is as it should be, or (`wrong`) whether it is not. */
  readonly quality?: 'right' | 'wrong'
  /** The states of registers that it asks for: `which registers are made up`. */
  readonly states?: readonly FieldState[]
  /** It asks whether code writes something: `does ftrace write orig_ax`. */
  readonly asksWrites: boolean
  /** It asks what changed. */
  readonly asksChanges: boolean
  /** It asks how large a struct is, what is in it, or what fills it. */
  readonly asksSize: boolean
  readonly asksFields: boolean
  readonly asksFills: boolean
  /** The release that it names, and whether it means the time before. */
  readonly release?: { readonly name: string; readonly isBefore: boolean }
  /** It asks for the newest kernel. */
  readonly isToday: boolean
}

const YES_NO = /^(?:so )?(?:is|are|was|were|does|do|did|has|have|had|can|could|will|would|should|may)(?:n'?t)?\b/
const WHICH = /^(?:on |in |for )?(?:how (?:many|big|large)|which|what|where|who|whose|why|list|show)\b/
const WHEN =
  /^(?:since when|when|how old|how long|(?:in |with )?(?:which|what) (?:release|version)s?\b(?! (?:have|has|lack)))\b/
const ARCHES =
  /\b(?:how many|which|what|list|show)(?: all| the| of the)* (?:arch|architecture|port|platform|cpu)e?s?\b|^where\b/
const BELOW = /\b(?:does|do|did|is|are|was)\b.*\b(?:stand|build|built|base|based|use|need|depend|run|rest)\b/
const VERDICT = /\b(good|bad|ugly)\b/
const REGISTERS = /\b(?:registers?|regs|fields?)\b/
const READERS = /\b(?:reads?|readers?|reading|looks? at|asks? for|uses?|depends? on|needs?)\b/
const LINK = /\b(?:stands?|standing|builds?|built|based|bases?|uses?|using|needs?|depends?|runs?|rests?|on top)\b/
const RIGHT =
  /\b(?:valid|real|reliable|trust\w*|safe|good|right|true|correct|saved?|captured?|ok(?:ay)?|believ\w*|complete|whole|exact|known|usable|can (?:i|we|you) (?:use|read|rely|count))\b/
const WRONG =
  /\b(?:wrong|bad|ugly|garbage|fake|invalid|unset|missing|lost|lose|empty|leftover|unwritten|broken|made up|uninitiali[sz]ed|never written|sparse|invented)\b/
/** What a question about several registers calls their states; the first that fits is meant. */
const STATES: readonly (readonly [words: RegExp, states: readonly FieldState[]])[] = [
  [
    /\b(?:(?:never|not|un-?) ?(?:written|set|filled)|unwritten|unset|missing|empty|leftover|uninitiali[sz]ed)\b/,
    ['unset'],
  ],
  [/\b(?:made[ -]up|makes? up|fake|invented|constants?)\b/, ['made-up']],
  [/\b(?:computed|worked out|looked up)\b/, ['computed']],
  [/\bcaptured\b/, ['captured']],
  [/\bunknown\b/, ['unknown']],
  [/\b(?:wrong|bad|ugly|garbage|invalid|lost|broken|unreliable|not real)\b/, ['made-up', 'unset']],
  [/\b(?:real|valid|good|reliable|right|correct|true|usable|trust\w*|safe)\b/, ['captured', 'computed']],
]
/** `what is never written in ftrace`. */
const WHAT_STATE = /^(?:what|which)(?: ones?)? (?:is|are)\b/
const WRITES = /\b(?:write|set|fill|store|initiali[sz]e)\b/
const CHANGES = /\b(?:chang(?:e|es|ed)|new|different)\b/
const SIZE = /\b(?:how (?:big|large|long|many bytes)|size|bytes)\b/
const FIELDS = /^what(?: is|'s)? (?:in|inside)\b|^(?:which|what) (?:fields|registers)\b|\b(?:contains?|hold|have)$/
const FILLS = /^(?:what|who|which)\b.*\b(?:fills?|writes?|makes?|builds?|creates?)\b/
const RELEASE = /\b(?:(before|until|prior to) )?v?(\d+\.\d+(?:\.\d+)?)(?![\w.])/
const TODAY = /\b(?:today|now|nowadays|currently|latest|newest|mainline|upstream)\b/

/**
 * Read the form of a question.
 *
 * @param text - in lower case, without a question mark.
 * @returns what it asks for; a statement where no word says.
 */
export function questionForm(text: string): QuestionForm {
  const kind = YES_NO.test(text) ? 'yes-no' : WHEN.test(text) ? 'when' : WHICH.test(text) ? 'which' : 'statement'
  const quality = WRONG.test(text) ? 'wrong' : RIGHT.test(text) ? 'right' : undefined
  const verdict = VERDICT.exec(text)?.[1]
  const states = STATES.find(([words]) => words.test(text))?.[1]
  const [, before, name] = RELEASE.exec(text) ?? []
  return {
    kind,
    asksArches: ARCHES.test(text),
    asksRegisters: kind === 'which' && (REGISTERS.test(text) || (states !== undefined && WHAT_STATE.test(text))),
    asksReaders: READERS.test(text),
    asksLink: LINK.test(text),
    asksBelow: BELOW.test(text),
    ...(verdict && { verdict: verdict as 'good' | 'bad' | 'ugly' }),
    ...(quality && { quality }),
    ...(states && { states }),
    asksChanges: CHANGES.test(text),
    asksSize: SIZE.test(text),
    asksFields: FIELDS.test(text),
    asksFills: FILLS.test(text),
    asksWrites: kind === 'yes-no' && WRITES.test(text),
    ...(name && { release: { name, isBefore: before !== undefined } }),
    isToday: TODAY.test(text),
  }
}

/** The words of a question beside those that were read as its form: releases and words for today are gone. */
export function withoutTime(text: string): string {
  return text.replaceAll(new RegExp(RELEASE, 'g'), ' ').replaceAll(new RegExp(TODAY, 'g'), ' ')
}
