import type { Plugin } from 'vite'
import { KERNEL_TREE } from '../build-environment.ts'

/**
 * Gives the browser the kernel's own lines, read from the tree that the command was given; null without one.
 *
 * @param talk - its deck's folder, absolute, and its slides, relative to that.
 * @returns the plugin.
 */
export function kernelSources(talk: { readonly deck: string; readonly slides: string }): Plugin {
  const dir = process.env[KERNEL_TREE]
  return {
    name: 'kernel-sources',
    resolveId: id => (id === 'virtual:kernel-sources' ? `\0${id}` : undefined),
    async load(id) {
      if (id !== '\0virtual:kernel-sources') return undefined
      const { readKernelTree } = await import('../read-kernel-tree.ts')
      return `export default JSON.parse(${JSON.stringify(dir ? JSON.stringify(await readKernelTree(dir, talk)) : 'null')})`
    },
  }
}
