import { basename } from 'node:path'
import type { Plugin } from 'vite'
import { DATA_FOLDER } from '../../model/dataset.ts'
import { deckModules, type DeckModules, type DeckModulesOptions } from '../deck-modules.ts'

/** What the browser is given, as modules of their own: the talk never loads the handout's. */
const MODULES: ReadonlyMap<string, Exclude<keyof DeckModules, 'lookFile'>> = new Map([
  ...(['handout', 'imprint', 'words', 'dataset', 'timelines'] as const).map(name => [`virtual:${name}`, name] as const),
  ['virtual:deck', 'ownDeck'],
  ['virtual:other-arches', 'otherArches'],
])

/** The style sheet of the look: its faces with their files, and its colours. */
const LOOK = { name: 'virtual:look.css', id: '/__look.css' }

/** Where the build lists the licences of what is in it. */
const LICENCES = 'licences.md'

/**
 * Gives the browser the dataset as modules, laid out and resolved, each when it is asked for, and again when a file of
 * it has changed.
 *
 * @param options - which deck.
 * @returns the plugin.
 */
export function deckModulesPlugin(options: Required<DeckModulesOptions>): Plugin {
  let modules: DeckModules
  /** Whether faults stand over the slide in the dev server: only an update takes them away. */
  let isFaulty = false

  /** With the talk itself the faults are found, if there are any. */
  function read(): void {
    const read = deckModules(options)
    read.deck()
    modules = read
  }

  return {
    name: 'deck-modules',
    // The deck comes with the licences of what is in it. To compress every file only to report its size takes longer
    // than to write them. What only our components import, Vite finds when they ask for it, and has them wait while it
    // bundles all packages once more.
    config: () => ({
      build: { reportCompressedSize: false, license: { fileName: LICENCES } },
      optimizeDeps: { include: ['d3-path'] },
    }),
    buildStart: read,
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const list = bundle[LICENCES]
        if (list?.type === 'asset') list.source = `${String(list.source)}${modules.faceLicences()}`
      },
    },
    resolveId: id => (id === LOOK.name ? LOOK.id : MODULES.has(id) ? `\0${id}` : undefined),
    load(id) {
      if (id === LOOK.id) return modules.look()
      const name = MODULES.get(id.replace('\0', ''))
      // JSON.parse of a string starts faster than the same object as a literal.
      return name && `export default JSON.parse(${JSON.stringify(modules[name]())})`
    },
    hotUpdate: {
      // Before Slidev takes what is broken for the talk.
      order: 'pre',
      handler({ file }) {
        const isLook = file === modules.lookFile
        const isData = isLook || (file.startsWith(`${options.deck}/${DATA_FOLDER}/`) && !basename(file).startsWith('.'))
        // Vite asks once for each environment; slides are in the browser's alone.
        if (this.environment.name !== 'client' || (!isData && !file.endsWith('.md'))) return undefined
        const wasFaulty = isFaulty
        try {
          isFaulty = true
          read()
          isFaulty = false
        } catch (error) {
          // The last good picture stays on the slide, the faults stand over it; where in our code they were found helps
          // no one.
          throw Object.assign(error as Error, { stack: '' })
        }
        const { moduleGraph } = this.environment
        const ids = [...[...MODULES.keys()].map(id => `\0${id}`), ...(isLook ? [LOOK.id] : [])]
        const own = ids.flatMap(id => moduleGraph.getModuleById(id) ?? [])
        // Text that is again as it was is no update to Slidev.
        if (wasFaulty) this.environment.hot.send({ type: 'update', updates: [] })
        if (isData) return own
        own.forEach(it => moduleGraph.invalidateModule(it))
        return undefined
      },
    },
  }
}
