import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { root } from '../data/model/load-fs.ts'

/** Who may import what: the longest prefix of a file's path counts. Data flows one way, data to slides. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'data/': ['data/', 'yaml', 'zod'],
  'data/model/load-': ['data/', 'node:', 'fontkit'],
  'data/model/slides.ts': ['data/', '@slidev/parser', 'zod'],
  'components/geometry/': ['components/geometry/', 'data/', 'd3'],
  'components/answers/': ['components/answers/', 'components/geometry/', 'data/'],
  'components/': ['components/', 'data/', 'vue', 'virtual:deck'],
  'components/load-moments.ts': ['components/geometry/', 'vue', 'virtual:moments'],
  'components/use-seen.ts': ['components/show/', 'vue', '@slidev/client'],
  'components/use-motion.ts': ['components/drawn.ts', 'components/calm.ts', 'vue', '@slidev/client'],
  'components/use-told.ts': ['components/calm.ts', 'vue', '@slidev/client'],
  'components/use-step.ts': ['vue', '@slidev/client'],
  'components/SlideFrame.vue': ['components/', 'vue', '@slidev/client'],
  'components/told/AudienceAccess.vue': ['components/', 'vue', '@slidev/client'],
  'components/explorer/': ['components/', 'data/', 'vue', 'virtual:atlas', '@slidev/client'],
  'components/show/': [
    'components/show/',
    'components/calm.ts',
    'components/geometry/source-page.ts',
    'components/use-deck.ts',
    'components/lazy.ts',
    'components/load-moments.ts',
    'vue',
    'virtual:own-sources',
    '@slidev/client',
  ],
  'components/sources/': [
    'components/geometry/',
    'components/show/',
    'components/use-seen.ts',
    'vue',
    'virtual:own-sources',
    '@slidev/client',
  ],
  'components/presenter/': [
    'components/presenter/',
    'components/show/',
    'components/drawn.ts',
    'data/',
    'vue',
    '@slidev/client',
  ],
  'components/handout/': ['components/', 'data/', 'vue', 'virtual:deck', 'virtual:handout'],
  'layouts/': ['components/', 'vue'],
  'setup/root.ts': ['components/explorer/ExplorerHost.vue', 'components/show/', '@slidev/', 'vue'],
  'setup/routes.ts': ['components/handout/HandoutPage.vue', 'components/presenter/PresenterPage.vue', '@slidev/'],
  'setup/shortcuts.ts': ['components/show/', '@slidev/'],
  'setup/': [
    'scripts/lib/deck-json.ts',
    'scripts/lib/fence.ts',
    'scripts/lib/own-sources-option.ts',
    'scripts/lib/paper-only.ts',
    'node:fs',
    'vite',
    '@slidev/',
  ],
  'styles/': ['styles/', '@fontsource/'],
  'scripts/': [
    'scripts/',
    'data/',
    'components/geometry/',
    'components/answers/atlas.ts',
    'components/handout/paper.ts',
    'node:',
    '@cantoo/pdf-lib',
    'playwright-chromium',
    'mrmime',
    'open',
    'rolldown',
    'zod',
  ],
  'scripts/lib/contrast.ts': ['culori'],
  'scripts/test-faults.ts': ['scripts/', 'tests/faults/'],
  'scripts/lib/read-handout.ts': [
    'scripts/',
    'data/',
    'components/geometry/',
    'node:',
    '@slidev/parser',
    'markdown-exit',
  ],
  'scripts/lib/paper-only.ts': ['vite'],
  'scripts/lib/headmatter.ts': ['scripts/', 'data/', 'node:'],
  'scripts/lib/kernel/': [
    'scripts/',
    'data/',
    'components/geometry/source-page.ts',
    'components/geometry/counterpart.ts',
    'node:',
    'yaml',
    'zod',
    'web-tree-sitter',
  ],
  'scripts/lib/grow-deck.ts': ['scripts/', 'data/', 'node:', '@slidev/parser', 'yaml'],
  'scripts/lib/walk-windows.ts': [
    'scripts/',
    'components/geometry/',
    'components/show/show.ts',
    'd3',
    'playwright-chromium',
  ],
  'scripts/lib/layout-engines.ts': ['components/geometry/', '@dagrejs/dagre', '@viz-js/viz', 'd3-dag', 'elkjs'],
}

const FOLDERS = ['data', 'components', 'layouts', 'setup', 'styles', 'scripts']
const files = FOLDERS.flatMap(folder =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(file => /\.(?:ts|mjs|vue)$/.test(file) && !/\.d\.m?ts$/.test(file))
    .map(file => `${folder}/${file.replaceAll('\\', '/')}`),
)

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8')
  const script = file.endsWith('.vue') ? (/<script[^>]*>([\s\S]*?)<\/script>/.exec(text)?.[1] ?? '') : text
  return ts
    .preProcessFile(script)
    .importedFiles.map(({ fileName }) =>
      fileName.startsWith('.') ? normalize(join(dirname(file), fileName)).replaceAll('\\', '/') : fileName,
    )
}

describe('the import table', () => {
  test('finds the imports that it is about', () => {
    expect(importsOf('layouts/stage.vue')).toContain('components/StackDiagram.vue')
    expect(importsOf('data/model/load-font.ts')).toContain('fontkit')
  })

  test.each(files)('%s imports only what it may', file => {
    const prefix = Object.keys(MAY_IMPORT)
      .filter(it => file.startsWith(it))
      .sort((a, b) => b.length - a.length)[0]!
    const allowed = MAY_IMPORT[prefix]!
    expect(importsOf(file).filter(name => !allowed.some(it => name === it || name.startsWith(it)))).toEqual([])
  })
})
