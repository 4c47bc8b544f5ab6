import type { Plugin } from 'vite'
import { DECK_MODULES, deckJson, type DeckModule } from '../scripts/lib/deck-json.ts'

/** What the browser is given, as modules of their own: the talk never loads the handout's. */
const MODULES: ReadonlyMap<string, DeckModule> = new Map(DECK_MODULES.map(name => [`virtual:${name}`, name]))

/** Gives the browser the dataset as modules, laid out and resolved, and makes them anew when a file of it changes. */
function deckData(): Plugin {
  const made = new Map<string, string>()
  const make = () => {
    // JSON.parse of a string starts faster than the same object as a literal.
    for (const [id, name] of MODULES) made.set(`\0${id}`, `export default JSON.parse(${JSON.stringify(deckJson(name))})`)
  }
  return {
    name: 'deck-data',
    // Packing every file only to say how small it would be takes longer than to write them.
    config: () => ({ build: { reportCompressedSize: false } }),
    buildStart: make,
    resolveId: id => MODULES.has(id) ? `\0${id}` : undefined,
    load: id => made.get(id),
    hotUpdate({ file }) {
      // Vite asks once for each environment; slides are in the browser's alone.
      if (this.environment.name !== 'client' || !file.includes('/data/') || !file.endsWith('.yaml'))
        return undefined
      try {
        make()
      }
      catch (error) {
        // The last good picture stays on the slide, the faults stand over it.
        this.environment.hot.send({ type: 'error', err: { message: (error as Error).message, stack: '' } })
        return []
      }
      return [...made.keys()].flatMap(id => this.environment.moduleGraph.getModuleById(id) ?? [])
    },
  }
}

export default () => [deckData()]
