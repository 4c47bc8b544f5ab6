/** What is asked, as far as it can be told from what was typed. */
export type Question =
  | { readonly kind: 'nothing' }
  /** How registers get from one place to another; `to` is undefined while it is not typed yet. */
  | { readonly kind: 'way', readonly from: string, readonly to?: string }
  /** Who reads a field. */
  | { readonly kind: 'readers', readonly field: string }
  /** What was so in a release. */
  | { readonly kind: 'release', readonly release: string }
  /** Letters of a name. */
  | { readonly kind: 'name', readonly letters: string }

const HOW = /^how(?:\s+(?:do|does|registers|it|get|gets|from))*(?:\s+|$)/
const WHO = /^who(?:\s+reads?)?(?:\s+|$)/
const RELEASE = /^v?(\d+\.\d+(?:\.\d+)?)$/

/** Read a question: `how rethook to user_mode`, `who reads pstate`, `5.18`, or letters of a name. */
export function readQuestion(text: string): Question {
  const asked = text.trim().replaceAll(/\s+/g, ' ').toLowerCase()
  if (asked === '' || asked === '?')
    return { kind: 'nothing' }
  if (HOW.test(asked)) {
    const [from = '', to] = asked.replace(HOW, '').split(/ to(?: |$)/, 2)
    return to === undefined ? { kind: 'way', from } : { kind: 'way', from, to: to.replace(/\?$/, '') }
  }
  if (WHO.test(asked))
    return { kind: 'readers', field: asked.replace(WHO, '').replace(/\?$/, '') }
  const release = RELEASE.exec(asked)?.[1]
  return release ? { kind: 'release', release } : { kind: 'name', letters: asked }
}
