import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'
import { KERNEL_SOURCES } from '../build-environment.ts'

/** Gives the browser the kernel's own lines, as they were read from the tree that the command was given; null without one. */
export function kernelSources(): Plugin {
  const file = process.env[KERNEL_SOURCES]
  return {
    name: 'kernel-sources',
    resolveId: id => (id === 'virtual:own-sources' ? `\0${id}` : undefined),
    load: id =>
      id === '\0virtual:own-sources'
        ? `export default JSON.parse(${JSON.stringify(file ? readFileSync(file, 'utf8') : 'null')})`
        : undefined,
  }
}
