/** What is asked, as far as it can be told from what was typed. */
export type Query =
  | { readonly kind: 'empty' }
  /** How registers get from one place to another; `to` is undefined while it is not typed yet. */
  | { readonly kind: 'path'; readonly from: string; readonly to?: string }
  /** Who reads a field. */
  | { readonly kind: 'readers'; readonly field: string }
  /** What was so in a release. */
  | { readonly kind: 'release'; readonly release: string }
  /** Letters of a name. */
  | { readonly kind: 'name'; readonly letters: string }

const HOW = /^how(?:\s+(?:do|does|the|registers|it|get|gets|from|can))*(?:\s+|$)/
const WHO = /^who(?:\s+reads?)?(?:\s+|$)/
/** What is said around a name, and asks nothing more. */
const WHAT = /^what(?:\s+(?:is|are|was|were|there|existed|exists|changed|in|a|an|the))*\s+/
const RELEASE = /^v?(\d+\.\d+(?:\.\d+)?)$/
const VIEWPOINT = /^(.+) (?:on|in) (\S+)$/

/** Where a question is asked for, if it says so. */
export type AskedViewpoint = { readonly arch?: string; readonly release?: string }

/** Read where a question is asked for, behind it: `who reads cs on arm64 in 6.12`; and what is left of it. */
export function parseViewpoint(
  text: string,
  arches: readonly string[],
): { readonly text: string; readonly asked: AskedViewpoint } {
  const question = normalized(text)
  const [, before, name = ''] = VIEWPOINT.exec(question) ?? []
  const release = RELEASE.exec(name)?.[1]
  if (before === undefined || !(release || arches.includes(name))) return { text: question, asked: {} }
  const { text: rest, asked } = parseViewpoint(before, arches)
  return { text: rest, asked: { ...asked, ...(release ? { release } : { arch: name }) } }
}

/** Read a question: `how rethook to user_mode`, `who reads pstate`, `5.18`, or letters of a name. */
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

/** What is asked, without what makes no difference to those who type in a hurry. */
function normalized(text: string): string {
  return text
    .toLowerCase()
    .replace(/\?\s*$/, '')
    .trim()
    .replaceAll(/\s+/g, ' ')
    .replace(WHAT, '')
}
