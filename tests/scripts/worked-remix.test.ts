import { readFileSync, rmSync } from 'node:fs'
import { execFile } from 'node:child_process'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { root } from '../../src/files/root.ts'
import { copyDeck } from '../../scripts/bench/copy-deck.ts'
import { toyTree } from '../kernel/make-tree.ts'
import { config } from '../kernel/toy-files.ts'
import { readPages } from '../pdf/read-pages.ts'
import type { Ended } from './run.ts'

const section = readFileSync(join(root, 'README.md'), 'utf8').split('### A worked remix')[1]!.split('\n## ')[0]!
const block = (language: string) => new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(section)![1]!
const commands = block('sh')
  .trim()
  .split('\n')
  .map(line => line.split('#')[0]!.trim().split(/\s+/))

/** The registers of parisc that are not in an array. */
const SINGLE_REGISTERS = ['cr27', 'pad0', 'orig_r28', 'ksp', 'kpc', 'sar', 'iir', 'isr', 'ior', 'ipsw']
const MEMBERS = [
  'long gr[32]',
  'long long fr[32]',
  'long sr[8]',
  'long iasq[2]',
  'long iaoq[2]',
  ...SINGLE_REGISTERS.map(it => `long ${it}`),
]

/** A made-up tree with the arch: a short Kconfig, and the members of its struct. */
const tree = toyTree(
  ['config PARISC', '\tdef_bool y', '\tselect HAVE_KPROBES', '\tselect HAVE_PERF_EVENTS', config('MMU', 'def_bool y')],
  {
    arch: 'parisc',
    'arch/parisc/include/uapi/asm/ptrace.h': `struct pt_regs {\n${MEMBERS.map(it => `\tunsigned ${it};\n`).join('')}};\n`,
    'arch/parisc/include/asm/ptrace.h': '#include <uapi/asm/ptrace.h>\n',
  },
)
const deck = copyDeck()

afterAll(() => {
  deck.remove()
  rmSync(tree, { recursive: true })
})

/** Run a command of the README in a copy of the deck. */
function runLine([program, ...args]: readonly string[]): Promise<Ended> {
  return new Promise(resolve =>
    execFile(
      program!,
      args.map(it => (it === '~/linux' ? tree : it)),
      { cwd: deck.folder },
      (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr }),
    ),
  )
}

describe('the worked remix of the README', () => {
  test('leads from a kernel tree to a PDF, and check lists what is left to fill in', async () => {
    expect(commands.map(it => it.slice(2, 5).join(' '))).toEqual([
      'arch -- derive',
      'check',
      'export -- --arch',
      'new -- arch',
      'check',
    ])
    const [derive, sound, print, scaffold, unsound] = commands
    for (const line of [derive!, sound!, print!, scaffold!])
      expect(await runLine(line), line.join(' ')).toMatchObject({ code: 0, stderr: '' })
    const pages = await readPages(readFileSync(join(deck.folder, 'out/pt-regs-parisc.pdf')))
    expect(pages.some(it => it.words.includes('parisc'))).toBe(true)
    const words = pages.map(it => [it.words].flat().join(' ').replace(/\s+/g, ' ')).join(' ')
    for (const phrase of [
      'Perf events is there on parisc, by its kernel tree; what it hands on is not known',
      'What fills a pt_regs on parisc in 6.6 is not known.',
      'absent or not known',
      '? not known',
      'no Rethook on parisc in 6.6',
    ])
      expect(words).toContain(phrase)

    const left = async () => {
      const { code, stderr, stdout } = await runLine(unsound!)
      expect(code).toBe(1)
      return `${stdout}${stderr}`.split('\n').filter(it => it.includes('parisc-exception-entry.yaml'))
    }
    expect(await left()).not.toEqual([])
    const capture = block('yaml')
    const file = `data/captures/parisc/${/^id: (.*)$/m.exec(capture)![1]}.yaml`
    expect(section).toContain(file)
    expect(dirname(file)).toBe('data/captures/parisc')
    deck.edit(file, () => capture)
    expect(await left()).toEqual([])
  })
})
