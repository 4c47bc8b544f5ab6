import { archByName } from '../model/arch-names.ts'

/** What a typed text asks for, as far as its form says. */
export type Query =
  | { readonly kind: 'empty' }
  /** How registers get from one entity to another; `to` is absent until it is typed. */
  | { readonly kind: 'path'; readonly from: string; readonly to?: string }
  /** The readers of a field. */
  | { readonly kind: 'readers'; readonly field: string }
  /** A release. */
  | { readonly kind: 'release'; readonly release: string }
  /** Letters of a name, of an entity of any kind. */
  | { readonly kind: 'name'; readonly letters: string }

const HOW = /^how(?!\s+(?:many|old|long|big|large)\b)(?:\s+(?:do|does|the|registers|it|get|gets|from|can))*(?:\s+|$)/
const WHO = /^(?:who(?:\s+(?:reads?|uses?))?|(?:what|which(?:\s+(?:readers?|functions?|code))?)\s+reads?)(?:\s+|$)/
/** Words before a name that change nothing: `what is`. */
const WHAT = /^what(?!\s+reads?\b)(?:\s+(?:is|are|was|were|there|existed|exists|changed|in|a|an|the))*\s+/
const RELEASE = /^v?(\d+\.\d+(?:\.\d+)?)$/
const VIEWPOINT = /^(.+) (?:on|in) (\S+)$/

/** Arch and release that a query names. */
export type AskedViewpoint = { readonly arch?: string; readonly release?: string }

/**
 * Split arch and release from the end of a query: `who reads cs on arm64 in 6.12`.
 *
 * @param text - as typed.
 * @param arches - ids of the arches.
 * @returns the query without them, and what it named; the inner one where it names two arches or releases.
 */
export function parseViewpoint(
  text: string,
  arches: readonly string[],
): { readonly text: string; readonly asked: AskedViewpoint } {
  const question = normalized(text)
  const [, before, name = ''] = VIEWPOINT.exec(question) ?? []
  const release = RELEASE.exec(name)?.[1]
  const arch = archByName(name, arches)
  if (before === undefined || !(release ?? arch)) return { text: question, asked: {} }
  const { text: rest, asked } = parseViewpoint(before, arches)
  return { text: rest, asked: { ...asked, ...(release ? { release } : { arch: arch! }) } }
}

/**
 * Parse a query: `how rethook to user_mode`, `who reads pstate`, `5.18`, or letters of a name.
 *
 * @param text - as typed, without arch and release at its end.
 * @returns its parts, in lower case.
 */
export function parseQuery(text: string): Query {
  const asked = normalized(text)
  if (asked === '') return { kind: 'empty' }
  if (HOW.test(asked)) {
    const [from = '', to] = ` ${asked.replace(HOW, '')}`.split(/ to(?: |$)/, 2)
    return to === undefined ? { kind: 'path', from: from.trim() } : { kind: 'path', from: from.trim(), to }
  }
  if (WHO.test(asked)) return { kind: 'readers', field: asked.replace(WHO, '') }
  const release = RELEASE.exec(asked)?.[1]
  return release ? { kind: 'release', release } : { kind: 'name', letters: asked }
}

/**
 * A query without what makes no difference in any: capitals, repeated spaces, a question mark, `’s` for `is`.
 *
 * @param text - as typed.
 * @returns in lower case.
 */
export function plainText(text: string): string {
  return text
    .toLowerCase()
    .replace(/[?!.\s]*$/, '')
    .trim()
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/(?<=^(?:what|who|where|how|it|there))[’']s\b/g, ' is')
    .replace(/^what is new\b/, 'what changed')
}

/** The same without `what is`. */
function normalized(text: string): string {
  return plainText(text).replace(WHAT, '')
}
