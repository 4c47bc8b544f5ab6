/** The package that holds Node, by what `process.platform` and `process.arch` say. */
export const NODE_PACKAGES: Readonly<Record<string, string>>

/**
 * The Node that runs this project.
 *
 * @param modules - the folder node_modules, absolute.
 * @param machine - what `process` says; a test says something else.
 * @returns its path; in `modules` it is there once the packages are.
 * @throws Error when there is no package for this machine, and the Node that was found is too old.
 */
export function findProjectNode(
  modules: string,
  machine?: { readonly platform: string; readonly arch: string; readonly version: string; readonly execPath: string },
): string
