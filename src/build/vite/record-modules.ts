import { existsSync, globSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'
import type { Plugin } from 'vite'

/**
 * Asks Node for what Rolldown reads without it, so that it is recorded (record-inputs.ts): modules, the folders in
 * which they stand, what it looks up in those, and what `import.meta.glob` finds.
 *
 * @param roots - the deck's folder, and that from which it takes what it does not have itself; absolute.
 * @returns the plugin.
 */
export function recordModules(roots: readonly string[]): Plugin {
  const isRead = new Set<string>()

  function readFolders(folder: string): void {
    if (isRead.has(folder) || !roots.some(it => folder.startsWith(it)) || folder.includes('node_modules')) return
    isRead.add(folder)
    readdirSync(folder)
    for (const name of ['package.json', 'tsconfig.json']) existsSync(join(folder, name))
    readFolders(dirname(folder))
  }

  return {
    name: 'record-modules',
    apply: 'build',
    enforce: 'pre',
    load: {
      order: 'pre',
      handler(id) {
        const file = id.replace(/[?#].*$/, '')
        if (!isAbsolute(file) || !statSync(file, { throwIfNoEntry: false })?.isFile()) return
        readFileSync(file)
        readFolders(dirname(file))
      },
    },
    transform: {
      filter: { code: /import\.meta\.glob/ },
      handler(code, id) {
        const globs = code.matchAll(/\bimport\.meta\.glob\w*(?:<[^>]*>)?\(\s*(\[[^\]]*\]|'[^']*'|"[^"]*")/g)
        const patterns = [...globs].flatMap(([, list]) => list!.match(/[^\s[\],'"][^'"]*(?=['"])/g) ?? [])
        for (const it of patterns)
          if (!it.startsWith('!')) globSync(join(it.startsWith('/') ? roots[0]! : dirname(id), it), { cwd: roots[0]! })
      },
    },
  }
}
