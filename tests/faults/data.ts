import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { faultLine } from '../../src/errors/fault.ts'
import { loadFiles, loadText } from '../../src/model/read/load-files.ts'
import { root } from '../../src/files/root.ts'
import { copyDeck } from '../../scripts/bench/copy-deck.ts'
import { readDeckSources } from '../../src/build/read-deck.ts'
import { BAD_BODIES, faultsOfBody } from '../build/bodies/bad-bodies.ts'
import { BAD_CASES, copyData } from '../model/bad-data.ts'
import { BAD_HEADS, CONTRADICTIONS } from '../model/contradictions.ts'
import { tryMutations } from '../model/try-mutations.ts'
import { cpuMs } from '../cpu-time.ts'
import { begin, faultRow, type FaultRow, isSentence, type Wrong } from './row.ts'

const ALL = [...BAD_CASES, ...CONTRADICTIONS, ...BAD_HEADS]

const LOCATED = /^[\w./-]+:[1-9]\d*:[1-9]\d*: .+; .+$/

/** The longest that bad data may keep a command busy, ms, and the most memory that it may take, MB. */
const [MOST_MS, MOST_MB] = [2000, 300]

/** Every case of the table of bad data: reported, with its place. */
export function tryBadData(): FaultRow {
  const data = copyData()
  const wrong: Wrong[] = []
  try {
    readDeckSources(data.folder)
    for (const { kind, name, file, spoil, says } of ALL) {
      const before = textOf(data.text, file)
      data.write(file, spoil(before ?? ''))
      const start = cpuMs()
      const lines = readDeckSources(data.folder).faults.map(faultLine)
      const took = cpuMs() - start
      if (!lines.some(it => it.startsWith(`${file}:`) && it.includes(says)) || lines.some(it => !LOCATED.test(it)))
        wrong.push(['unlocated', `${kind} that ${name}: ${lines.slice(0, 3).join(' | ')}`])
      if (took > MOST_MS) wrong.push(['hung', `${kind} that ${name}: ${took.toFixed(0)} ms`])
      if (before === undefined) rmSync(join(data.folder, file))
      else data.write(file, before)
    }
  } finally {
    data.remove()
  }
  return faultRow('bad data', { tried: ALL.length, kinds: new Set(ALL.map(it => it.kind)).size, wrong })
}

/** Bodies of slides that cannot be built: each reported, with its line. */
export function tryBodies(): FaultRow {
  const wrong = BAD_BODIES.flatMap(([name, body, fault, more]): readonly Wrong[] => {
    const [first = 'no fault'] = faultsOfBody(body, more)
    return first.includes(fault) && LOCATED.test(first) ? [] : [['unlocated', `${name}: ${first}`]]
  })
  return faultRow('bodies of slides', { tried: BAD_BODIES.length, kinds: BAD_BODIES.length, wrong })
}

/** The most expensive cases, on the command line: exit status, time, memory, and what becomes of the outputs. */
export async function tryBadCommands(): Promise<FaultRow> {
  const deck = copyDeck()
  const folder = mkdtempSync(join(tmpdir(), 'pt-regs-bad-'))
  const wrong: Wrong[] = []
  const cases = BAD_CASES.filter(it => /50 MB|half a megabyte|10,000|bomb|is empty/.test(it.name))
  const commands: readonly (readonly [script: string, args: (out: string) => readonly string[]])[] = [
    ['export.ts', out => ['--output', out]],
    ['handout.ts', out => ['--output', out]],
    ['single-file.ts', out => ['--output', out]],
    ['figures.ts', out => ['--output', `${out}.d`]],
    ['build.ts', out => ['--out', `${out}.d`]],
    ['hazards.ts', () => []],
  ]
  let tried = 0
  try {
    const memory = join(folder, 'memory')
    // The first run fills Node's own cache of compiled code.
    await begin('check.ts', [], { deck: deck.folder }).ended
    for (const { kind, name, file, spoil } of cases) {
      const before = deck.text(file)
      writeFileSync(join(deck.folder, file), spoil(before))
      const start = performance.now()
      const { code, said } = await begin('check.ts', [], {
        deck: deck.folder,
        env: { NODE_OPTIONS: `--import ${join(root, 'tests/faults/memory.mjs')}`, PT_REGS_MEMORY: memory },
      }).ended
      const took = performance.now() - start
      const megabytes = Number(readFileSync(memory, 'utf8')) / 1024
      if (code !== 1 || !isSentence(said))
        wrong.push(['unlocated', `check of a ${kind} that ${name} ended with ${code}: ${said.slice(0, 200)}`])
      if (took > MOST_MS) wrong.push(['hung', `check of a ${kind} that ${name} took ${took.toFixed(0)} ms`])
      if (megabytes > MOST_MB) wrong.push(['hung', `check of a ${kind} that ${name} took ${megabytes.toFixed(0)} MB`])
      deck.edit(file, () => before)
      tried++
    }
    deck.edit('data/mechanisms/kprobe.yaml', text => text.replace('row: 1', 'row: -1'))
    const old = join(folder, 'old')
    mkdirSync(join(`${old}.d`, 'assets'), { recursive: true })
    for (const [script, args] of commands) {
      writeFileSync(old, 'old')
      writeFileSync(join(`${old}.d`, 'index.html'), 'old')
      writeFileSync(join(`${old}.d`, 'licences.md'), 'old')
      const { code, said } = await begin(script, args(old), { deck: deck.folder }).ended
      if (code !== 1 || !/^data\/mechanisms\/kprobe\.yaml:\d+:\d+: row: .+; .+$/m.test(said) || !isSentence(said))
        wrong.push(['unlocated', `${script} on bad data ended with ${code}: ${said.slice(0, 200)}`])
      if (readFileSync(old, 'utf8') !== 'old' || readFileSync(join(`${old}.d`, 'index.html'), 'utf8') !== 'old')
        wrong.push(['lost', `${script} on bad data changed its output`])
      tried++
    }
  } finally {
    deck.remove()
    rmSync(folder, { recursive: true, force: true })
  }
  return faultRow('commands on bad data', { tried, kinds: cases.length + commands.length, wrong })
}

/** Random changes of any file of the deck: a fault with its place, or the right picture. */
export function tryRandomData(tries: number): FaultRow {
  const files = new Map([...loadFiles(), ['slides.md', loadText('slides.md')!]])
  const { wrong, slowest } = tryMutations(
    files,
    Array.from({ length: tries }, (_, i) => i + 1),
  )
  return faultRow('random changes', {
    tried: tries,
    kinds: 20,
    wrong: [
      ...wrong.map(it => ['unlocated', it] as const),
      ...(slowest > MOST_MS ? [['hung', `the slowest took ${slowest.toFixed(0)} ms`] as const] : []),
    ],
  })
}

function textOf(read: (file: string) => string, file: string): string | undefined {
  try {
    return read(file)
  } catch {
    return undefined
  }
}
