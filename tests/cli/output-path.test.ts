import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { outputFileAt, outputFolderAt } from '../../src/cli/output-path.ts'
import { root } from '../../src/files/root.ts'

const folder = mkdtempSync(join(tmpdir(), 'pt-regs-output-'))
const deck = join(folder, 'deck')
afterAll(() => rmSync(folder, { recursive: true, force: true }))
mkdirSync(join(deck, 'data'), { recursive: true })
for (const it of ['deck/slides.md', 'deck/LICENSE', 'deck/old.pdf', 'plain', 'photo.png'])
  writeFileSync(join(folder, it), 'old')
symlinkSync('photo.png', join(folder, 'linked.pdf'))
symlinkSync('deck', join(folder, 'linked'))
execFileSync('mkfifo', [join(folder, 'pipe')])

describe('outputFileAt(typed, ending, deck)', () => {
  test.for(['new.pdf', 'plain', 'deck/old.pdf', 'deck/new.pdf', 'deck/out/a.pdf'])('takes %s', name => {
    expect(outputFileAt(join(folder, name), '.pdf', deck)).toBe(join(folder, name))
  })

  test.for([
    ['deck/slides.md', 'is there, and is no .pdf file'],
    ['photo.png', 'is there, and is no .pdf file'],
    ['deck/LICENSE', 'is there, and is no .pdf file'],
    [join(root, 'LICENSE'), 'is there, and is no .pdf file'],
    ['deck/data/talk.pdf', 'is where the deck is made from'],
    ['deck/public/talk.pdf', 'is where the deck is made from'],
    ['deck/.git/talk.pdf', 'is where the deck is made from'],
    ['deck/index.html', 'is where the deck is made from'],
    ['linked.pdf', 'is a link'],
    ['pipe', 'is a device or a pipe'],
    ['/dev/null', 'is a device or a pipe'],
    [join(root, 'package.json'), 'is there, and is no .pdf file'],
    [join(root, 'src/talk.pdf'), 'is where the deck is made from'],
  ] as const)('refuses %s', ([name, problem]) => {
    const path = name.startsWith('/') ? name : join(folder, name)
    expect(() => outputFileAt(path, '.pdf', deck)).toThrow(problem)
  })
})

describe('outputFolderAt(option, typed, options)', () => {
  const site = (name: string, ...names: string[]) => {
    mkdirSync(join(folder, name), { recursive: true })
    for (const it of names) writeFileSync(join(folder, name, it), '')
    return join(folder, name)
  }
  const ask = (path: string) =>
    outputFolderAt('--out', path, {
      deck,
      sign: 'licences.md',
      isOurs: it => ['licences.md', 'index.html'].includes(it),
    })

  test('takes a new folder, an empty one, and an earlier output', () => {
    for (const it of [join(folder, 'new'), site('empty'), site('built', 'licences.md', 'index.html')])
      expect(ask(it)).toBe(it)
  })

  test.for([
    ['a site of another kind', () => site('theirs', 'index.html'), 'holds index.html'],
    ['a repository', () => site('pages', 'index.html', 'licences.md', '.git'), 'holds .git'],
    ['a site with a domain', () => site('cname', 'index.html', 'licences.md', 'CNAME'), 'holds CNAME'],
    ['the deck', () => deck, 'is the folder of the deck'],
    ['a folder above the deck', () => folder, 'is the folder of the deck, or one above it'],
    ['a folder of the deck', () => join(deck, 'data'), 'is where the deck is made from'],
    ['a folder in one', () => join(deck, 'public/site'), 'is where the deck is made from'],
    ['a link', () => join(folder, 'linked'), 'is a link'],
    ['a file', () => join(folder, 'plain'), 'is no folder'],
  ] as const)('refuses %s', ([, path, problem]) => {
    expect(() => ask(path())).toThrow(problem)
  })
})
