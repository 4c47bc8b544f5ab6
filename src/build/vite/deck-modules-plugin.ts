import type { Plugin } from 'vite'
import { DATA_FOLDER } from '../../model/dataset.ts'
import { DECK_MODULES, deckJson, type DeckModule } from '../deck-modules.ts'

/** What the browser is given, as modules of their own: the talk never loads the handout's. */
const MODULES: ReadonlyMap<string, DeckModule> = new Map(DECK_MODULES.map(name => [`virtual:${name}`, name]))

/** Gives the browser the dataset as modules, laid out and resolved, each when it is asked for, and anew when a file of it has changed. */
export function deckModules(withoutNotes: boolean, isServed: boolean): Plugin {
  /** The talk is what all see: with it the faults are found, if there are any. */
  const find = () => void (isServed || deckJson('deck', { withoutNotes }))
  return {
    name: 'deck-modules',
    // Whoever gets the deck gets the licences of what is in it. Packing every file only to say how small it would be takes longer than to write them.
    // What only our components import, Vite finds when they ask for it, and has them wait while it bundles all packages once more.
    config: () => ({
      build: { reportCompressedSize: false, license: { fileName: 'licences.md' } },
      optimizeDeps: { include: ['d3-path'] },
    }),
    buildStart: find,
    resolveId: id => (MODULES.has(id) ? `\0${id}` : undefined),
    load(id) {
      const name = MODULES.get(id.replace('\0', ''))
      // JSON.parse of a string starts faster than the same object as a literal.
      return name && `export default JSON.parse(${JSON.stringify(deckJson(name, { withoutNotes }))})`
    },
    hotUpdate: {
      // Before Slidev takes what is broken for the talk.
      order: 'pre',
      handler({ file }) {
        const isData = file.includes(`/${DATA_FOLDER}/`) && file.endsWith('.yaml')
        // Vite asks once for each environment; slides are in the browser's alone.
        if (this.environment.name !== 'client' || (!isData && !file.endsWith('/slides.md'))) return undefined
        try {
          find()
        } catch (error) {
          // The last good picture stays on the slide, the faults stand over it; where in our code they were found is nobody's concern.
          throw Object.assign(error as Error, { stack: '' })
        }
        const { moduleGraph } = this.environment
        const own = [...MODULES.keys()].flatMap(id => moduleGraph.getModuleById(`\0${id}`) ?? [])
        if (isData) return own
        own.forEach(it => moduleGraph.invalidateModule(it))
        return undefined
      },
    },
  }
}
