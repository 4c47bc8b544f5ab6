import type { Plugin } from 'vite'

/**
 * Names chunks by a letter or a digit first: Rolldown calls that of `virtual:timelines` `_virtual_timelines`, and
 * GitHub Pages serves no file whose name begins with `_`.
 *
 * @returns the plugin.
 */
export function plainChunkNames(): Plugin {
  return {
    name: 'plain-chunk-names',
    apply: 'build',
    outputOptions(options) {
      const { chunkFileNames: theirs = 'assets/[name]-[hash].js' } = options
      return {
        ...options,
        chunkFileNames: chunk =>
          (typeof theirs === 'function' ? theirs(chunk) : theirs).replace(
            '[name]',
            chunk.name.replace(/^[^a-z0-9]*(?:virtual[^a-z0-9])?/i, ''),
          ),
      }
    },
  }
}
