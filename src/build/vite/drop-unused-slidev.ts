import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'
import { root } from '../../files/root.ts'

/** What Slidev's client gets instead of a package: the one function that it takes from it. */
type Substitute = { readonly package: string; readonly name: string; readonly code: string }

/** The same function, from the door of the package behind which no YAML is read and written. */
const PARSER: Substitute = {
  package: '@slidev/parser/core',
  name: 'parseRangeString',
  code: "export { parseRangeString } from '@slidev/parser/utils'",
}

/** The painter of marks comes when a slide has the first of them, and does then all that it was called for. */
const MARKS: Substitute = {
  package: '@slidev/rough-notation',
  name: 'annotate',
  code: `export function annotate(element, options) {
  const mark = import('@slidev/rough-notation').then(it => it.annotate(element, options))
  return new Proxy({}, {
    get: (_, name) => (...values) => void mark.then(it => it[name](...values)),
    set: (_, name, value) => (void mark.then(it => { it[name] = value }), true),
  })
}`,
}

/** A pen that does nothing, all that it is called for. */
const PEN: Substitute = {
  package: 'drauu',
  name: 'createDrauu',
  code: `export const createDrauu = () => new Proxy({ __v_skip: true, mounted: false }, {
  get: (own, name) => name in own || typeof name === 'symbol' || name.startsWith('__') ? own[name] : () => '',
})`,
}

/** Slidev's logo as its dialog shows it, 20 px high: 94 kB of pixels, and 4 kB as Slidev has it drawn. */
const LOGO = '/assets/logo.png'
const DRAWN_LOGO = '@slidev/client/assets/logo.svg'

/** Slidev's presenter, which its router names though `setup/routes.ts` has ours in its place, and ours. */
const PRESENTER = '/pages/presenter.vue'
const OUR_PRESENTER = join(root, 'components/presenter/PresenterPage.vue')

/**
 * Keeps from the first slide what Slidev loads with it and this deck has no use for: a YAML parser and writer, the
 * painter of marks, and the pen where drawing is off. Slidev's logo comes drawn, and its presenter not at all.
 *
 * Gains 26 of 217 kB of JavaScript, gzipped: 10.6, 10.4 and 5.5. Not needed any more when Slidev takes that function
 * from `@slidev/parser/utils` (https://github.com/slidevjs/slidev/blob/main/packages/client/logic/utils.ts) and loads
 * the other two when they are used, as https://github.com/slidevjs/slidev/pull/2484 would have Mermaid. What Slidev
 * imports in another way than it did, it gets.
 *
 * @param isDrawing - whether the deck has drawing on.
 * @returns the plugin.
 */
export function dropUnusedSlidevModules(isDrawing: boolean): Plugin {
  const substitutes = isDrawing ? [PARSER, MARKS] : [PARSER, MARKS, PEN]
  /** A file of Slidev's client. */
  let client: string | undefined
  return {
    name: 'drop-unused-slidev',
    apply: 'build',
    enforce: 'pre',
    resolveId(id, importer) {
      if (id.startsWith('virtual:instead-of/')) return `\0${id}`
      if (id.endsWith(LOGO) && importer?.includes('/@slidev/client/')) return this.resolve(DRAWN_LOGO, importer)
      if (id.endsWith(PRESENTER) && importer?.includes('/@slidev/client/')) return OUR_PRESENTER
      // Found as Slidev finds it: beside a deck in another folder there need be no packages.
      return importer?.startsWith('\0virtual:instead-of/') ? this.resolve(id, client) : undefined
    },
    load: id => substitutes.find(it => id === `\0virtual:instead-of/${it.package}`)?.code,
    transform: {
      filter: {
        id: /\/@slidev\/client\/.*\.ts$/,
        code: / from '(?:@slidev\/parser\/core|@slidev\/rough-notation|drauu)'/,
      },
      async handler(code, id) {
        const substitute = substitutes.find(it => new RegExp(`^import \\{.* from '${it.package}'`, 'm').test(code))
        if (!substitute) return undefined
        client = id
        const { name, package: theirs } = substitute
        const utils = substitute === PARSER ? await this.resolve('@slidev/parser/utils', id) : undefined
        const isThere = substitute !== PARSER || (utils && readFileSync(utils.id, 'utf8').includes(name))
        if (isThere && code.includes(`import { ${name} } from '${theirs}'`))
          return code.replace(
            `import { ${name} } from '${theirs}'`,
            `import { ${name} } from 'virtual:instead-of/${theirs}'`,
          )
        this.warn(`Slidev imports ${theirs} in another way than it did: the first slide loads it`)
        return undefined
      },
    },
  }
}
