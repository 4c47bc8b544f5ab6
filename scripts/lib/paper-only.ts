import type { Plugin } from 'vite'

/** The variable by which Slidev's process is told that its build is for paper only. */
export const PAPER_ONLY = 'PT_REGS_PAPER_ONLY'

/** Data that only a window asks for: to make them takes longer than to lay out the talk. */
const NEVER_ASKED = /^\0virtual:(?:moments|atlas)$/

/** What is never on paper: Slidev's pages but the one that prints and what is in their windows, and our own of that kind. */
const NEVER_PRINTED = [
  /\/@slidev\/client\/(?:pages|internals)\/(?!print\.vue|Print|SlideWrapper|SlideLoading).+\.vue$/,
  /\/components\/(?:explorer\/ExplorerHost|presenter\/PresenterPage|told\/AudienceAccess|told\/ToldStage|show\/ShowMenu)\.vue$/,
]

/**
 * Makes of the deck what is printed, and nothing else, in half the time: read once, from this machine, by nobody but us.
 *
 * What is left out stands there empty, so that whoever asks for it finds something.
 */
export function paperOnly(): Plugin {
  return {
    name: 'paper-only',
    apply: 'build',
    enforce: 'pre',
    config: { order: 'post', handler: () => ({ build: { minify: false, cssMinify: false, license: false, modulePreload: false } }) },
    load: {
      filter: { id: [...NEVER_PRINTED, NEVER_ASKED] },
      handler: id => NEVER_ASKED.test(id) ? 'export default {}' : '<script>\nexport default { render: () => null }\n</script>\n',
    },
  }
}
