import type { Plugin } from 'vite'

/**
 * Has the browser compile all functions beside the page, while a script loads: else each is compiled when it is called for
 * the first time, and the first slide, and the first step that somebody sees, wait for it.
 */
export function eagerCompile(): Plugin {
  return {
    name: 'eager-compile',
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
