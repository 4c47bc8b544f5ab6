import type { Plugin } from 'vite'

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
export function dropUnusedSlidevModules(isDrawing: boolean): Plugin {
  return {
    name: 'drop-unused-slidev',
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
