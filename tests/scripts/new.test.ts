import { cpSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadFiles } from '../../src/model/read/load-files.ts'
import { root } from '../../src/files/root.ts'
import { readDataset } from '../../src/model/read/read-dataset.ts'
import { copyDeck } from '../../scripts/bench/copy-deck.ts'
import { archScaffold, mechanismScaffold, type Scaffold } from '../../src/cli/scaffold.ts'
import { run, runScript, runScriptIn } from './run.ts'

const ours = loadFiles()

/** The faults that check finds in the data of the deck with these files added. */
function check(files: Scaffold['files']) {
  return readDataset(new Map([...ours, ...files])).faults
}

/** Replace the TODOs of a scaffold by values, in order. */
function filledIn({ files }: Scaffold, words: readonly (string | number)[]): Scaffold['files'] {
  const left = [...words]
  return new Map(
    [...files].map(([file, text]) => [file, text.replaceAll(/"TODO [^"]*"/g, () => JSON.stringify(left.shift()))]),
  )
}

const FILLED = [
  'QProbe',
  'Queued probes',
  'probe',
  1,
  'A kprobe that waits.',
  '6.6',
  2023,
  'a'.repeat(12),
  'kprobes: wait',
  'remembered',
  'kprobe',
  '6.6',
  'It is one.',
  'kernel/kprobes.c',
  'register_kprobe',
  '6.12.117',
  '6.6',
  'kprobe',
  'All that a kprobe has.',
  'kernel/kprobes.c',
  'register_kprobe',
  '6.12.117',
]

describe('mechanismScaffold(name, root)', () => {
  const scaffold = mechanismScaffold('qprobe', root)

  test('has TODOs that check reports, one fault for each place', () => {
    const faults = check(scaffold.files)
    expect(new Set(faults.map(it => it.code))).toEqual(new Set(['todo']))
    expect(faults).toHaveLength(FILLED.length)
    expect(faults.find(it => it.problem.startsWith('row '))).toMatchObject({
      file: 'data/mechanisms/qprobe.yaml',
      line: 6,
      col: 6,
      problem: 'row is still to be filled in',
      tip: 'its row on the stage: 0 Origins, 1 Probes and hooks, 2 Programs and events, 3 Consumers',
    })
  })

  test('is a valid mechanism once it is filled in', () => {
    expect(check(filledIn(scaffold, FILLED))).toEqual([])
  })

  test('has a wrong value reported beside the TODOs that are left', () => {
    const [file, text] = [...scaffold.files][0]!
    const faults = check(new Map([[file, text.replace(/^row: .*$/m, 'row: 12')]]))
    expect(faults.filter(it => it.code !== 'todo').map(it => it.problem)).toEqual([expect.stringMatching(/^row: /)])
  })
})

test('mechanismScaffold(name, deck) asks for what the dataset of that deck has, in its words', () => {
  const deck = join(root, 'examples/network-receive')
  const scaffold = mechanismScaffold('hints', deck)
  const [text] = scaffold.files.values()
  expect(text).toContain('kind: "TODO step, hook or socket"')
  expect(text).toContain('class: "TODO frame, skb or queue"')
  expect(text).not.toMatch(/register|arch|since/)
  const source = ['net/core/dev.c', 'netif_receive_skb', '7.2.13']
  const words = ['Hints', 'Hints', 'hook', 2, 'Hints.', 'frame', ...source, 'napi', 'It is.', ...source]
  const files = new Map([...loadFiles(deck), ...filledIn(scaffold, words)])
  expect(readDataset(files).faults).toEqual([])
})

describe('archScaffold(name, root)', () => {
  test('has a capture for each place that fills a struct, with TODOs; check also asks for the arch to be derived', () => {
    const faults = check(archScaffold('sh', root).files)
    expect(new Set(faults.map(it => it.code))).toEqual(new Set(['todo']))
    expect(new Set(faults.map(it => it.file)).size).toBe(6)
    const [site] = archScaffold('sh', root).files
    const one = filledIn({ files: new Map([site!]), next: [] }, [
      'entry',
      '6.1',
      'All of it.',
      'regs[0]',
      'tra',
      'captured',
      'stored',
      'arch/sh/kernel/entry-common.S',
      'handle_exception',
      '6.12.117',
    ])
    expect(check(one)).toEqual([
      expect.objectContaining({
        code: 'unknown-id',
        problem: 'there is no arch sh',
        tip: expect.stringContaining('npm run arch -- derive sh --linux DIR'),
      }),
    ])
  })

  test('has the fields, and only the supported mechanisms, of an arch that was derived', () => {
    const deck = copyDeck()
    try {
      deck.edit('data/arch/armx.yaml', () => ours.get('data/arch/arm.yaml')!.replace('id: arm\n', 'id: armx\n'))
      const { files } = archScaffold('armx', deck.folder)
      expect([...files.keys()]).not.toContain('data/captures/armx/armx-rethook-trampoline.yaml')
      expect(files.get('data/captures/armx/armx-exception-entry.yaml')).toContain(
        '  - from: "uregs[0]"\n    to: "uregs[17]"\n',
      )
    } finally {
      deck.remove()
    }
  })

  test('is complete only when every mechanism that the arch supports provides something', () => {
    const file = 'data/mechanisms/kretprobe.yaml'
    const faults = check(
      new Map([
        [
          file,
          ours
            .get(file)!
            .replaceAll(/  - since: "6.1"\n(?:    readSince: .*\n)?    arches: \[arm\]\n(?:    (?!reason).*\n)+/g, ''),
        ],
      ]),
    )
    expect(faults).toContainEqual(
      expect.objectContaining({
        file,
        code: 'derived',
        problem: 'arm has kretprobe in 6.12.117 by its tree, and nothing is handed on there',
        tip: 'name what fills its registers, of data/captures/arm/, or say in data/arch/arm.fixes.yaml why the tree is wrong',
      }),
    )
  })
})

test('npm run new writes its files, and overwrites none', async () => {
  const deck = copyDeck()
  try {
    expect(await runScriptIn(deck.folder, 'new.ts', 'mechanism', 'qprobe', '--json')).toEqual({
      code: 0,
      stdout: '{"ok":true,"files":["data/mechanisms/qprobe.yaml"]}\n',
      stderr: '',
    })
    expect(await runScriptIn(deck.folder, 'new.ts', 'mechanism', 'qprobe')).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'npm run new: data/mechanisms/qprobe.yaml exists, and is not overwritten; edit it, or choose another id\n',
    })
    expect(await runScriptIn(deck.folder, 'new.ts', 'mechanism', '../qprobe')).toMatchObject({
      code: 2,
      stderr: 'npm run new: ../qprobe: an id must be lower-case words joined by hyphens\n',
    })
    const { code, stderr } = await runScriptIn(deck.folder, 'check.ts')
    expect(code).toBe(1)
    expect(stderr).toContain('data/mechanisms/qprobe.yaml:3:9: label.0 is still to be filled in; ')
  } finally {
    deck.remove()
  }
})

test('npm run new -- talk writes beside the slides where the person stands, and over no file', async () => {
  const deck = copyDeck()
  try {
    const folder = join(deck.folder, 'talks')
    cpSync(join(root, 'examples/network-receive'), folder, { recursive: true })
    const talk = (file: string) =>
      run('sh', [
        '-c',
        'cd "$1" && exec "$0" "$2" talk "$3" --minutes 3',
        process.execPath,
        folder,
        join(deck.folder, 'scripts/new.ts'),
        file,
      ])
    expect(await talk('mine.md')).toMatchObject({ code: 0, stdout: expect.stringContaining('mine.md\n') })
    expect(existsSync(join(folder, 'mine.md'))).toBe(true)
    const before = deck.text('talks/slides.md')
    for (const file of ['mine.md', 'slides.md', '../slides.md'])
      expect(await talk(file)).toMatchObject({ code: 2, stderr: expect.stringContaining('is not overwritten') })
    expect(deck.text('talks/slides.md')).toBe(before)
  } finally {
    deck.remove()
  }
})

test.each([[[]], [['struct', 'x']], [['arch']], [['arch', 'a', 'b']]])(
  'npm run new %j says which arguments it needs',
  async words => {
    expect(await runScript('new.ts', ...words)).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'npm run new: needs a kind and an id; write mechanism ID, arch ID, or talk FILE --minutes N; see npm run new -- --help\n',
    })
  },
)
