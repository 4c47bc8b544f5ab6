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
  /** The release that it names, and whether it means the time before. */
  readonly release?: { readonly name: string; readonly isBefore: boolean }
  /** It asks for the newest kernel. */
  readonly isToday: boolean
}

const YES_NO = /^(?:so )?(?:is|are|was|were|does|do|did|has|have|had|can|could|will|would|should|may)(?:n'?t)?\b/
const WHICH = /^(?:on |in |for )?(?:how many|which|what|where|who|whose|list|show)\b/
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
  const [, before, name] = RELEASE.exec(text) ?? []
  return {
    kind,
    asksArches: ARCHES.test(text),
    asksRegisters: kind === 'which' && REGISTERS.test(text),
    asksReaders: READERS.test(text),
    asksLink: LINK.test(text),
    asksBelow: BELOW.test(text),
    ...(verdict && { verdict: verdict as 'good' | 'bad' | 'ugly' }),
    ...(quality && { quality }),
    ...(name && { release: { name, isBefore: before !== undefined } }),
    isToday: TODAY.test(text),
  }
}

/** The words of a question beside those that were read as its form: releases and words for today are gone. */
export function withoutTime(text: string): string {
  return text.replaceAll(new RegExp(RELEASE, 'g'), ' ').replaceAll(new RegExp(TODAY, 'g'), ' ')
}
