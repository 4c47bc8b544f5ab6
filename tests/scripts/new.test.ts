import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadFiles } from '../../src/model/read/load-files.ts'
import { root } from '../../src/files/root.ts'
import { readDataset } from '../../src/model/read/read-dataset.ts'
import { copyDeck } from '../../scripts/bench/copy-deck.ts'
import { archScaffold, mechanismScaffold, type Scaffold } from '../../src/cli/scaffold.ts'
import { run, runScript } from './run.ts'

const ours = loadFiles()

/** What check tells of our data with these files beside it. */
function check(files: Scaffold['files']) {
  return readDataset(new Map([...ours, ...files])).faults
}

/** What a person would write where the scaffold says TODO, in the order in which it does. */
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

describe('npm run new -- mechanism', () => {
  const scaffold = mechanismScaffold('qprobe', root)

  test('leaves to check to say what belongs where, once for each place', () => {
    const faults = check(scaffold.files)
    expect(new Set(faults.map(it => it.code))).toEqual(new Set(['todo']))
    expect(faults).toHaveLength(FILLED.length)
    expect(faults.find(it => it.problem.startsWith('row '))).toMatchObject({
      file: 'data/mechanisms/qprobe.yaml',
      line: 6,
      col: 6,
      problem: 'row is still to be filled in',
      tip: 'where it stands: 1 probes and hooks, 2 programs and events, 3 consumers',
    })
  })

  test('is a mechanism once it is filled in', () => {
    expect(check(filledIn(scaffold, FILLED))).toEqual([])
  })

  test('tells what was filled in wrongly beside what is still to do', () => {
    const [file, text] = [...scaffold.files][0]!
    const faults = check(new Map([[file, text.replace(/^row: .*$/m, 'row: 12')]]))
    expect(faults.filter(it => it.code !== 'todo').map(it => it.problem)).toEqual([expect.stringMatching(/^row: /)])
  })
})

describe('npm run new -- arch', () => {
  test('leaves a capture for each place that fills a struct, and check says what belongs there, and what to derive', () => {
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

  test('knows the fields and the mechanisms of an arch whose tree was read', () => {
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

  test('is told on until every mechanism that its tree has hands something on', () => {
    const file = 'data/mechanisms/kretprobe.yaml'
    const faults = check(
      new Map([
        [file, ours.get(file)!.replaceAll(/  - since: "6.1"\n    arches: \[arm\]\n(?:    (?!reason).*\n)+/g, '')],
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

test('npm run new writes its files, and never over another', async () => {
  const deck = copyDeck()
  try {
    const script = join(deck.folder, 'scripts/new.ts')
    expect(await run(process.execPath, [script, 'mechanism', 'qprobe', '--json'])).toEqual({
      code: 0,
      stdout: '{"ok":true,"files":["data/mechanisms/qprobe.yaml"]}\n',
      stderr: '',
    })
    expect(await run(process.execPath, [script, 'mechanism', 'qprobe'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'npm run new: data/mechanisms/qprobe.yaml is there already, and is never written over\n',
    })
    expect(await run(process.execPath, [script, 'mechanism', '../qprobe'])).toMatchObject({
      code: 2,
      stderr: 'npm run new: ../qprobe: an id must be lower-case words joined by hyphens\n',
    })
    const { code, stderr } = await run(process.execPath, [join(deck.folder, 'scripts/check.ts')])
    expect(code).toBe(1)
    expect(stderr).toContain('data/mechanisms/qprobe.yaml:3:9: label.0 is still to be filled in; ')
  } finally {
    deck.remove()
  }
})

test.each([[[]], [['struct', 'x']], [['arch']], [['arch', 'a', 'b']]])(
  'npm run new says what it takes, not %j',
  async words => {
    expect(await runScript('new.ts', ...words)).toEqual({
      code: 2,
      stdout: '',
      stderr: 'npm run new: takes what is new, and its id: mechanism ID or arch ID; see npm run new -- --help\n',
    })
  },
)
