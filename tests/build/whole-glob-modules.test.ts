import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { root } from '../../src/files/root.ts'
import { run } from '../scripts/run.ts'

const LOADED = pathToFileURL(join(root, 'src/build/slidev/whole-glob-modules.ts')).href

/** As Slidev writes a module of globs: the folder, then the file. Says which file that is each time, by its inode. */
const WRITER = `
  import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
  const [folder] = process.argv.slice(1)
  const inodes = ['one', 'one', 'other'].map(text => {
    mkdirSync(folder, { recursive: true })
    writeFileSync(folder + '/import-glob.1.ts', text, 'utf-8')
    return statSync(folder + '/import-glob.1.ts').ino
  })
  console.log(JSON.stringify({ inodes, names: readdirSync(folder) }))
`

test('a module of globs is left as it is where it holds that already, and is never written in place', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pt-regs-globs-'))
  const written = async (to: string) => {
    const ended = await run(process.execPath, [
      '--import',
      LOADED,
      '--input-type=module',
      '-e',
      WRITER,
      join(folder, to),
    ])
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    return JSON.parse(ended.stdout) as { inodes: readonly [number, number, number]; names: readonly string[] }
  }
  const { inodes, names } = await written('node_modules/.slidev/virtual')
  expect(inodes[1]).toBe(inodes[0])
  expect(inodes[2]).not.toBe(inodes[1])
  expect(names).toEqual(['import-glob.1.ts'])
  // Any other file is written as it always is.
  const { inodes: others } = await written('elsewhere')
  expect(new Set(others).size).toBe(1)
  rmSync(folder, { recursive: true })
})
