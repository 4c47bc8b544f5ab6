import type { TreeFiles } from './toy-files.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { SHARED, writeTree } from './toy-files.ts'

const made: string[] = []
afterAll(() => made.forEach(dir => rmSync(dir, { recursive: true, force: true })))

/** Write a tree into a temporary folder, which is deleted after the tests of the file. */
export function makeTree(files: TreeFiles): string {
  const dir = mkdtempSync(join(tmpdir(), 'pt-regs-tree-'))
  made.push(dir)
  writeTree(dir, files)
  return dir
}

/** What makes an arch that is in no table one of 64 bits. */
const WIDE = ['config 64BIT', '\tdef_bool y']

/**
 * Write a tree with one architecture, `toy` unless `arch` says otherwise, whose Kconfig has these lines; `toy` is 64
 * bits wide.
 */
export function toyTree(
  lines: readonly string[],
  { arch = 'toy', ...files }: { readonly arch?: string } & TreeFiles = {},
): string {
  return makeTree({
    ...SHARED,
    [`arch/${arch}/Kconfig`]: `${[...lines, ...(arch === 'toy' ? WIDE : ['config MADE_UP', '\tbool'])].join('\n')}\n`,
    ...files,
  })
}
