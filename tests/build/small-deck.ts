import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { root } from '../../src/files/root.ts'

/** What stands at a path of a deck: a text, a link to elsewhere, or nothing. */
export type Content = string | { readonly link: string } | undefined

/** A deck that has one of all that Slidev reads, and nothing of the talk: it builds in a third of the time. */
const FILES: Readonly<Record<string, string>> = {
  'package.json': '{ "type": "module" }',
  'slides.md': [
    '---\ntheme: none\nfonts: { provider: none }\nfavicon: ""\n---\n\n# Slides\n\n<Small />\n',
    '<<< @/snippets/sum.txt\n\n![a plan](./plan.svg)\n',
    '---\nsrc: ./more.md\n---\n',
  ].join('\n'),
  'more.md': '# More\n',
  'snippets/sum.txt': 'SNIPPET\n',
  'plan.svg': `<svg xmlns="http://www.w3.org/2000/svg"><title>PLAN</title></svg>${'<!-- -->'.repeat(600)}`,
  'public/icon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  'styles/index.css': "@import './base.css';\n",
  'styles/base.css': '.small { color: red }\n',
  'words/one.ts': "export const word = 'ONE'\n",
  'components/Small.vue': `<script setup lang="ts">
import { word } from '../words/one.ts'
const words = import.meta.glob<{ word: string }>('../words/*.ts', { eager: true })
</script>

<template>
  <p class="small">{{ word }} {{ Object.values(words).map(it => it.word) }}</p>
</template>
`,
}

/** A small deck in a folder of its own. */
export type SmallDeck = {
  /** Absolute. */
  readonly folder: string
  /** Write a file, or remove it, with its folder if nothing else is in it. */
  readonly put: (path: string, content: Content) => void
  /** What stands at a path. */
  readonly text: (path: string) => string | undefined
  readonly remove: () => void
}

/**
 * Make a small deck. It shares the installed packages.
 *
 * @param plugin - a Vite plugin of its own, as an expression in which `deck` is the deck's folder; `execSync`,
 *   `createReadStream`, `readdirSync` and `join` are Node's.
 */
export function makeSmallDeck(plugin = 'null'): SmallDeck {
  const folder = mkdtempSync(join(tmpdir(), 'pt-regs-small-'))
  const put = (path: string, content: Content) => {
    const file = join(folder, path)
    mkdirSync(dirname(file), { recursive: true })
    rmSync(file, { recursive: true, force: true })
    if (content === undefined && readdirSync(dirname(file)).length === 0) rmdirSync(dirname(file))
    if (typeof content === 'string') writeFileSync(file, content)
    else if (content) symlinkSync(content.link, file)
  }
  const files = {
    ...FILES,
    'setup/plugin.ts': `import { execSync } from 'node:child_process'\nimport { createReadStream, readdirSync } from 'node:fs'\nimport { join } from 'node:path'\nexport const own = (deck: string) => (${plugin})\n`,
    'setup/vite-plugins.ts': [
      `import { recordModules } from '${join(root, 'src/build/vite/record-modules.ts')}'`,
      "import { own } from './plugin.ts'",
      'export default ({ userRoot }: { userRoot: string }) => [recordModules([userRoot]), own(userRoot)]\n',
    ].join('\n'),
  }
  for (const [path, content] of Object.entries(files)) put(path, content)
  put('node_modules', { link: join(root, 'node_modules') })
  const text = (path: string) => {
    try {
      return readFileSync(join(folder, path), 'utf8')
    } catch {
      return undefined
    }
  }
  return { folder, put, text, remove: () => rmSync(folder, { recursive: true }) }
}
