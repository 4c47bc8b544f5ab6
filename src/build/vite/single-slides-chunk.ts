import type { Plugin } from 'vite'

/**
 * What slides are made of, by where it is in the deck or in what the deck stands on: the slides themselves, their
 * layouts, and the components that they show. What these import of `src/` comes with them, and nothing that only the
 * explorer or the presenter imports.
 */
const SLIDES =
  /^\/(?:[^/]+\.md__slidev_\d+\.md|layouts\/|components\/(?!dialogs|explorer|handout|presentation|presenter|kernel-source))/

/** What they may share with the other parts of the deck. */
const SHARED = /^\/src\/(?!presentation|explorer|handout)/

/** How Slidev has a slide loaded, and made when it is. */
const LOADS = /const load(\d+) = async \(\) => \{\s*try \{[^}]*await import\(('[^']+')\) \}\s*catch[^}]*\}\s*\}/g
const MAKES = /getAsyncComponent\(\d+, load(\d+)\)/g

/**
 * Puts the slides into one file. Each in one of its own, with what some share in others, they are a hundred to ask
 * for, and each is an empty slide until it has come.
 *
 * Gains 10 of 37 requests before the first slide, which is drawn in 1.4 s instead of 2.1 s on a busy machine with the
 * CPU slowed four times; and no slide is ever empty, which those would be that are reached before all is loaded. Not
 * needed any more when Slidev can be asked to bundle its slides:
 * https://github.com/slidevjs/slidev/blob/main/packages/slidev/node/virtual/slides.ts asks for each by itself. Where
 * its text is another, the slides are in one file all the same, and each may be empty for a moment.
 *
 * @param roots - the deck's folder, and that from which it takes what it does not have itself; absolute.
 * @returns the plugin.
 */
export function singleSlidesChunk(roots: readonly string[]): Plugin {
  return {
    name: 'single-slides-chunk',
    apply: 'build',
    outputOptions(options) {
      const theirs = options.manualChunks
      const isIn = (id: string, place: RegExp) =>
        roots.some(it => id.startsWith(`${it}/`) && place.test(id.slice(it.length)))
      const ofSlides = new Map<string, boolean>()
      return {
        ...options,
        manualChunks(id, meta) {
          const isOfSlides = (it: string): boolean =>
            isIn(it, SLIDES) || (isIn(it, SHARED) && (ofSlides.get(it) ?? isImportedBySlides(it)))
          const isImportedBySlides = (it: string): boolean => {
            const is = meta.getModuleInfo(it)?.importers.some(isOfSlides) ?? false
            ofSlides.set(it, is)
            return is
          }
          return isOfSlides(id) ? 'slides' : theirs?.(id, meta)
        },
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
        if (!changed.includes('await import') && !/: getAsyncComponent/.test(changed)) return changed
        this.warn('Slidev loads its slides in another way than it did: one may be empty for a moment')
        return undefined
      },
    },
    transformIndexHtml: {
      order: 'post',
      // What is said of one component comes after what is said of all, as it does where each is loaded when it is
      // shown.
      handler: html =>
        html.replace(
          /^([^]*?)(\s*<link rel="stylesheet"[^>]*\/slides-[^>]*>)([^]*<link rel="stylesheet"[^>]*>)/,
          '$1$3$2',
        ),
    },
  }
}
