// Loaded by `node --import` before Slidev. Slidev writes small modules below node_modules, named by what they hold,
// whether they are there or not: a build that runs at the same time and shares the packages may read one that is half
// written. Here they are written beside and renamed into place, and left as they are where they hold that already:
// packages that another user has installed need not be written to then.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { temporaryPathFor } from '../../files/temporary-paths.ts'

const GLOB_MODULE = /[/\\]node_modules[/\\]\.slidev[/\\]virtual[/\\]/

const { mkdirSync, readFileSync, renameSync, writeFileSync } = fs

fs.mkdirSync = ((path: fs.PathLike, options?: fs.MakeDirectoryOptions) =>
  isGlobPath(`${path.toString()}/`) && fs.existsSync(path)
    ? undefined
    : mkdirSync(path, options)) as typeof fs.mkdirSync

fs.writeFileSync = (file, data, options) => {
  if (!isGlobPath(file) || typeof data !== 'string') return writeFileSync(file, data, options)
  if (textOf(file) === data) return
  const temporary = temporaryPathFor(file)
  writeFileSync(temporary, data, options)
  renameSync(temporary, file)
}

syncBuiltinESMExports()

function isGlobPath(path: unknown): path is string {
  return typeof path === 'string' && GLOB_MODULE.test(path)
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
