import type { Plugin } from 'vite'

/** What Slidev writes of a slide's source into its module: as it stands in the file, comments and all. */
const SOURCE = /"(?:frontmatterRaw|contentRaw|raw|filepath)":"(?:[^"\\]|\\.)*",?/g

/**
 * Keeps the text of slides.md from what is published: Slidev writes the keys of each slide into it as they stand in the
 * file, with the comments between them, for an editor that a built deck does not have.
 *
 * Not needed any more when Slidev leaves `frontmatterRaw` out of a build, as it does `raw` and `content`:
 * https://github.com/slidevjs/slidev/blob/main/packages/slidev/node/vite/loaders.ts.
 *
 * @returns the plugin.
 */
export function noSlideSources(): Plugin {
  return {
    name: 'no-slide-sources',
    apply: 'build',
    enforce: 'pre',
    transform: {
      filter: { id: /__slidev_\d+\.frontmatter$/ },
      handler: code => code.replace(SOURCE, ''),
    },
  }
}
