import { beforeAll, describe, expect, test } from 'vitest'
import { run, runScript } from '../scripts/run.ts'
import { openTree } from '../../src/kernel/kernel-tree.ts'
import { ROLES, type Role } from '../../src/model/schema/role.ts'

const trees = (process.env.PT_REGS_TREES ?? '').split(':').filter(Boolean).map(openTree)

/** What `arch derive --json` prints for one arch. */
type Derived = {
  readonly arch: string
  readonly kernelDir: string
  readonly symbols: Readonly<
    Record<
      string,
      { readonly value: 'y' | 'if' | 'n'; readonly condition?: string; readonly file?: string; readonly line?: number }
    >
  >
  readonly support: Readonly<
    Record<string, { readonly value: 'yes' | 'conditional' | 'no'; readonly because: readonly string[] }>
  >
  readonly ptRegs: null | {
    readonly size: number
    readonly fields: readonly { readonly name: string; readonly offset: number; readonly size: number }[]
  }
  readonly ptRegsUnknown?: string
}

/** What `arch add --json` prints for one arch. */
type Drafts = {
  readonly arch: string
  readonly captures: readonly { readonly role: Role }[]
  readonly lost: readonly { readonly role: Role; readonly file: string; readonly line: number; readonly why: string }[]
  readonly absent: readonly { readonly role: Role; readonly why: string }[]
}

/** Where the kernel's own table of features differs from its Kconfig, and why Kconfig is right. */
const STALE: Readonly<Record<string, string>> = {
  '6.12 kprobes-on-ftrace riscv':
    'riscv removed the select in 6.10, when it changed from SAVE_REGS to args; the table was not updated',
  '6.12 eBPF-JIT arc': 'arc got its JIT in 6.11, selected if ISA_ARCV2; the table was not updated',
  '6.12 eBPF-JIT parisc': 'parisc got its JIT in 6.6, selected; the table was not updated',
}

const FEATURES = [
  'debug/kprobes',
  'debug/kretprobes',
  'debug/uprobes',
  'debug/kprobes-on-ftrace',
  'debug/optprobes',
  'perf/perf-regs',
  'core/eBPF-JIT',
] as const

describe.each(trees)('Linux $release', ({ dir, release, read, names }) => {
  let all: readonly Derived[] = []
  let before = ''
  beforeAll(async () => {
    before = await stateOf(dir)
    const { stdout, stderr, code } = await runScript('arch.ts', 'derive', '--all', '--json', '--linux', dir)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    all = JSON.parse(stdout)
  })
  const series = release.split('.').slice(0, 2).join('.')

  test('derives every directory of arch/', () => {
    const folders = names('arch')
      .filter(it => read(`arch/${it}/Kconfig`) !== undefined)
      .map(it => `arch/${it}`)
    expect([...new Set(all.map(it => it.kernelDir))].sort()).toEqual(folders.sort())
    expect(folders.length).toBe({ '6.1': 22, '6.12': 21 }[series] ?? folders.length)
  })

  test('names lines that contain the symbol', () => {
    const wrong = all.flatMap(it =>
      Object.entries(it.symbols)
        .filter(([name, { value, file, line }]) => {
          if (file === undefined || line === undefined) return value !== 'n'
          // A default is a few lines below the line that names its symbol.
          const lines = read(file)?.split('\n') ?? []
          return !lines
            .slice(Math.max(0, line - 8), line + 1)
            .some(text => new RegExp(`(?<!\\w)${name}(?!\\w)`).test(text))
        })
        .map(([name, { file, line }]) => `${it.arch} ${name} ${file}:${line}`),
    )
    expect(wrong).toEqual([])
  })

  test('gives a condition where the value is if, and nowhere else', () => {
    expect(
      all.flatMap(it =>
        Object.entries(it.symbols)
          .filter(([, { value, condition }]) => (value === 'if') !== (condition !== undefined))
          .map(([name]) => `${it.arch} ${name}`),
      ),
    ).toEqual([])
  })

  test('gives a reason for every mechanism', () => {
    expect(
      all.flatMap(it =>
        Object.entries(it.support)
          .filter(([, { because }]) => because.length === 0)
          .map(([id]) => `${it.arch} ${id}`),
      ),
    ).toEqual([])
  })

  test('lays out struct pt_regs of every arch except um, whose size is generated', () => {
    expect(all.filter(it => it.ptRegs === null).map(it => it.arch)).toEqual(['um'])
    for (const { arch, ptRegs } of all.filter(it => it.ptRegs)) {
      const ends = ptRegs!.fields.map(it => it.offset + it.size)
      expect(
        ptRegs!.fields.every((it, i) => it.offset >= (ends[i - 1] ?? 0)),
        `${arch}: fields do not overlap`,
      ).toBe(true)
      expect(ends.at(-1), `${arch}: fields are within the struct`).toBeLessThanOrEqual(ptRegs!.size)
      expect(new Set(ptRegs!.fields.map(it => it.name)).size, `${arch}: names differ`).toBe(ptRegs!.fields.length)
    }
  })

  describe("agrees with the kernel's own table of features", () => {
    const cells = FEATURES.flatMap(feature => {
      const text = read(`Documentation/features/${feature}/arch-support.txt`) ?? ''
      const symbol = /Kconfig:\s+(\S+)/.exec(text)?.[1] ?? ''
      return [...text.matchAll(/^\s*\|\s*(\S+):\s*\|\s*(\S+)\s*\|/gm)].map(([, folder, status]) => ({
        key: `${series} ${feature.split('/')[1]} ${folder}`,
        symbol,
        folder: `arch/${folder}`,
        documented: status === 'ok',
      }))
    })
    const derived = (symbol: string, folder: string) =>
      all.some(it => it.kernelDir === folder && it.symbols[symbol]?.value !== 'n')

    test('which has a cell for every feature and arch', () => {
      expect(new Set(cells.map(it => it.symbol)).size).toBe(FEATURES.length)
      expect(cells.length).toBe(FEATURES.length * new Set(all.map(it => it.kernelDir)).size)
    })

    test('in every cell, except those that are known to be out of date', () => {
      expect(
        cells.filter(it => derived(it.symbol, it.folder) !== it.documented && !(it.key in STALE)).map(it => it.key),
      ).toEqual([])
    })

    test('and every exception is still needed', () => {
      const differing = cells.filter(it => derived(it.symbol, it.folder) !== it.documented).map(it => it.key)
      expect(Object.keys(STALE).filter(it => it.startsWith(`${series} `) && !differing.includes(it))).toEqual([])
    })
  })

  test('finds every site of every arch, or says why there is none', async () => {
    const { stdout } = await runScript('arch.ts', 'add', '--all', '--json', '--linux', dir)
    const drafts = JSON.parse(stdout) as readonly Drafts[]
    expect(drafts.map(it => it.arch)).toEqual(all.map(it => it.arch))
    for (const { arch, captures, lost, absent } of drafts) {
      for (const role of ROLES)
        expect(
          [...captures, ...lost, ...absent].some(it => it.role === role),
          `${arch}: ${role}`,
        ).toBe(true)
      for (const { role, file, line, why } of lost)
        expect([(read(file)?.split('\n').length ?? 0) >= line, why !== ''], `${arch}: ${role}`).toEqual([true, true])
    }
    // Bundles and packets of instructions are not read; um has no entry of its own.
    const without = drafts.filter(it => !it.captures.some(site => site.role === 'exception-entry')).map(it => it.arch)
    expect(without).toEqual(['hexagon', 'ia64', 'um'].filter(id => all.some(it => it.arch === id)))
  })

  test('follows all arches in 15 s of CPU time, and one in 4 s', async () => {
    expect(await cpuSeconds('arch.ts', 'add', '--all', '--json', '--linux', dir)).toBeLessThan(15)
    expect(await cpuSeconds('arch.ts', 'add', 'riscv64', '--json', '--linux', dir)).toBeLessThan(4)
  })

  test('derives all arches in 6 s of CPU time, and one in 1.5 s', async () => {
    expect(await cpuSeconds('arch.ts', 'derive', '--all', '--json', '--linux', dir)).toBeLessThan(6)
    expect(await cpuSeconds('arch.ts', 'derive', 'riscv64', '--json', '--linux', dir)).toBeLessThan(1.5)
  })

  test('verifies every citation of this tree, and what is derived from it, in 10 s of CPU time', async () => {
    const { stdout } = await runScript('verify.ts', '--json', '--linux', dir)
    const { faults, derived } = JSON.parse(stdout)
    expect(faults).toEqual([])
    expect(derived.length).toBeGreaterThan(0)
    expect(await cpuSeconds('verify.ts', '--json', '--linux', dir)).toBeLessThan(10)
  })

  test('is not changed by any of this', async () => {
    expect(await stateOf(dir)).toBe(before)
  })
})

/** The CPU time of a script, s. Unlike elapsed time, it does not depend on what else runs on the machine. */
async function cpuSeconds(script: string, ...args: readonly string[]): Promise<number> {
  const { stderr } = await run('bash', [
    '-c',
    'TIMEFORMAT="%U %S"; time "$0" "$@" > /dev/null',
    process.execPath,
    `scripts/${script}`,
    ...args,
  ])
  return stderr
    .trim()
    .split(' ')
    .map(Number)
    .reduce((a, b) => a + b, 0)
}

/** A checksum of the paths, times and sizes of all files of a tree. */
async function stateOf(dir: string): Promise<string> {
  return (await run('bash', ['-c', 'find "$0" -type f -printf "%T@ %s %p\\n" | sort | sha256sum', dir])).stdout
}
