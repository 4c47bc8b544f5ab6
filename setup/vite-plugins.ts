import type { Plugin } from 'vite'
import { deckJson } from '../scripts/lib/deck-json.ts'

const PUBLIC_ID = 'virtual:deck'
const RESOLVED_ID = `\0${PUBLIC_ID}`

/** Gives the browser the dataset as one module, laid out and resolved, and makes it anew when a file of it changes. */
function deckData(): Plugin {
  let code = ''
  const make = () => {
    // JSON.parse of a string starts faster than the same object as a literal.
    code = `export default JSON.parse(${JSON.stringify(deckJson())})`
  }
  return {
    name: 'deck-data',
    // Packing every file only to say how small it would be takes longer than to write them.
    config: () => ({ build: { reportCompressedSize: false } }),
    buildStart: make,
    resolveId: id => id === PUBLIC_ID ? RESOLVED_ID : undefined,
    load: id => id === RESOLVED_ID ? code : undefined,
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
      const module = this.environment.moduleGraph.getModuleById(RESOLVED_ID)
      return module ? [module] : []
    },
  }
}

export default () => [deckData()]
