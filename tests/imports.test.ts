import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { root } from '../src/files/root.ts'

/**
 * The layers, lowest first: a folder with all that is below it in the tree, and what it may import besides itself. A
 * folder may import only what stands above it in this table, so no import runs back up. The longest prefix counts.
 */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  'src/words/': [],
  'src/errors/': ['leven'],
  'src/files/': ['src/errors/', 'node:'],
  'src/server/': ['src/files/', 'node:', 'mrmime'],
  'src/pdf/': ['src/files/', 'node:', '@cantoo/pdf-lib'],
  'src/presentation/': ['src/words/'],
  'src/layout/': ['d3'],
  'src/canvas/': ['src/layout/', 'd3', 'uqr'],
  'src/model/schema/': ['zod'],
  'src/model/yaml/': ['src/errors/', 'js-yaml', 'yaml', 'zod'],
  'src/model/analysis/': ['src/words/', 'src/model/schema/'],
  'src/model/': ['src/errors/', 'src/words/', 'src/model/schema/', 'src/model/yaml/', 'src/model/analysis/'],
  'src/model/check/': ['src/errors/', 'src/model/', 'yaml', 'zod'],
  'src/model/read/': ['src/errors/', 'src/files/', 'src/model/', 'node:', '@slidev/parser', 'yaml', 'zod'],
  'src/look/': ['src/errors/', 'src/files/', 'src/model/', 'node:', 'culori', 'fontkit'],
  'src/deck/': ['src/words/', 'src/layout/', 'src/canvas/', 'src/model/'],
  'src/handout/': ['src/words/', 'src/deck/', 'src/model/'],
  'src/explorer/': ['src/errors/', 'src/words/', 'src/deck/', 'src/model/'],
  'src/data-package/': ['src/errors/', 'src/files/', 'src/model/', 'src/explorer/', 'node:', 'rolldown', 'zod'],
  'src/kernel/': ['src/errors/', 'src/files/', 'src/model/', 'src/deck/', 'node:', 'web-tree-sitter', 'yaml', 'zod'],
  'src/running/guest/': ['src/files/', 'node:'],
  'src/running/debugger/': ['src/running/guest/', 'node:'],
  'src/running/sessions/': ['src/model/', 'src/running/debugger/'],
  'src/running/measure/': [
    'src/files/',
    'src/model/',
    'src/running/guest/',
    'src/running/debugger/',
    'src/running/sessions/',
    'node:',
  ],
  'src/running/': ['src/errors/', 'src/files/', 'src/model/', 'node:', 'yaml'],
  'src/build/': [
    'src/errors/',
    'src/words/',
    'src/files/',
    'src/server/',
    'src/pdf/',
    'src/presentation/',
    'src/model/',
    'src/look/',
    'src/words/',
    'src/deck/',
    'src/handout/',
    'src/explorer/',
    'src/kernel/',
    'node:',
    '@mdit-vue/',
    '@slidev/',
    'fontkit',
    'markdown-exit',
    'rolldown',
    'vite',
    'vue',
    'zod',
  ],
  'src/site/': [
    'src/errors/',
    'src/files/',
    'src/look/',
    'src/words/',
    'src/canvas/',
    'src/layout/',
    'src/model/',
    'src/deck/',
    'src/handout/',
    'src/explorer/',
    'src/data-package/',
    'src/build/',
    'node:',
    'rolldown',
    'vue',
  ],
  'src/cli/': ['src/errors/', 'src/files/', 'src/model/', 'src/build/', 'node:'],
  'src/chromium/': ['src/files/', 'src/server/', 'src/canvas/', 'src/build/', 'node:', 'playwright-chromium'],
  'src/print/': [
    'src/files/',
    'src/pdf/',
    'src/model/',
    'src/handout/',
    'src/build/',
    'src/chromium/',
    'node:',
    '@cantoo/pdf-lib',
    'playwright-chromium',
  ],
  'src/figures/': [
    'src/words/',
    'src/files/',
    'src/canvas/',
    'src/model/',
    'src/look/',
    'src/build/',
    'src/chromium/',
    'src/print/',
    'node:',
    'playwright-chromium',
  ],
  'src/publish/': [
    'src/words/',
    'src/pdf/',
    'src/build/',
    'src/site/',
    'src/chromium/',
    'src/print/',
    'src/figures/',
    'node:',
  ],
  'src/rehearse/': [
    'src/model/',
    'src/presentation/',
    'src/look/',
    'src/build/',
    'src/chromium/',
    'src/print/',
    'node:',
    'playwright-chromium',
  ],
  'components/slidev/': [],
  'components/scheduling/': ['vue', '@vueuse/core'],
  'components/dataset/': ['src/', 'vue', 'virtual:'],
  'components/presentation/': ['src/', 'components/scheduling/', 'components/dataset/', ...browser()],
  'components/dialogs/': [
    'src/',
    'components/dataset/',
    'components/presentation/',
    'components/scheduling/',
    ...browser(),
  ],
  'components/kernel-source/': ['src/', 'components/dataset/', 'components/presentation/', ...browser()],
  'components/slide/': [
    'src/',
    'components/scheduling/',
    'components/dataset/',
    'components/presentation/',
    'components/kernel-source/',
    ...browser(),
  ],
  'components/panels/': ['src/', 'components/dataset/', 'components/slide/', ...browser()],
  'components/stage/': ['src/', 'components/scheduling/', 'components/dataset/', 'components/slide/', ...browser()],
  'components/presenter/': [
    'src/',
    'components/scheduling/',
    'components/dataset/',
    'components/presentation/',
    'components/dialogs/',
    ...browser(),
  ],
  'components/explorer/': [
    'src/',
    'components/scheduling/',
    'components/dataset/',
    'components/presentation/',
    'components/slide/',
    'components/panels/',
    'components/stage/',
    ...browser(),
  ],
  'components/handout/': [
    'src/',
    'components/dataset/',
    'components/presentation/',
    'components/slide/',
    'components/panels/',
    'components/stage/',
    ...browser(),
  ],
  'components/reading/': ['src/', 'components/dataset/', 'components/panels/', 'components/stage/', 'vue'],
  'styles/': ['virtual:'],
  'layouts/': ['src/', 'components/', 'vue'],
  'setup/': ['src/', 'components/', 'node:', 'vite', 'vue', '@slidev/'],
  'scripts/setup/': ['src/chromium/', 'node:'],
  'scripts/': ['src/', 'node:', '@cantoo/pdf-lib', 'open', 'zod'],
  'scripts/lint/': ['src/', 'node:', 'typescript', 'yaml'],
  'scripts/test/': ['src/', 'node:'],
  'scripts/bench/': [
    'src/',
    'scripts/',
    'node:',
    '@cantoo/pdf-lib',
    '@slidev/parser',
    'playwright-chromium',
    'yaml',
    '@dagrejs/dagre',
    '@viz-js/viz',
    'd3',
    'd3-dag',
    'elkjs',
  ],
}

/** What the browser may be given. */
function browser(): readonly string[] {
  return ['vue', '@vueuse/core', '@slidev/client', 'virtual:', 'd3']
}

/** The layered graph drawing and the canvas are about boxes and links: they know none of these words. */
const SUBJECT = /\b(?:arch|arches|kernels?|registers?|regs|pt_regs|captures?|mechanisms?|structs?|probes?|traces?)\b/i

const SOURCES = ['components', 'layouts', 'setup', 'styles', 'scripts', 'src']
const files = SOURCES.flatMap(folder =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(file => /\.(?:ts|mjs|vue)$/.test(file) && !/\.d\.m?ts$/.test(file))
    .map(file => `${folder}/${file.replaceAll('\\', '/')}`),
)

/** What a file imports, types too: paths from the repository's root, and names of packages. */
function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(root, file), 'utf8')
  const scripts = file.endsWith('.vue')
    ? [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(it => it[1]).join('\n')
    : text
  return ts
    .preProcessFile(scripts)
    .importedFiles.map(({ fileName }) =>
      fileName.startsWith('.') ? normalize(join(dirname(file), fileName)).replaceAll('\\', '/') : fileName,
    )
}

/** What a file imports that is there when it runs: no types. */
function valueImportsOf(file: string): readonly string[] {
  if (!existsSync(join(root, file)) || !/\.(?:ts|vue)$/.test(file)) return []
  const text = readFileSync(join(root, file), 'utf8')
  const types = [...text.matchAll(/^(?:import|export) (type )?(?:\{([^}]*)\} )?[^'"]*from '([^']+)'/gm)]
    .filter(([, isType, names]) => isType || names?.split(',').every(it => /^\s*(?:type .*)?$/.test(it)))
    .map(it => it[3]!)
  const values = new Set(
    [...text.matchAll(/^(?:import|export) (?!type )[^'"]*from '([^']+)'/gm)]
      .map(it => it[1]!)
      .filter(it => !types.includes(it)),
  )
  const isValue = (name: string) => [...values].some(it => name === it || normalize(join(dirname(file), it)) === name)
  return importsOf(file).filter(
    it => !types.some(type => normalize(join(dirname(file), type)) === it || type === it) || isValue(it),
  )
}

const imports = new Map(files.map(file => [file, importsOf(file)]))

/** The layer of a file: the longest prefix. */
function layerOf(file: string): string | undefined {
  return Object.keys(LAYERS)
    .filter(it => file.startsWith(it))
    .sort((a, b) => b.length - a.length)[0]
}

describe('imports', () => {
  test('are found, in components too', () => {
    expect(importsOf('layouts/stage.vue')).toContain('components/stage/StageDiagram.vue')
    expect(importsOf('src/build/measure-text.ts')).toContain('fontkit')
  })

  test('each file has a layer, and each layer names only layers below it', () => {
    expect(files.filter(file => !layerOf(file))).toEqual([])
    const names = Object.keys(LAYERS)
    const upward = names.flatMap((layer, i) =>
      LAYERS[layer]!.filter(it => it.endsWith('/') && SOURCES.some(folder => it.startsWith(`${folder}/`)))
        .filter(it => it !== 'src/' && it !== 'components/' && it !== 'scripts/' && !names.slice(0, i).includes(it))
        .map(it => `${layer} -> ${it}`),
    )
    expect(upward).toEqual([])
  })

  test.each(files)('of %s are those that its folder may have', file => {
    const layer = layerOf(file)!
    const allowed = [layer, ...LAYERS[layer]!]
    expect(imports.get(file)!.filter(name => !allowed.some(it => name === it || name.startsWith(it)))).toEqual([])
  })

  test('give the browser no schema library, no YAML and nothing of Node', () => {
    // The static pages are rendered in Node.
    const entries = files.filter(it =>
      /^(?:layouts|components\/(?!reading))\/|^setup\/(?:root|routes|shortcuts)/.test(it),
    )
    const reached = new Map<string, string>(entries.map(it => [it, it]))
    for (const [file, path] of reached)
      for (const next of valueImportsOf(file)) if (!reached.has(next)) reached.set(next, `${path} -> ${next}`)
    const foreign = [...reached.values()].filter(it => / -> (?:zod|yaml|js-yaml|node:\w+)$/.test(it))
    expect(foreign).toEqual([])
  })

  test('run in no circle', () => {
    const done = new Set<string>()
    const circles: string[] = []
    const follow = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' -> '))
      if (done.has(file) || path.includes(file)) return
      for (const next of imports.get(file) ?? []) follow(next, [...path, file])
      done.add(file)
    }
    for (const file of files) follow(file, [])
    expect(circles).toEqual([])
  })
})

describe('the tree', () => {
  test.each(files.filter(file => /^src\/(?:layout|canvas)\//.test(file)))('%s is about boxes and links alone', file => {
    expect(readFileSync(join(root, file), 'utf8').match(SUBJECT)?.[0]).toBeUndefined()
  })

  test('has nothing but YAML and its schemas in data/', () => {
    const data = readdirSync(join(root, 'data'), { recursive: true, withFileTypes: true }).filter(it => it.isFile())
    expect(data.map(it => it.name).filter(name => !/\.(?:yaml|json|md)$/.test(name))).toEqual([])
  })

  test('has at most 20 files in a folder of code or tests', () => {
    const tests = readdirSync(join(root, 'tests'), { recursive: true, encoding: 'utf8' })
    const folders = Map.groupBy([...files, ...tests.filter(it => it.endsWith('.ts')).map(it => `tests/${it}`)], dirname)
    expect([...folders].filter(([, its]) => its.length > 20).map(([folder]) => folder)).toEqual([])
  })

  test('is type-checked whole', () => {
    const { include } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8')) as { include: readonly string[] }
    const vue = readdirSync(root).filter(name => name.endsWith('.vue'))
    expect(vue.length === 0 || include.includes('*.vue')).toBe(true)
    expect(SOURCES.filter(folder => existsSync(join(root, folder)) && !include.includes(folder))).toEqual([])
  })
})
