import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { checkPublic } from '../../../src/model/read/public-files.ts'

const deck = mkdtempSync(join(tmpdir(), 'pt-regs-public-'))
afterAll(() => rmSync(deck, { recursive: true, force: true }))
mkdirSync(join(deck, 'public/more'), { recursive: true })

test('files, folders and links within the deck may be published; names with a dot are not, and are no fault', () => {
  writeFileSync(join(deck, 'public/more/plan.svg'), '')
  writeFileSync(join(deck, 'public/.DS_Store'), '')
  symlinkSync('user@host.1', join(deck, 'public/.#plan.svg'))
  symlinkSync('more', join(deck, 'public/pictures'))
  expect(checkPublic(deck)).toEqual([])
})

test.for([
  ['a copy that an editor left', 'plan.svg~', (path: string) => writeFileSync(path, ''), 'an editor leaves'],
  ['a draft of an editor', '#plan.svg#', (path: string) => writeFileSync(path, ''), 'an editor leaves'],
  ['a swap file', 'plan.svg.swp', (path: string) => writeFileSync(path, ''), 'an editor leaves'],
  ['a pipe', 'pipe', (path: string) => execFileSync('mkfifo', [path]), 'a device or a pipe'],
  ['a link to nothing', 'gone', (path: string) => symlinkSync('nowhere', path), 'a link to nothing'],
  ['a link out of the deck', 'out', (path: string) => symlinkSync('/etc/hostname', path), 'leads out of the deck'],
  ['a linked folder outside', 'all', (path: string) => symlinkSync('/etc', path), 'leads out of the deck'],
] as const)('reports %s', ([, name, make, problem]) => {
  const path = join(deck, 'public/more', name)
  make(path)
  expect(checkPublic(deck)).toEqual([
    expect.objectContaining({ file: `public/more/${name}`, problem: expect.stringContaining(problem) as string }),
  ])
  rmSync(path)
})
