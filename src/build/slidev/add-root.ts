// Loaded by `node --import` before Slidev shows a deck of another folder: makes this repository one of its addons, as
// `addons:` in the headmatter would. Slidev then takes layouts, components, styles and setup from here, and those of
// the deck's own folder over them. It has no option for that; where it asks its parser for a deck's configuration, it
// gets this module.
import { registerHooks } from 'node:module'
import { resolveConfig as theirs } from '@slidev/parser/fs'
import { root } from '../../files/root.ts'

export * from '@slidev/parser/fs'

/**
 * Resolve the configuration of a deck, with this repository among its addons.
 *
 * @param deck - as Slidev's parser takes it.
 * @returns as Slidev's parser gives it.
 */
export function resolveConfig(...deck: Parameters<typeof theirs>): ReturnType<typeof theirs> {
  const config = theirs(...deck)
  return { ...config, addons: [...config.addons, root] }
}

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === '@slidev/parser/fs' ? { url: import.meta.url, shortCircuit: true } : next(specifier, context),
})
