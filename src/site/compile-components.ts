import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { rolldown, type Plugin } from 'rolldown'
import { compileScript, parse } from 'vue/compiler-sfc'
import type { Component } from 'vue'
import { root } from '../files/root.ts'

/** Components made ready for Vue's server renderer, and the style sheets in them. */
export type ServerComponents = {
  readonly components: Readonly<Record<string, Component>>
  readonly styles: string
}

/**
 * Compile components for Vue's server renderer: the ones of a slide, so that a picture is drawn by one code alone.
 *
 * @param names - of components in `components/reading/`, without `.vue`.
 * @param words - the language of the deck, and the words of those that are shown: the module `virtual:words`.
 * @returns the components by name, and the styles of all that they use.
 */
export async function compileComponents(names: readonly string[], words: object): Promise<ServerComponents> {
  const styles = new Map<string, string>()
  const entry = 'virtual:pages'
  const exports = names.map(it => {
    const file = join(root, 'components/reading', `${it}.vue`)
    return `export { default as ${it} } from ${JSON.stringify(file)}`
  })
  const modules: Readonly<Record<string, string>> = {
    [entry]: exports.join('\n'),
    'virtual:words': `export default ${JSON.stringify(words)}`,
  }
  const bundle = await rolldown({
    input: entry,
    cwd: root,
    checks: { pluginTimings: false },
    platform: 'node',
    external: [/^vue(?:\/|$)/],
    plugins: [
      {
        name: 'pages',
        resolveId: id => (id in modules ? id : undefined),
        load: id => modules[id],
      },
      vueForServer(styles),
    ],
  })
  const folder = join(root, '.cache/components')
  // A name of its own: what was imported from a file before is not read again.
  const file = join(folder, `components-${randomUUID()}.mjs`)
  try {
    const { output } = await bundle.generate({ format: 'esm' })
    await mkdir(folder, { recursive: true })
    await writeFile(file, output[0].code)
    const components = (await import(pathToFileURL(file).href)) as ServerComponents['components']
    return {
      components,
      // In the order of imports, as Vite has it in the deck: a component's styles come after those of what it uses.
      styles: output[0].moduleIds.flatMap(it => styles.get(it) ?? []).join('\n'),
    }
  } finally {
    await bundle.close()
    await rm(file, { force: true })
  }
}

/** Compiles `.vue` files, and collects their styles, which are global in this deck. */
function vueForServer(styles: Map<string, string>): Plugin {
  return {
    name: 'vue-for-server',
    load: {
      filter: { id: /\.vue$/ },
      async handler(id) {
        const { descriptor, errors } = parse(await readFile(id, 'utf8'), { filename: id })
        if (errors[0]) throw errors[0]
        styles.set(id, descriptor.styles.map(it => it.content).join('\n'))
        const options = { id, inlineTemplate: true, isProd: true, templateOptions: { ssr: true, ssrCssVars: [] } }
        return { code: compileScript(descriptor, options).content, moduleType: 'ts' }
      },
    },
  }
}
