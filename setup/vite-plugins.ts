import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'
import { defineVitePluginsSetup } from '@slidev/types'
import { KERNEL_SOURCES } from '../src/build/build-environment.ts'
import { DECK_MODULES, deckJson, type DeckModule } from '../src/build/deck-modules.ts'
import { rejectForeignRequest } from '../src/server/reject-foreign-requests.ts'
import { PAPER_ONLY, paperOnly } from '../src/build/vite/print-only.ts'

/** What the browser is given, as modules of their own: the talk never loads the handout's. */
const MODULES: ReadonlyMap<string, DeckModule> = new Map(DECK_MODULES.map(name => [`virtual:${name}`, name]))

/** Ways into the dev server that lead out of the deck: to an editor of this machine, and to a tool that writes slides.md for programs. */
const CLOSED = /^\/(?:__open-in-editor|__mcp|__inspect)(?:[/?]|$)/

/**
 * Keeps the dev server to its own pages. Slidev's lets any page write to slides.md that knows its port, for it asks
 * nobody where a request comes from.
 */
function fence(): Plugin {
  return {
    name: 'deck-fence',
    apply: 'serve',
    config: () => ({ server: { cors: false } }),
    configureServer: {
      order: 'pre',
      handler({ middlewares }) {
        middlewares.use((request, response, next) => {
          const refusal = CLOSED.test(request.url ?? '')
            ? { status: 404, text: 'There is nothing here.' }
            : rejectForeignRequest(request)
          if (!refusal) return next()
          response.statusCode = refusal.status
          response.setHeader('Content-Type', 'text/plain; charset=utf-8')
          response.end(`${refusal.text}\n`)
        })
      },
    },
  }
}

/** Gives the browser the dataset as modules, laid out and resolved, each when it is asked for, and anew when a file of it has changed. */
function deckData(withoutNotes: boolean, isServed: boolean): Plugin {
  /** The talk is what all see: with it the faults are found, if there are any. */
  const find = () => void (isServed || deckJson('deck', { withoutNotes }))
  return {
    name: 'deck-data',
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
        const isData = file.includes('/data/') && file.endsWith('.yaml')
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

/** Gives the browser the kernel's own lines, as they were read from the tree that the command was given; null without one. */
function ownSources(): Plugin {
  const file = process.env[KERNEL_SOURCES]
  return {
    name: 'own-sources',
    resolveId: id => (id === 'virtual:own-sources' ? `\0${id}` : undefined),
    load: id =>
      id === '\0virtual:own-sources'
        ? `export default JSON.parse(${JSON.stringify(file ? readFileSync(file, 'utf8') : 'null')})`
        : undefined,
  }
}

/** A pen that nobody can take up: what Slidev asks of its own as it starts. */
const NO_PEN =
  'export const createDrauu = () => ({ on() {}, clear() {}, load() {}, undo() {}, redo() {}, dump: () => "", canUndo: () => false, canRedo: () => false, mounted: false })'

/** Marks as somebody's slide may have them, whose painter comes when the first of them does. */
const MARKS = `export function annotate(element, options) {
  const mark = import('@slidev/rough-notation').then(it => it.annotate(element, options))
  const later = key => void mark.then(it => it[key]())
  const set = (key, value) => void mark.then(it => { it[key] = value })
  return { show: () => later('show'), hide: () => later('hide'), set class(value) { set('class', value) }, set color(value) { set('color', value) } }
}`

/**
 * Keeps from the first slide what Slidev loads with it and this deck has no use for: a YAML writer, beside the one function
 * that it takes from the parser and that stands without, the pen, where drawing is off, and the painter of marks.
 */
function lean(isDrawing: boolean): Plugin {
  return {
    name: 'lean',
    apply: 'build',
    enforce: 'pre',
    resolveId(id, importer) {
      if (id === '@slidev/parser/core' && importer?.includes('@slidev/client/'))
        return this.resolve('@slidev/parser/utils', importer)
      if (id === '@slidev/rough-notation' && importer?.includes('@slidev/client/')) return '\0marks'
      return id === 'drauu' && !isDrawing ? '\0no-pen' : undefined
    },
    load: id => ({ '\0no-pen': NO_PEN, '\0marks': MARKS })[id],
  }
}

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
function together(root: string): Plugin {
  return {
    name: 'together',
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

/**
 * Has the browser compile all functions beside the page, while a script loads: else each is compiled when it is called for
 * the first time, and the first slide, and the first step that somebody sees, wait for it.
 */
function compiledAhead(): Plugin {
  return {
    name: 'compiled-ahead',
    apply: 'build',
    generateBundle: {
      // Only a first line says so, and Vite writes one of its own.
      order: 'post',
      handler(_, files) {
        for (const file of Object.values(files)) {
          if (file.type === 'chunk') file.code = `//# allFunctionsCalledOnLoad\n${file.code}`
        }
      },
    },
  }
}

/** What holds the slides, where none of them comes or goes by a transition: an element. */
const STILL = `import { defineComponent, h } from 'vue'
export const TransitionGroup = defineComponent({
  props: ['tag', 'name', 'css'],
  emits: ['afterLeave'],
  setup: (_, { slots }) => () => h('div', slots.default()),
})`

/** How Slidev's show hides the slides that are not on show, and how ours does. */
const HIDES = 'v-show="route === currentSlideRoute"'
const HIDES_STILL =
  ':style="route === currentSlideRoute ? undefined : \'display: none\'" :data-waiting="route === currentSlideRoute ? undefined : \'\'"'

/**
 * Changes slides without Vue's transitions: to find out that there are none it measures every slide at every step, and
 * has the page laid out once more for it. A directive on them would have all of them rendered anew at every change,
 * where only two look different; and what waits is marked, so that it can be laid out ahead.
 */
function still(): Plugin {
  return {
    name: 'still',
    enforce: 'pre',
    resolveId: id => (id === 'virtual:still' ? '\0still' : undefined),
    load: id => (id === '\0still' ? STILL : undefined),
    transform: {
      filter: { id: /@slidev\/client\/internals\/SlidesShow\.vue$/ },
      handler(code) {
        const changed = code
          .replace(' TransitionGroup,', '')
          .replace('<script setup lang="ts">', "$&\nimport { TransitionGroup } from 'virtual:still'")
        if (!changed.includes('computed, shallowRef, watchEffect } from'))
          this.error('Slidev takes the transition of its slides from elsewhere than it did')
        if (!changed.includes(HIDES))
          this.error('Slidev hides the slides that are not on show in another way than it did')
        return changed.replace(HIDES, HIDES_STILL)
      },
    },
  }
}

/** Whether the deck's slides change at once. */
const isStill = (transition: unknown) =>
  typeof transition === 'object' && transition !== null && 'css' in transition && transition.css === false

/** Whether the build is for paper, and its data are served beside it. */
const isPaperOnly = process.env[PAPER_ONLY] !== undefined

export default defineVitePluginsSetup(({ withoutNotes, data, userRoot }) => [
  fence(),
  together(userRoot),
  lean(data.config.drawings.enabled !== false),
  ...(isStill(data.config.transition) ? [still()] : []),
  deckData(withoutNotes ?? false, isPaperOnly),
  ownSources(),
  isPaperOnly ? paperOnly() : compiledAhead(),
])
