import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { faultLine } from '../../src/errors/fault.ts'
import { root } from '../../src/files/root.ts'
import { copyDeck } from '../../scripts/bench/copy-deck.ts'
import { readDeckSources } from '../../src/build/read-deck.ts'
import { cpuMs } from '../cpu-time.ts'
import { begin, isSentence } from '../faults/row.ts'
import { BAD_CASES, BAD_PLACES, copyData, type DataCopy } from './bad-data.ts'
import { BAD_HEADS, CONTRADICTIONS } from './contradictions.ts'

/** The longest that bad data may keep a core at work, ms. */
const PATIENCE_MS = 2000

const LOCATED = /^[\w./-]+:[1-9]\d*:[1-9]\d*: .+; .+$/

let data: DataCopy

beforeAll(() => {
  data = copyData()
  readDeckSources(data.folder)
})

afterAll(() => data.remove())

/** Where a piece of text begins, as faults tell it. */
function placeOf(text: string, piece: string): string {
  const before = text.slice(0, text.indexOf(piece))
  return `${before.split('\n').length}:${before.length - before.lastIndexOf('\n')}`
}

describe('bad data', () => {
  test('has at least 80 cases, each of its own', () => {
    expect(new Set(BAD_CASES.map(it => `${it.kind} ${it.name}`)).size).toBe(BAD_CASES.length)
    expect(BAD_CASES.length + BAD_PLACES.length).toBeGreaterThanOrEqual(80)
  })

  test.for([...BAD_CASES, ...CONTRADICTIONS, ...BAD_HEADS].map(it => [`${it.kind} that ${it.name}`, it] as const))(
    '%s is reported with its place',
    ([, { file, spoil, at, place: pattern, says }]) => {
      const isNew = !exists(file)
      const text = isNew ? '' : data.text(file)
      const spoilt = spoil(text)
      try {
        data.write(file, spoilt)
        const start = cpuMs()
        const lines = readDeckSources(data.folder).faults.map(faultLine)
        const place = pattern ?? (at === undefined ? '1:1' : placeOf(Buffer.from(spoilt).toString('utf8'), at))
        expect(lines.filter(it => !LOCATED.test(it))).toEqual([])
        expect(lines.filter(it => it.includes(says))).toContainEqual(
          expect.stringMatching(new RegExp(`^${file}:${place}: `)),
        )
        expect(cpuMs() - start).toBeLessThan(PATIENCE_MS)
      } finally {
        if (isNew) rmSync(join(data.folder, file))
        else data.write(file, text)
      }
    },
  )

  test.for(BAD_PLACES.map(it => [it.name, it] as const))(
    '%s instead of a file is reported, and not followed',
    ([, { spoil, says }]) => {
      const outside = mkdtempSync(join(tmpdir(), 'pt-regs-outside-'))
      const file = 'data/mechanisms/stray.yaml'
      writeFileSync(join(outside, 'secret.yaml'), 'secret: words\n')
      try {
        spoil(join(data.folder, file), outside)
        const lines = readDeckSources(data.folder).faults.map(faultLine)
        expect(lines).toEqual([expect.stringMatching(new RegExp(`^${file}:1:1: .*`))])
        expect(lines[0]).toContain(says)
        expect(lines[0]).not.toContain('secret')
      } finally {
        rmSync(join(data.folder, file), { recursive: true, force: true })
        rmSync(outside, { recursive: true })
      }
    },
  )

  test('a pipe instead of a file is reported, and not waited for', () => {
    const file = join(data.folder, 'data/mechanisms/stray.yaml')
    execFileSync('mkfifo', [file])
    try {
      expect(readDeckSources(data.folder).faults.map(faultLine)).toEqual([
        expect.stringContaining('data/mechanisms/stray.yaml:1:1: it is a device or a pipe, and no file'),
      ])
    } finally {
      rmSync(file)
    }
  })

  test('faults in every file are reported at once', () => {
    const files = BAD_CASES.filter(it => it.name === 'has an unknown key')
    const before = files.map(it => data.text(it.file))
    files.forEach(({ file, spoil }, i) => data.write(file, spoil(before[i]!)))
    try {
      const found = new Set(readDeckSources(data.folder).faults.map(it => it.file))
      expect(files.map(it => it.file).filter(it => !found.has(it))).toEqual([])
    } finally {
      files.forEach(({ file }, i) => data.write(file, before[i]!))
    }
  })

  test('no data at all is a fault', () => {
    const empty = mkdtempSync(join(tmpdir(), 'pt-regs-empty-'))
    try {
      expect(readDeckSources(empty).faults.map(faultLine)).toEqual(
        expect.arrayContaining([
          expect.stringContaining('data:1:1: the folder cannot be read (ENOENT)'),
          expect.stringContaining('slides.md:1:1: there is no such file'),
        ]),
      )
      mkdirSync(join(empty, 'data'))
      expect(readDeckSources(empty).faults.every(it => LOCATED.test(faultLine(it)))).toBe(true)
    } finally {
      rmSync(empty, { recursive: true })
    }
  })

  test('on the command line it ends with 1, in little time and room', async () => {
    const memory = join(data.folder, 'memory')
    const { folder, edit, remove } = copyDeck()
    edit('data/mechanisms/kprobe.yaml', () => '['.repeat(500_000))
    edit('data/scenes.yaml', text => text.replace('view: grow', 'view: gorw'))
    const { code, said } = await begin('check.ts', [], {
      deck: folder,
      env: { NODE_OPTIONS: `--import ${join(root, 'tests/faults/memory.mjs')}`, PT_REGS_MEMORY: memory },
    }).ended
    remove()
    expect(
      said
        .trim()
        .split('\n\n')[0]!
        .split('\n')
        .filter(it => !LOCATED.test(it)),
    ).toEqual([])
    expect({ code, isSentence: isSentence(said) }).toEqual({ code: 1, isSentence: true })
    expect(Number(readFileSync(memory, 'utf8')) / 1024).toBeLessThan(300)
  })

  test('is valid once fixed', () => {
    expect(readDeckSources(data.folder).faults.map(faultLine)).toEqual([])
  })
})

function exists(file: string): boolean {
  try {
    data.text(file)
    return true
  } catch {
    return false
  }
}
