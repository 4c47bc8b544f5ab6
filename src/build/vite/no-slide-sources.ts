import type { Plugin } from 'vite'

/** What Slidev writes of a slide's source into its module: as it stands in the file, comments and all. */
const SOURCE = /"(?:frontmatterRaw|contentRaw|raw|filepath)":"(?:[^"\\]|\\.)*",?/g

/** The notes of a slide, as HTML, in the same module. */
const NOTES = /"noteHTML":("(?:[^"\\]|\\.)*")/

/** The module of the notes of one slide, before its number. */
const NOTES_OF = 'virtual:notes-of/'

/**
 * Keeps out of what is shown first what Slidev writes of a slide beside it. The text of slides.md is not published at
 * all: it has the keys of each slide as they stand in the file, with the comments between them, for an editor that a
 * built deck does not have. The notes are in a module of their own, which the speaker's pages load (load-notes.ts).
 *
 * Without the notes, and without what only the explorer imports (single-slides-chunk.ts), the slides are 73 kB,
 * gzipped, and 85 with them. Not needed any more when Slidev leaves `frontmatterRaw` out of a build, as it does `raw`
 * and `content`, and loads notes where they are shown:
 * https://github.com/slidevjs/slidev/blob/main/packages/slidev/node/vite/loaders.ts.
 *
 * @returns the plugin.
 */
export function noSlideSources(): Plugin {
  const notes = new Map<string, string>()
  return {
    name: 'no-slide-sources',
    apply: 'build',
    enforce: 'pre',
    outputOptions(options) {
      const theirs = options.manualChunks
      return {
        ...options,
        manualChunks: (id, meta) => (id.startsWith(`\0${NOTES_OF}`) ? 'notes' : theirs?.(id, meta)),
      }
    },
    resolveId: id => (id.startsWith(NOTES_OF) ? `\0${id}` : undefined),
    load: id => (id.startsWith(`\0${NOTES_OF}`) ? `export default ${notes.get(id.slice(1))}` : undefined),
    transform: {
      filter: { id: /__slidev_\d+\.frontmatter$/ },
      handler(code, id) {
        const [, no] = /__slidev_(\d+)\.frontmatter$/.exec(id)!
        return code.replace(SOURCE, '').replace(NOTES, (_, html: string) => {
          const module = NOTES_OF + no
          notes.set(module, html)
          return `"loadNotes":()=>import(${JSON.stringify(module)})`
        })
      },
    },
  }
}
