import type { Plugin } from 'vite'

/** What slides are made of, by where it is in the deck: the slides themselves, their layouts, and the components that they show. */
const SLIDES =
  /^\/(?:slides\.md__slidev_\d+\.md|layouts\/|src\/(?!presentation|explorer|handout)|components\/(?!explorer|handout|presentation|presenter|kernel-source))/

/** How Slidev has a slide loaded, and made when it is. */
const LOADS = /const load(\d+) = async \(\) => \{\s*try \{[^}]*await import\(('[^']+')\) \}\s*catch[^}]*\}\s*\}/g
const MAKES = /getAsyncComponent\(\d+, load(\d+)\)/g

/**
 * Puts the slides into one file: as one each, with what some share in files of its own, they are a hundred to ask for,
 * and each is an empty slide until it has come.
 */
export function singleSlidesChunk(root: string): Plugin {
  return {
    name: 'single-slides-chunk',
    apply: 'build',
    outputOptions(options) {
      const theirs = options.manualChunks
      return {
        ...options,
        manualChunks: (id, meta) =>
          id.startsWith(root) && SLIDES.test(id.slice(root.length)) ? 'slides' : theirs?.(id, meta),
      }
    },
    transform: {
      filter: { id: /^\/@slidev\/slides$/ },
      handler(code) {
        const changed = code
          .replace(
            LOADS,
            (_, no: string, from: string) => `import slide${no} from ${from}\nconst load${no} = async () => slide${no}`,
          )
          .replace(MAKES, 'slide$1')
        if (changed.includes('await import') || /: getAsyncComponent/.test(changed))
          this.error('Slidev loads its slides in another way than it did')
        return changed
      },
    },
    transformIndexHtml: {
      order: 'post',
      // What is said of one component comes after what is said of all, as it does where each is loaded when it is shown.
      handler: html =>
        html.replace(
          /^([^]*?)(\s*<link rel="stylesheet"[^>]*\/slides-[^>]*>)([^]*<link rel="stylesheet"[^>]*>)/,
          '$1$3$2',
        ),
    },
  }
}
