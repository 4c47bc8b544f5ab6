import { describe, expect, test } from 'vitest'
import type { Arch, ArchFixes } from '../../../src/model/schema/arch.ts'
import type { Capture, Conversion, FieldGroup } from '../../../src/model/schema/capture.ts'
import type { Fault } from '../../../src/errors/fault.ts'
import { holdsIn } from '../../../src/model/analysis/compare-releases.ts'
import { draftOf, draftedFields } from '../../../src/model/analysis/draft-fields.ts'
import { fieldsOf } from '../../../src/model/analysis/register-frame.ts'
import { structAt } from '../../../src/model/analysis/struct-at.ts'
import { checkDrafts } from '../../../src/model/check/check-derived.ts'
import { loadFiles } from '../../../src/model/read/load-files.ts'
import { ADDED_ARCH, filesWithAddedArch } from '../../added-arch.ts'
import { readDataset } from '../../../src/model/read/read-dataset.ts'
import { randomLcg } from 'd3'
import { SEED } from '../../sample.ts'

const { value: data } = readDataset(loadFiles())
const arches = new Map(data.arches.map(it => [it.id, it]))

/** A capture or a conversion, and one of its fields in a tree in which it holds. */
type Case = {
  readonly arch: Arch
  readonly site: Capture | Conversion
  readonly release: string
  readonly field: string
  readonly state: string
}

const cases: readonly Case[] = [...data.captures.values(), ...data.conversions.values()].flatMap(
  ({ arch: id, value: site }): Case[] => {
    const arch = arches.get(id)!
    if ('proposal' in site && site.proposal) return []
    return (arch.trees ?? [])
      .filter(it => holdsIn(site, it.release))
      .flatMap(({ release }) => {
        const struct = structAt(arch, 'struct' in site ? site.struct : site.gives, release)
        return struct
          ? site.writes.flatMap(it =>
              fieldsOf(it, struct).map(field => ({ arch, site, release, field, state: it.state })),
            )
          : []
      })
  },
)

/** What the code of the tree says of a field; undefined if it was not followed, or the way was lost. */
function drafted({ arch, site, release, field }: Case): string | undefined {
  const tree = arch.trees!.find(it => it.release === release)!
  const draft = draftOf(tree, { ...site, struct: 'struct' in site ? site.struct : site.gives })
  const state = draft && draftedFields(draft).get(field)?.state
  return state === 'unknown' ? undefined : state
}

function faults(arch: Arch, site: Capture | Conversion, fixes?: ArchFixes): readonly Fault[] {
  const faultAt = (_: unknown, code: Fault['code'], problem: string, tip: string): Fault => ({
    file: site.id,
    line: 1,
    col: 1,
    code,
    problem,
    tip,
  })
  return checkDrafts({ yaml: { value: site, faultAt } as Parameters<typeof checkDrafts>[0]['yaml'] }, arch, fixes)
}

/** The site with one field in another state. */
function turned({ arch, site, release, field, state }: Case): Capture | Conversion {
  const struct = structAt(arch, 'struct' in site ? site.struct : site.gives, release)!
  const opposite = state === 'captured' || state === 'copied' || state === 'computed' ? 'unset' : 'captured'
  const groups: readonly (FieldGroup & { readonly state: string })[] = site.writes
  const writes = groups.flatMap((group): readonly (FieldGroup & { readonly state: string })[] => {
    const fields = fieldsOf(group, struct)
    if (!fields.includes(field)) return [group]
    const { from: _, to: __, ...rest } = group
    const others = fields.filter(it => it !== field)
    return [...(others.length > 0 ? [{ ...rest, fields: others }] : []), { fields: [field], state: opposite }]
  })
  return { ...site, writes } as unknown as Capture | Conversion
}

const BY_JIT = 'the code is made while the kernel runs, and is not in the tree'
const BY_PTRACE = 'ptrace changes what the entry filled, while it reports: no place of its own that fills a struct'
const NEWER_STRUCT = '6.12.117 has the stub of 6.14, which fills ftrace_regs: this form is in no tree that was read'
const NO_STRUCT = 'the stub hands on no struct: a few registers on its stack'

/** The sites that are held against nothing, and why. */
const WITHOUT_DRAFT: Readonly<Record<string, string>> = {
  'arm-kretprobe-trampoline-frames':
    'the form of CONFIG_FRAME_POINTER (arch/arm/probes/kprobes/core.c); the usual configuration has the other one',
  'arm-syscall-stop': BY_PTRACE,
  'arm64-bpf-trampoline': BY_JIT,
  'arm64-fgraph-return-ret-regs': NEWER_STRUCT,
  'arm64-fgraph-return-scratch': NO_STRUCT,
  'arm64-syscall-stop': BY_PTRACE,
  'arm64-syscall-stop-6-18': BY_PTRACE,
  'i386-fgraph-return-regs': NEWER_STRUCT,
  'i386-fgraph-return-scratch': NO_STRUCT,
  'i386-ftrace-caller': NO_STRUCT,
  'i386-nmi-entry':
    'asm_exc_nmi is an entry of its own in entry_32.S; what is followed is that of the other exceptions',
  'loongarch64-bpf-trampoline': BY_JIT,
  'powerpc64-bpf-trampoline-7-0': BY_JIT,
  'riscv64-bpf-trampoline': BY_JIT,
  'riscv64-ftrace-caller': 'in 6.1 ten words of the stack, whose address is passed on as if they were a struct',
  's390x-bpf-trampoline': BY_JIT,
  's390x-cpumf-sample': 'C code copies what the CPU has sampled: no role',
  'x86-64-bpf-trampoline': BY_JIT,
  'x86-64-bpf-trampoline-with-count': BY_JIT,
  'x86-64-fgraph-return-regs': NEWER_STRUCT,
  'x86-64-fgraph-return-scratch': NO_STRUCT,
}

describe('what the code of the trees says, held against the reviewed captures', () => {
  const known = cases.filter(it => drafted(it) !== undefined)

  test('at least 85 % of the fields have a state', () => {
    const table = [...Map.groupBy(cases, it => it.arch.id)].map(([arch, all]) => {
      const some = all.filter(it => drafted(it) !== undefined)
      return `${arch}: ${some.length} of ${all.length} fields`
    })
    console.log(`${table.join('; ')}: ${known.length} of ${cases.length}`)
    expect(known.length / cases.length).toBeGreaterThanOrEqual(0.85)
  })

  test('a site of which no field has a draft is named, with what the trees have instead', () => {
    const none = [...Map.groupBy(cases, it => `${it.site.id} ${it.release}`)].flatMap(([, all]) =>
      all.some(it => drafted(it) !== undefined) ? [] : [all[0]!.site.id],
    )
    expect([...new Set(none)].sort()).toEqual(Object.keys(WITHOUT_DRAFT).sort())
  })

  test('the shipped data contradicts none of it without a reason', () => {
    const { faults: all } = readDataset(loadFiles())
    expect(all).toEqual([])
  })

  test('of 500 fields whose state is turned to its opposite at least four in five are found', () => {
    const next = randomLcg(SEED)
    const tried = Array.from({ length: 500 }, () => cases[Math.floor(next() * cases.length)]!)
    const found = tried.filter(it => faults(it.arch, turned(it)).length > faults(it.arch, it.site).length)
    console.log(`${found.length} of ${tried.length} were found`)
    expect(found.length / tried.length).toBeGreaterThanOrEqual(0.8)
  })
})

describe('checkDrafts(file, arch, fixes)', () => {
  const one = cases.find(it => it.site.id === 'riscv64-rethook' && it.field === 'gp')!

  test('a fault names the field, the line that was followed, and the tree', () => {
    const [fault] = faults(one.arch, turned(one))
    expect(fault?.problem).toMatch(
      /^gp: the register is stored as it was, at arch\/riscv\/kernel\/probes\/rethook_trampoline\.S:\d+ of 6\.12\.117$/,
    )
  })

  test('a fix with a reason is heard, in the trees that it names', () => {
    const fix = (releases?: string[]): ArchFixes => ({
      captures: [{ capture: 'riscv64-rethook', fields: ['gp'], reason: 'a reason', ...(releases && { releases }) }],
    })
    expect(faults(one.arch, turned(one), fix())).toEqual([])
    expect(faults(one.arch, turned(one), fix(['6.12.117'])).length).toBe(faults(one.arch, turned(one)).length - 1)
  })

  test('what is unknown on either side contradicts nothing', () => {
    const site = { ...one.site, writes: [{ fields: ['gp'], state: 'unknown' as const }] } as Capture
    expect(faults(one.arch, site)).toEqual([])
  })
})

describe('checkReviews(file, arch)', () => {
  /** The faults of a review that changes these fields of an arch that was just added. */
  const reviewed = (fields: Record<string, object>) => {
    const files = filesWithAddedArch()
    const site = { role: 'exception-entry', name: 'handle_exception', release: '6.12', decision: 'change', fields }
    files.set(`data/arch/${ADDED_ARCH}.reviewed.yaml`, JSON.stringify({ sites: [site] }))
    return readDataset(files).faults.map(it => `${it.file}: ${it.problem}; ${it.tip}`)
  }

  test('a state that the followed code contradicts is a fault with both places, unless a note says why it is right', () => {
    const [fault, ...others] = reviewed({ ra: { state: 'unset' }, badaddr: { state: 'captured' } })
    expect(others).toEqual([])
    expect(fault).toMatch(
      /^data\/arch\/toy64\.reviewed\.yaml: ra: the register is stored as it was, at arch\/riscv\/\S+:\d+ of 6\.12\S*; .*say in note/,
    )
    expect(reviewed({ ra: { state: 'unset', note: 'a person read it' } })).toEqual([])
    expect(reviewed({ ra: { state: 'unknown' } })).toEqual([])
  })

  test('a field that the site has not is a fault', () => {
    expect(reviewed({ rip: { state: 'unset', note: 'none' } })[0]).toContain('handle_exception has no rip')
  })
})
