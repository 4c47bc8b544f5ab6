import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, normalize, sep } from 'node:path'
import ts from 'typescript'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { root } from '../src/files/root.ts'
import { filesWithAddedArch } from './added-arch.ts'
import { run } from './scripts/run.ts'

/** What is no part of the repository. */
const NOT_COPIED = new Set(['node_modules', '.cache', '.git', 'out', 'dist'])

/** Unit tests that build whole decks and pages, or spoil files one by one: tried in `npm run test:long`. */
const BULKY = ['build/build-deck', 'deck/value-table', 'model/bad-data', 'model/yaml/plain-value', 'site/make-pages']

/** What reads the shipped dataset. */
const READS_DATASET = 'src/model/read/load-files.ts'

/** This file. */
const ME = 'tests/suite-with-added-arches.test.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pt-regs-suite-'))
  for (const name of readdirSync(root))
    if (!NOT_COPIED.has(name)) cpSync(join(root, name), join(folder, name), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  addArch('sketch64', 'riscv64', '6.12')
  addArch('sketch32', 'arm', '6.1')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Add an arch that was just derived; its registers have names that no shipped arch has. */
function addArch(id: string, from: string, oldest: string): void {
  const file = `data/arch/${id}.yaml`
  const arch = parse(filesWithAddedArch({ id, from, oldest }).get(file)!) as DerivedArch
  const names = [...new Set(arch.trees.flatMap(it => it.ptRegs.fields.map(field => field.name)))]
  const renamed = new Map(names.map((name, i) => [name, i === 0 ? 'format:4 vector:12' : `gr[${i}]`]))
  writeFileSync(join(folder, file), stringify(withNames(arch, renamed)))
}

type DerivedArch = { readonly trees: readonly { readonly ptRegs: { readonly fields: readonly { name: string }[] } }[] }

/** A value in which each text and key that has another name is called by it. */
function withNames(value: unknown, renamed: ReadonlyMap<string, string>): unknown {
  const nameOf = (it: string) => renamed.get(it) ?? it
  if (typeof value === 'string') return nameOf(value)
  if (Array.isArray(value)) return value.map(it => withNames(it, renamed))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, it]) => [nameOf(key), withNames(it, renamed)]))
}

/** The files that a test file imports, and those that these import. */
function importsOf(file: string, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(file)) return found
  found.add(file)
  for (const { fileName } of ts.preProcessFile(readFileSync(join(root, file), 'utf8'), true, true).importedFiles) {
    if (!fileName.startsWith('.') || !fileName.endsWith('.ts')) continue
    importsOf(normalize(join(dirname(file), fileName)).replaceAll(sep, '/'), found)
  }
  return found
}

/** The unit tests that read the shipped dataset, without those that `npm run test:long` tries. */
function testsOfDataset(): readonly string[] {
  return readdirSync(join(root, 'tests'), { recursive: true, encoding: 'utf8' })
    .map(it => it.replaceAll(sep, '/'))
    .filter(it => it.endsWith('.test.ts') && !BULKY.some(bulky => it === `${bulky}.test.ts`))
    .map(it => `tests/${it}`)
    .filter(it => it !== ME && importsOf(it).has(READS_DATASET))
}

test('every rule of the unit tests holds with two more arches', { tags: ['sampled'] }, async () => {
  const few = inject('isLong') ? [] : ['--tags-filter', '!sampled', ...testsOfDataset()]
  const config = join(folder, 'tests/vitest.config.ts')
  const report = join(folder, 'report.json')
  const suite = [
    '--config',
    config,
    '--project',
    'unit',
    '--maxWorkers',
    '1',
    '--reporter',
    'json',
    '--outputFile',
    report,
  ]
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const { stderr } = await run(process.execPath, [vitest, 'run', ...suite, ...few], {
    NODE_COMPILE_CACHE: join(root, '.cache/node'),
  })
  const { testResults, numPassedTests } = JSON.parse(readFileSync(report, 'utf8')) as Results
  const failed = testResults.flatMap(file => [
    ...file.assertionResults.filter(it => it.status === 'failed').map(it => `${it.fullName}: ${it.failureMessages[0]}`),
    ...(file.status === 'failed' && file.message !== '' ? [`${file.name}: ${file.message}`] : []),
  ])
  expect(failed, stderr).toEqual([])
  expect(numPassedTests).toBeGreaterThan(500)
})

/** What Vitest reports as JSON. */
type Results = {
  readonly numPassedTests: number
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message: string
    readonly assertionResults: readonly {
      readonly fullName: string
      readonly status: string
      readonly failureMessages: readonly string[]
    }[]
  }[]
}
