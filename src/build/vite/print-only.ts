import type { Plugin } from 'vite'

/** The variable by which Slidev's process is told that its build is for paper only. */
export const PAPER_ONLY = 'PT_REGS_PAPER_ONLY'

/** Data that only a window asks for. */
const NEVER_ASKED = /^\0virtual:(?:moments|atlas)$/

/** Data that the page asks for where it is printed, so that the build outlasts them, and they are made while it is. */
const SERVED = /^\0virtual:(deck|handout)$/

/** Where the page asks for them. */
export const SERVED_DATA = /^\/data\/(deck|handout)\.json$/

/** What is never on paper: Slidev's pages but the one that prints and what is in their windows, and our own of that kind. */
const NEVER_PRINTED = [
  /\/@slidev\/client\/(?:pages|internals)\/(?!print\.vue|Print|SlideWrapper|SlideLoading).+\.vue$/,
  /\/components\/(?:explorer\/ExplorerHost|presenter\/PresenterPage|presentation\/StepAnnouncer|stage\/StageDescription|presentation\/ViewpointMenu)\.vue$/,
]

/**
 * Makes of the deck what is printed, and nothing else, in half the time: read once, from this machine, by nobody but us.
 *
 * What is left out stands there empty, so that whoever asks for it finds something. The data are not in it either: they are
 * served beside it.
 */
export function paperOnly(): Plugin {
  return {
    name: 'paper-only',
    apply: 'build',
    enforce: 'pre',
    config: {
      order: 'post',
      handler: () => ({ build: { minify: false, cssMinify: false, license: false, modulePreload: false } }),
    },
    load: {
      filter: { id: [...NEVER_PRINTED, NEVER_ASKED, SERVED] },
      handler(id) {
        const [, served] = SERVED.exec(id) ?? []
        if (served) return `export default await (await fetch('/data/${served}.json')).json()`
        return NEVER_ASKED.test(id)
          ? 'export default {}'
          : '<script>\nexport default { render: () => null }\n</script>\n'
      },
    },
  }
}
