import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readTexts } from '../../src/build/read-deck.ts'
import { root } from '../../src/files/root.ts'
import { loadFiles } from '../../src/model/read/load-files.ts'
import { copyDeck } from '../../scripts/bench/copy-deck.ts'
import { mipsTree } from '../kernel/follow/toy-mips.ts'
import { readPages } from '../pdf/read-pages.ts'
import { type Ended, withoutWaiting } from './run.ts'

const section = readFileSync(join(root, 'README.md'), 'utf8').split('### A worked remix')[1]!.split('\n## ')[0]!
const blocks = (language: string) =>
  [...section.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, 'g'))].map(it => it[1]!)
const commands = blocks('sh').map(block =>
  block
    .trim()
    .split('\n')
    .map(line => line.split('#')[0]!.trim().split(/\s+/)),
)
const toPdf = commands[0]!
const afterwards = commands[1]!

const tree = mipsTree()
const deck = copyDeck()
afterAll(() => deck.remove())

/** Run a command of the README in a copy of the deck. */
function runLine([program, ...args]: readonly string[]): Promise<Ended> {
  return new Promise(resolve =>
    execFile(
      program!,
      args.map(it => (it === '~/linux' ? tree : it)),
      { cwd: deck.folder },
      (error, stdout, stderr) => {
        const code = typeof error?.code === 'number' ? error.code : error ? -1 : 0
        resolve({ code, stdout, stderr: withoutWaiting(stderr) })
      },
    ),
  )
}

/** The files that the section says are written. */
const WRITTEN = [
  'data/arch/mips64.yaml',
  'data/arch/mips64.reviewed.yaml',
  'out/mips64-review.html',
  'out/pt-regs-mips64.pdf',
]

describe('the worked remix of the README', () => {
  test('leads from a kernel tree to a PDF by add and review, and nothing of the arch is called not known', async () => {
    expect(toPdf.map(it => it.slice(2, 5).join(' '))).toEqual(['arch -- add', 'arch -- review', 'export -- --arch'])
    for (const line of toPdf) expect(await runLine(line), line.join(' ')).toMatchObject({ code: 0, stderr: '' })

    const pages = await readPages(readFileSync(join(deck.folder, 'out/pt-regs-mips64.pdf')))
    const words = pages.map(it => [it.words].flat().join(' ').replace(/\s+/g, ' '))
    // The keys to the stage and to the table of arches say what the sign for both would be.
    const keys = /absent or not known|\? (?:not known|not in 6\.12\.3, the newest tree read; or not known)/g
    expect(words.filter(it => /not (?:known|read)/.test(it.replace(keys, '')))).toEqual([])
    expect(words.filter(it => it.includes('derived, not reviewed')).length).toBeGreaterThan(5)
    expect(words.filter(it => it.includes('mips64')).length).toBeGreaterThan(20)
  })

  test('goes on with decisions, which are recorded, and check finds no fault', async () => {
    deck.edit('decisions.yaml', () => blocks('yaml').join(''))
    for (const line of afterwards) expect(await runLine(line), line.join(' ')).toMatchObject({ code: 0 })
    const { data, faults } = readTexts(loadFiles(deck.folder), { text: deck.text('slides.md') })
    expect(faults).toEqual([])
    const derived = [...data.captures.values()].flatMap(it => (it.value.isDerived ? it.value.id : []))
    expect(derived).toEqual(['mips64-exception-entry-user', 'mips64-syscall-entry', 'mips64-perf-caller-regs'])
    expect(WRITTEN.filter(it => !section.includes(it) || !existsSync(join(deck.folder, it)))).toEqual([])
  })
})
