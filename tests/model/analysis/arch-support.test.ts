import { describe, expect, test } from 'vitest'
import type { ArchTree } from '../../../src/model/schema/arch.ts'
import { faultLine } from '../../../src/errors/fault.ts'
import { loadFiles } from '../../../src/model/read/load-files.ts'
import { readDataset } from '../../../src/model/read/read-dataset.ts'
import { classOf } from '../../../src/model/analysis/register-class.ts'
import { hasNoCapture, lastReadRelease } from '../../../src/model/analysis/coverage-gaps.ts'
import { isLacking, readUpTo, supportAt } from '../../../src/model/analysis/arch-support.ts'

type Value = 'yes' | 'conditional' | 'no'
const tree = (release: string, value: Value, because = 'no HAVE_IT'): ArchTree => ({
  release,
  state: 'made up',
  symbols: {},
  support: { probe: { value, because: [because] } },
  definitions: {},
})
const arch = (...trees: ArchTree[]) => ({ trees })

describe('supportAt(arch, mechanism, release)', () => {
  const two = arch(tree('6.1.9', 'no'), tree('6.12.3', 'yes'))
  test.for([
    ['6.1', 'no', '6.1.9'],
    ['6.12', 'yes', '6.12.3'],
    ['6.12.100', 'yes', '6.12.3'],
    ['6.6', 'yes', '6.12.3'],
    ['5.10', 'no', '6.1.9'],
    ['7.0', 'yes', '6.12.3'],
  ] as const)('as of %s is %s, by the tree of %s', ([release, value, by]) => {
    expect(supportAt(two, 'probe', release)).toMatchObject({ value, release: by })
  })

  test('is nothing where no tree tells', () => {
    expect(supportAt(two, 'other', '6.1')).toBeUndefined()
    expect(supportAt({}, 'probe', '6.1')).toBeUndefined()
    expect(supportAt(undefined, 'probe', '6.1')).toBeUndefined()
  })
})

describe('isLacking(arch, mechanism, release)', () => {
  test('goes by the tree of the release, and not by its neighbours', () => {
    const gone = arch(tree('6.1.9', 'no'), tree('6.12.3', 'no'))
    expect(['6.1', '6.6', '6.12', '6.18'].map(it => isLacking(gone, 'probe', it))).toEqual([true, false, true, false])
    expect(isLacking(arch(tree('6.1.9', 'conditional')), 'probe', '6.1')).toBe(false)
  })

  test('goes by the only tree that there is, unless that release has no such mechanism', () => {
    expect(isLacking(arch(tree('6.12.3', 'no')), 'probe', '6.6')).toBe(true)
    expect(isLacking(arch(tree('6.1.9', 'no', 'PROBE: not in this release')), 'probe', '6.6')).toBe(false)
    expect(isLacking(arch(tree('6.1.9', 'no', 'PROBE: not in this release')), 'probe', '6.1')).toBe(true)
  })
})

describe('readUpTo(arch, release)', () => {
  test('is the release, or that of the newest tree where that is older', () => {
    const two = arch(tree('6.12.3', 'no'), tree('6.1.9', 'no'))
    expect(['5.10', '6.6', '6.12', '6.12.100', '6.13'].map(it => readUpTo(two, it))).toEqual([
      '5.10',
      '6.6',
      '6.12',
      '6.12.100',
      '6.12.3',
    ])
    expect(readUpTo({}, '6.13')).toBe('6.13')
  })
})

describe('unreadSince(mechanism, { arch, release }, data)', () => {
  const { value: data } = readDataset(loadFiles())
  const unread = (id: string, arch: string, release: string) =>
    lastReadRelease(
      data.mechanisms.find(it => it.id === id)!,
      { arch, release },
      data,
    )

  test('is the newest tree, where a later release is asked for and the data tells of nothing since', () => {
    expect(['6.6', '6.12', '6.13', '7.2', '7.3'].map(it => unread('rethook', 'arm64', it))).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      '7.2.13',
    ])
    expect(['fprobe', 'trace-fprobe', 'ebpf-multi-kprobe'].map(it => unread(it, 'arm', '7.3'))).toEqual([
      '7.2.13',
      '7.2.13',
      '7.2.13',
    ])
  })

  test('is nothing where the data tells when it comes, or when it went, or that of what it stands on', () => {
    expect(unread('ebpf-fentry-fexit', 'loongarch64', '6.16')).toBeUndefined()
    expect(['fprobe', 'trace-fprobe', 'ebpf-multi-kprobe'].map(it => unread(it, 'i386', '6.18'))).toEqual([
      undefined,
      undefined,
      undefined,
    ])
    expect(unread('fprobe', 'powerpc64', '6.14')).toBeUndefined()
    expect(unread('kprobe', 'arm64', '7.0')).toBeUndefined()
  })
})

describe('isUncaptured(mechanism, { arch, release }, data)', () => {
  test('is so for what an arch has by its tree, where nothing of it is captured, and for nothing of those that are shipped', () => {
    const files = new Map(loadFiles())
    files.set(
      'data/arch/alpha.yaml',
      'id: alpha\nname: alpha\ndirectory: arch/alpha\ntrees:\n  - { release: "6.12.117", state: made up, symbols: {}, support: { kprobe: { value: "yes", because: [HAVE_KPROBES] }, ebpf-kprobe: { value: "yes", because: [HAVE_KPROBES] }, uprobe: { value: "no", because: [no ARCH_SUPPORTS_UPROBES] } }, definitions: {} }\n',
    )
    const { value: data, faults } = readDataset(files)
    expect(faults).toEqual([])
    const uncaptured = (arch: string) =>
      ['6.1', '6.6', '6.12', '6.18'].map(release =>
        data.mechanisms.filter(it => hasNoCapture(it, { arch, release }, data)).map(it => it.id),
      )
    expect(uncaptured('alpha')).toEqual(Array.from({ length: 4 }, () => ['ebpf-kprobe', 'kprobe']))
    for (const { id } of data.arches.filter(it => it.id !== 'alpha'))
      expect(uncaptured(id), id).toEqual([[], [], [], []])
  })
})

describe('what is derived, and what the data says', () => {
  /** The dataset with a change in one of its files. */
  const changed = (file: string, from: string, to: string) => {
    const files = new Map(loadFiles())
    expect(files.get(file)).toContain(from)
    return readDataset(files.set(file, files.get(file)!.replace(from, to)))
  }

  test("a mechanism that is said of all arches is lacking where the arch's tree says so", () => {
    const files = new Map(loadFiles())
    files.set(
      'data/arch/alpha.yaml',
      `id: alpha\nname: alpha\ndirectory: arch/alpha\ntrees:\n  - { release: "6.12.117", state: made up, symbols: {}, support: { trace-tp: { value: "no", because: [no TRACE_IRQFLAGS_SUPPORT] } }, definitions: {} }\n`,
    )
    const { value: data, faults } = readDataset(files)
    expect(faults).toEqual([])
    const traceTp = data.mechanisms.find(it => it.id === 'trace-tp')!
    expect(['alpha', 'arm64'].map(arch => classOf(traceTp, { arch, release: '6.12' }, data))).toEqual([
      undefined,
      'other',
    ])
    const tracepoint = data.mechanisms.find(it => it.id === 'tracepoint')!
    expect(classOf(tracepoint, { arch: 'alpha', release: '6.12' }, data)).toBe('other')
  })

  test('a mechanism that is said of an arch by name, and that its tree lacks, is a fault', () => {
    const { faults } = changed(
      'data/mechanisms/rethook.yaml',
      'arches: [loongarch64]\n    captures: [loongarch64-rethook',
      'arches: [loongarch64, arm64]\n    captures: [arm64-kretprobe-brk, loongarch64-rethook',
    )
    expect(faults.map(faultLine).filter(it => it.includes('by its tree'))).toEqual([
      expect.stringMatching(
        /^data\/mechanisms\/rethook\.yaml:\d+:\d+: arm64 has rethook in 6\.12\.117 by this, and lacks it by its tree: no HAVE_RETHOOK \(kernel\/trace\/Kconfig:\d+\); fix this, or say in data\/arch\/arm64\.fixes\.yaml why the tree is wrong$/,
      ),
    ])
  })

  test('a field that a stub was seen to store is not to be called unset', () => {
    const file = 'data/captures/loongarch64/loongarch64-rethook.yaml'
    const text = loadFiles().get(file)!
    const { faults } = changed(file, text, text.replace('state: captured', 'state: unset'))
    expect(faults.map(faultLine)).toContainEqual(
      expect.stringMatching(
        /^data\/captures\/loongarch64\/loongarch64-rethook\.yaml:\d+:\d+: regs\[\d+\]: the register is stored as it was, at arch\/loongarch\/include\/asm\/stackframe\.h:\d+ of 6\.12\.117; read the line; /,
      ),
    )
  })
})
