import type { Hazard } from '../../src/model/analysis/hazards.ts'
import type { Role } from '../../src/model/schema/role.ts'
import { describe, expect, test } from 'vitest'
import { faultLine } from '../../src/errors/fault.ts'
import { hazardsAt, releasesWithChanges } from '../../src/model/analysis/hazards.ts'
import { loadFiles } from '../../src/model/read/load-files.ts'
import { readDataset } from '../../src/model/read/read-dataset.ts'
import { holdsIn, laterRelease } from '../../src/model/analysis/compare-releases.ts'
import { appliesTo } from '../../src/model/analysis/applicability.ts'
import { classOf } from '../../src/model/analysis/register-class.ts'

// What the dataset must say after any edit: the findings of the talk, and bugs found after it.
const { value: data, faults } = readDataset(loadFiles())

/** Ids of the mechanisms by class, and of those that the arch lacks. */
function classes(
  arch: string,
  release: string,
): Record<'exception' | 'other' | 'sparse' | 'absent', readonly string[]> {
  const by = Map.groupBy(data.mechanisms, it => classOf(it, { arch, release }, data) ?? 'absent')
  const ids = (name: 'exception' | 'other' | 'sparse' | 'absent') => (by.get(name) ?? []).map(it => it.id).sort()
  return { exception: ids('exception'), other: ids('other'), sparse: ids('sparse'), absent: ids('absent') }
}

const words = (text: string) => text.split(' ').sort()

type Wanted = { readonly reader: string; readonly path?: string; readonly last?: string; readonly capture?: string }

function hazards(arch: string, release: string, { reader, path, last, capture }: Wanted): readonly Hazard[] {
  return hazardsAt(data, data.readers, { arch, release }).filter(
    it =>
      it.reader === reader &&
      (path === undefined || it.path.join(' > ') === path) &&
      (last === undefined || it.path.at(-1) === last) &&
      (capture === undefined || it.capture === capture),
  )
}

const state = (hazard: Hazard, field: string) => hazard.fields.find(it => it.field === field)?.state

describe('the dataset', () => {
  test('has no fault', () => {
    expect(faults.map(faultLine)).toEqual([])
  })

  test('points at a capture that is picked from what is inherited, and that there is not', () => {
    const files = new Map(loadFiles())
    const file = 'data/mechanisms/fprobe.yaml'
    files.set(file, files.get(file)!.replace('only: [x86-64-ftrace-regs-caller,', 'only: [x86-64-ftrace-regs-calller,'))
    expect(readDataset(files).faults.map(faultLine).join('\n')).toMatch(
      /^data\/mechanisms\/fprobe\.yaml:\d+:\d+: there is no x86-64-ftrace-regs-calller; did you mean x86-64-ftrace-regs-caller\?/,
    )
  })

  test('points at picking from nothing', () => {
    const files = new Map(loadFiles())
    const file = 'data/mechanisms/rethook.yaml'
    files.set(file, files.get(file)!.replace('    captures: [', '    only: [x86-64-rethook]\n    captures: ['))
    expect(readDataset(files).faults.map(faultLine).join('\n')).toContain('only picks from what is inherited')
  })

  /** Sites that belong to no mechanism, and why. */
  const ALONE: Readonly<Record<string, string>> = {
    'i386-first-system-call': 'there was no mechanism yet on which it could be seen; the scene of 0.01 shows it',
    'x86-64-mcount': 'puts registers aside to restore them; the callback gets two addresses',
    'i386-mcount': 'puts registers aside to restore them; the callback gets two addresses',
    'i386-ftrace-caller': 'puts registers aside to restore them; the callback gets NULL for registers',
    'x86-64-fgraph-return-scratch': 'puts registers aside to restore them; C code gets a frame pointer and no struct',
    'i386-fgraph-return-scratch': 'puts registers aside to restore them; C code gets a 0 and no struct',
    'arm64-fgraph-return-scratch': 'puts registers aside to restore them; no code reads them',
  }

  test('has a mechanism for every capture site, but for those that hand on nothing', () => {
    const used = new Set(data.mechanisms.flatMap(it => it.provides.flatMap(hand => hand.captures ?? [])))
    const alone = [...data.captures].filter(([id]) => !used.has(id))
    const written = alone.filter(([, it]) => !it.value.isDerived)
    expect(written.map(([id]) => id).sort()).toEqual(Object.keys(ALONE).sort())
    // What was derived is tied by its role to mechanisms that the arch has, if there are any.
    const tiedTo = (role: Role | undefined, arch: string) =>
      data.mechanisms.filter(
        ({ id, ties = [] }) =>
          ties.some(it => [...(it.roles ?? []), ...(it.also ?? [])].some(one => one === role)) &&
          data.arches.find(it => it.id === arch)!.trees!.some(it => (it.support[id]?.value ?? 'no') !== 'no'),
      )
    const missed = alone
      .filter(([, it]) => it.value.isDerived)
      .flatMap(([id, { arch, value }]) => tiedTo(value.role, arch).map(it => `${it.id}: ${id}`))
    expect(missed).toEqual([])
  })

  test('has a way through every conversion', () => {
    const used = new Set(data.mechanisms.flatMap(it => it.provides.flatMap(hand => hand.through ?? [])))
    expect([...data.conversions.keys()].filter(id => !used.has(id))).toEqual([])
  })

  test('lists a capture site, or a conversion, only where it holds at some time at which the entry does', () => {
    const dead = data.mechanisms.flatMap(({ id, provides }) =>
      provides.flatMap(hand =>
        [...(hand.captures ?? []), ...(hand.only ?? []), ...(hand.through ? [hand.through] : [])]
          .filter(it => {
            const { arch, value } = data.captures.get(it) ?? data.conversions.get(it)!
            const release = laterRelease(hand.since, value.since)
            return !appliesTo(hand, { arch, release }) || !holdsIn(value, release)
          })
          .map(it => `${id} since ${hand.since}: ${it}`),
      ),
    )
    expect(dead).toEqual([])
  })

  test('picks only capture sites whose registers the lower mechanism hands on itself', () => {
    const foreign = data.mechanisms.flatMap(({ id, provides }) =>
      provides.flatMap(hand => {
        const lower = data.mechanisms.find(it => it.id === hand.inherits)
        return (hand.only ?? [])
          .filter(it => !lower?.provides.some(theirs => theirs.captures?.includes(it)))
          .map(it => `${id}: ${it}`)
      }),
    )
    expect(foreign).toEqual([])
  })

  test('has no reader that no registers reach', () => {
    const unreached = data.readers.flatMap(reader =>
      reader.runsIn
        .filter(place => {
          const alone = [{ ...reader, runsIn: [place] }]
          return !data.arches.some(({ id: arch }) =>
            releasesWithChanges(data, alone, { arch, first: '2.6.9' }).some(
              release => hazardsAt(data, alone, { arch, release }).length > 0,
            ),
          )
        })
        .map(place => `${reader.id} in ${place.mechanism} since ${place.since ?? reader.since}`),
    )
    expect(unreached).toEqual([])
  })

  test.for([
    'x86-64 6.6',
    'x86-64 6.16',
    'arm64 6.6',
    'arm64 6.16',
    'i386 6.6',
    'riscv64 6.6',
    'riscv64 6.16',
    's390x 6.6',
    's390x 6.16',
    'loongarch64 6.6',
    'loongarch64 6.17',
    'powerpc64 6.12',
    'powerpc64 6.18',
    'arm 6.6',
  ])('follows no registers twice, on %s', at => {
    const [arch, release] = at.split(' ') as [string, string]
    const ways = hazardsAt(data, data.readers, { arch, release }).map(it =>
      [it.reader, it.capture, ...it.conversions, ...it.path].join(' > '),
    )
    expect(ways.filter((it, i) => ways.indexOf(it) < i)).toEqual([])
  })
})

describe('classOf(mechanism, { arch, release }) on the dataset', () => {
  test('sorts the mechanisms of x86-64 in 6.6 as the talk does', () => {
    expect(classes('x86-64', '6.6')).toEqual({
      exception: words(
        'exceptions ptrace kprobe uprobe ebpf-kprobe trace-kprobe ebpf-uprobe trace-uprobe ebpf-perf-event',
      ),
      other: words('ftrace fgraph tracepoint ebpf-fentry-fexit ebpf-tp trace-tp'),
      sparse: words(
        'trampolines kretprobe rethook fprobe ebpf-kretprobe trace-kretprobe trace-fprobe ebpf-multi-kprobe perf-events',
      ),
      absent: [],
    })
  })

  test('finds no fprobe, nor what stands on it, on arm64 before 6.14, for all that was proposed', () => {
    expect(classes('arm64', '6.6')).toMatchObject({ absent: words('rethook fprobe trace-fprobe ebpf-multi-kprobe') })
    expect(classes('arm64', '6.14')).toMatchObject({ absent: ['rethook'] })
  })

  test('takes kretprobe on arm64 for sparse until its trampoline traps, in 6.9', () => {
    expect(classes('arm64', '6.8').sparse).toContain('kretprobe')
    expect(classes('arm64', '6.9').exception).toContain('kretprobe')
  })

  test('takes fprobe on x86-64 for sparse until it hands on ftrace_regs, in 6.14', () => {
    expect(classes('x86-64', '6.13').sparse).toContain('fprobe')
    expect(classes('x86-64', '6.14')).toMatchObject({
      other: expect.arrayContaining(['fprobe', 'trace-fprobe']),
      sparse: expect.arrayContaining(['ebpf-multi-kprobe']),
    })
  })

  test('finds neither fentry nor, after 6.13, fprobe on i386', () => {
    expect(classes('i386', '6.6').absent).toEqual(['ebpf-fentry-fexit'])
    expect(classes('i386', '6.14').absent).toEqual(words('ebpf-fentry-fexit ebpf-multi-kprobe fprobe trace-fprobe'))
  })
})

describe('riscv64', () => {
  test('has fprobe from rethook, in 6.3, until ftrace stops saving a pt_regs, in 6.10, and again from 6.14', () => {
    expect(
      ['6.1', '6.6', '6.9', '6.10', '6.12', '6.14'].map(it => classes('riscv64', it).absent.includes('fprobe')),
    ).toEqual([true, false, false, true, true, false])
  })

  test('takes ftrace for a pt_regs only while one macro served both stubs, 6.8 and 6.9', () => {
    expect(['6.6', '6.8', '6.9', '6.10'].map(it => classes('riscv64', it).sparse.includes('ftrace'))).toEqual([
      false,
      true,
      true,
      false,
    ])
  })

  test.for(['6.1', '6.6', '6.9', '6.12', '6.16'])(
    'never writes status but in an exception, or as a constant, in %s',
    release => {
      const found = hazards('riscv64', release, { reader: 'user-mode' })
      expect(new Set(found.filter(it => it.path[0] === 'exceptions').map(it => state(it, 'status')))).toEqual(
        new Set(['captured']),
      )
      expect(new Set(found.filter(it => it.path[0] === 'trampolines').map(it => state(it, 'status')))).toEqual(
        new Set(['unset']),
      )
      expect(
        hazards('riscv64', release, { reader: 'user-mode', path: 'perf-events' }).map(it => [
          it.capture,
          state(it, 'status'),
        ]),
      ).toContainEqual(['riscv64-perf-caller-regs', 'made-up'])
    },
  )

  test('walks no kernel stack for a multi-kprobe, for a status of 0 says user', () => {
    for (const reader of ['bpf-get-stackid', 'user-mode']) {
      const found = hazards('riscv64', '7.2', { reader, last: 'ebpf-multi-kprobe' })
      expect(new Set(found.map(it => it.fields.map(({ field }) => field).join(' ')))).toEqual(new Set(['status']))
    }
  })

  test("stores the stub's own sp for the function's with SAVE_REGS, and reckons it right in a return probe", () => {
    const sp = (last: string) =>
      hazards('riscv64', '6.6', { reader: 'kernel-stack-pointer', last })
        .filter(it => it.path[0] === 'trampolines')
        .map(it => it.fields)
    expect(sp('trace-kprobe')).toEqual([[{ field: 'sp', state: 'made-up', value: "stub's own sp" }]])
    expect(sp('trace-kretprobe')).toEqual([[{ field: 'sp', state: 'computed', value: 'sp, frame undone' }]])
  })
})

describe('s390x', () => {
  test('has a whole psw.mask in its return probes and with SAVE_REGS, for EPSW can read it', () => {
    const masks = (release: string) =>
      hazards('s390x', release, { reader: 'user-mode', last: 'ebpf-multi-kprobe' }).map(it => [
        it.capture,
        it.verdict,
        state(it, 'psw.mask'),
      ])
    expect(masks('6.6')).toEqual([
      ['s390x-ftrace-regs-caller', 'good', 'captured'],
      ['s390x-rethook', 'good', 'captured'],
    ])
    expect(masks('6.14')).toEqual([
      ['s390x-ftrace-caller', 'ugly', 'unset'],
      ['s390x-fgraph-return', 'ugly', 'unset'],
    ])
    expect(
      hazards('s390x', '6.14', { reader: 'user-mode', last: 'perf-events' })
        .filter(it => it.path.includes('trace-fprobe'))
        .map(it => state(it, 'psw.mask')),
    ).toEqual(['made-up', 'made-up'])
  })

  test('walks no stack from what the sampling facility wrote, and takes user or kernel from its mask', () => {
    expect(hazards('s390x', '6.6', { reader: 'kernel-callchain', capture: 's390x-cpumf-sample' })).toEqual([])
    expect(hazards('s390x', '6.6', { reader: 'perf-sample-regs-intr', capture: 's390x-cpumf-sample' })).toEqual([])
    expect(
      hazards('s390x', '6.6', { reader: 'perf-misc-flags', capture: 's390x-cpumf-sample', last: 'perf-events' }),
    ).toMatchObject([
      {
        verdict: 'good',
        fields: [
          { field: 'psw.mask', state: 'captured' },
          { field: 'psw.addr', state: 'captured' },
          { field: 'gprs[15]', state: 'none', value: '0' },
          { field: 'int_code', state: 'none' },
          { field: 'int_parm', state: 'none' },
        ],
      },
    ])
  })
})

describe('loongarch64', () => {
  test.for(['6.6', '6.12', '6.16'])(
    'stores the mode of a trampoline in csr_crmd if at all, and user_mode() reads csr_prmd, in %s',
    release => {
      const found = hazards('loongarch64', release, { reader: 'user-mode' }).filter(it => it.path[0] === 'trampolines')
      expect(found.map(it => it.path.at(-1))).toEqual(
        expect.arrayContaining(['ebpf-kretprobe', 'ebpf-kprobe', 'ebpf-multi-kprobe', 'perf-events']),
      )
      // Perf's own buffer is 0 there, and 0 is the kernel.
      const inBuffer = (it: (typeof found)[number]) => it.conversions.includes('loongarch64-fill-perf-regs')
      expect(new Set(found.filter(it => !inBuffer(it)).map(it => state(it, 'csr_prmd')))).toEqual(new Set(['unset']))
      expect(found.filter(inBuffer).every(it => state(it, 'csr_prmd') === 'made-up')).toBe(true)
      expect(
        hazards('loongarch64', release, { reader: 'return-resume', last: 'rethook' }).map(it => state(it, 'csr_crmd')),
      ).toEqual(['made-up'])
    },
  )

  test('gets kprobes in 6.3 and what stands on breakpoints in user code in 6.5', () => {
    expect(
      ['6.1', '6.3', '6.5'].map(it =>
        ['kprobe', 'uprobe', 'rethook'].filter(id => !classes('loongarch64', it).absent.includes(id)),
      ),
    ).toEqual([[], ['kprobe'], ['kprobe', 'uprobe', 'rethook']])
  })
})

describe('after the newest tree', () => {
  const has = (arch: string, mechanism: string, releases: readonly string[]) =>
    releases.filter(it => !classes(arch, it).absent.includes(mechanism))

  test('has the BPF trampolines that came to powerpc64 in 6.13 and to loongarch64 in 6.17', () => {
    expect(has('powerpc64', 'ebpf-fentry-fexit', ['6.12', '6.13', '6.18'])).toEqual(['6.13', '6.18'])
    expect(has('loongarch64', 'ebpf-fentry-fexit', ['6.12', '6.16', '6.17', '6.18'])).toEqual(['6.17', '6.18'])
  })

  test('has no fprobe on powerpc64 from 6.14, when it began to ask for ftrace_regs on a return, until 6.18, which has them', () => {
    for (const mechanism of ['fprobe', 'trace-fprobe', 'ebpf-multi-kprobe'])
      expect(has('powerpc64', mechanism, ['6.12', '6.13', '6.14', '6.17', '6.18'])).toEqual(['6.12', '6.13', '6.18'])
  })

  test('finds msr of powerpc64 never written on the return of a multi-kprobe, a 0 on its entry, and that of the moment for perf', () => {
    const states = (last: string) =>
      hazards('powerpc64', '6.18', { reader: 'user-mode', last })
        .filter(it => it.path.includes('fgraph'))
        .map(it => [it.capture, state(it, 'msr'), it.verdict])
    expect(states('ebpf-multi-kprobe')).toEqual([
      ['powerpc64-ftrace-caller-6-13', 'made-up', 'bad'],
      ['powerpc64-fgraph-return', 'unset', 'ugly'],
    ])
    expect(states('perf-events').map(it => it[1])).toEqual(['made-up', 'made-up'])
  })
})

describe('powerpc64', () => {
  test("has a real msr wherever a pt_regs is handed on, but for perf's macro, which reads that of the moment", () => {
    for (const release of ['6.6', '6.12']) {
      const found = Map.groupBy(
        hazards('powerpc64', release, { reader: 'user-mode' }),
        it => it.capture === 'powerpc64-perf-caller-regs',
      )
      expect(found.get(false)!.length).toBeGreaterThan(5)
      expect(new Set(found.get(false)!.map(it => state(it, 'msr')))).toEqual(new Set(['captured']))
      expect(new Set(found.get(true)!.map(it => state(it, 'msr')))).toEqual(new Set(['made-up']))
    }
  })

  test('never writes trap with SAVE_REGS, by which perf decides whether to look into SIAR', () => {
    expect(
      hazards('powerpc64', '6.6', {
        reader: 'perf-instruction-pointer',
        path: 'trampolines > kprobe > ebpf-kprobe',
      }).map(it => [it.capture, state(it, 'trap')]),
    ).toEqual([
      // 0x700 is no counter's interrupt, so it does not matter.
      ['powerpc64-optprobe-detour', undefined],
      ['powerpc64-kprobe-on-ftrace', 'unset'],
    ])
    expect(
      hazards('powerpc64', '6.6', {
        reader: 'perf-instruction-pointer',
        path: 'exceptions > kprobe > ebpf-kprobe',
      }).map(it => it.verdict),
    ).toEqual(['good'])
  })

  test('takes return probes for those of an exception, before rethook in 6.12 and on it', () => {
    expect(
      ['6.6', '6.12']
        .map(it => classes('powerpc64', it))
        .map(it => [
          it.exception.includes('kretprobe'),
          it.exception.includes('rethook'),
          it.absent.includes('rethook'),
        ]),
    ).toEqual([
      [true, false, true],
      [true, true, false],
    ])
  })
})

describe('arm', () => {
  test("makes a return probe's frame eight bytes too short: cpsr is a word of the caller's stack", () => {
    const found = hazards('arm', '6.6', { reader: 'user-mode', last: 'ebpf-kretprobe' })
    expect(found.map(it => [it.capture, it.verdict, state(it, 'uregs[16]')])).toEqual([
      ['arm-kretprobe-trampoline', 'ugly', 'unset'],
      ['arm-kretprobe-trampoline-frames', 'ugly', 'unset'],
    ])
    // The registers are those of a caller, for which no walk asks lr.
    const walks = hazards('arm', '6.6', { reader: 'bpf-get-stackid', last: 'ebpf-kretprobe' })
    expect(walks.map(it => state(it, 'uregs[14]'))).toEqual([undefined, undefined])
  })

  test('reads CPSR in the detour of an optimised probe, and keeps SPSR of an exception', () => {
    expect(
      hazards('arm', '6.6', { reader: 'user-mode', last: 'ebpf-kprobe' }).map(it => [
        it.capture,
        state(it, 'uregs[16]'),
      ]),
    ).toEqual([
      ['arm-exception-svc', 'captured'],
      ['arm-optprobe-detour', 'captured'],
    ])
  })

  test('has no rethook, no fprobe and no fentry, up to today', () => {
    expect(['6.1', '6.6', '6.12', '7.0'].map(it => classes('arm', it).absent)).toEqual(
      Array.from({ length: 4 }, () => words('ebpf-fentry-fexit ebpf-multi-kprobe fprobe rethook trace-fprobe')),
    )
  })
})

describe('hazardsAt(data, readers, { arch, release }) on the dataset', () => {
  test("finds the talk's: on arm64 a PSTATE that was never written gets to user_mode(), by a patch then under review", () => {
    const found = hazards('arm64', '6.6', {
      reader: 'user-mode',
      path: 'trampolines > ftrace > fprobe > trace-fprobe > perf-events',
    })
    expect(found).toMatchObject([
      {
        capture: 'arm64-ftrace-caller',
        conversions: ['arm64-partial-regs-proposed'],
        verdict: 'ugly',
        fields: [{ field: 'pstate', state: 'unset' }],
      },
    ])
    expect(found[0]!.proposals).toContain('fprobe events with DYNAMIC_FTRACE_WITH_ARGS, v4, August 2023')
  })

  test('finds it no more in what was merged in its stead, nor by any path before', () => {
    const found = (release: string) =>
      hazards('arm64', release, { reader: 'user-mode', last: 'perf-events' }).filter(it => it.path.includes('fprobe'))
    expect(found('6.14').filter(it => it.capture === 'arm64-ftrace-caller')).toMatchObject([
      { path: 'trampolines ftrace fgraph fprobe trace-fprobe perf-events'.split(' '), verdict: 'bad', proposals: [] },
    ])
    expect(found('6.5')).toEqual([])
    expect(found('6.13')).toEqual([])
  })

  test.for(['6.14', '6.15', '6.16', '6.17'])(
    'finds the bug of September 2025 in %s: bpf_get_stackid() in a multi-kprobe on arm64',
    release => {
      const found = hazards('arm64', release, { reader: 'bpf-get-stackid', last: 'ebpf-multi-kprobe' })
      expect(found.map(it => [it.capture, it.path.join(' > '), it.verdict, state(it, 'pstate')])).toEqual([
        ['arm64-ftrace-caller', 'trampolines > ftrace > fgraph > fprobe > ebpf-multi-kprobe', 'ugly', 'unset'],
        ['arm64-fgraph-return', 'trampolines > fgraph > fprobe > ebpf-multi-kprobe', 'ugly', 'unset'],
      ])
    },
  )

  test.for(['6.18', '7.0'])('finds it fixed in %s', release => {
    const found = hazards('arm64', release, { reader: 'bpf-get-stackid', last: 'ebpf-multi-kprobe' })
    expect(found.length).toBeGreaterThan(1)
    expect(new Set(found.map(it => state(it, 'pstate')))).toEqual(new Set(['made-up']))
  })

  test.for([
    ['6.8', 'bad', 'made-up'],
    ['6.9', 'good', 'captured'],
  ] as const)('takes the PSTATE of an arm64 kretprobe in %s for %s', ([release, verdict, pstate]) => {
    const found = hazards('arm64', release, { reader: 'user-mode', last: 'ebpf-kretprobe' })
    expect(found).toMatchObject([{ verdict, fields: [{ field: 'pstate', state: pstate }] }])
  })

  test('finds that what perf makes up of its caller on x86-64 has none of the registers that a function must keep', () => {
    const [found, ...others] = hazards('x86-64', '6.6', { reader: 'perf-sample-regs-intr', path: 'perf-events' })
    expect(found).toMatchObject({ capture: 'x86-64-perf-caller-regs', verdict: 'ugly' })
    expect(['bx', 'bp', 'r12', 'r13', 'r14', 'r15'].map(it => state(found!, it))).toEqual(
      Array.from({ length: 6 }, () => 'unset'),
    )
    expect(others).toEqual([])
  })

  test("finds the five slots that the booster of 2.6.17 skipped on i386, in its handler's hands", () => {
    const [found] = hazards('i386', '2.6.17', { reader: 'kretprobe-handler', path: 'trampolines > kretprobe' })
    expect(found).toMatchObject({ capture: 'i386-kretprobe-booster', verdict: 'ugly' })
    expect(['xds', 'xes', 'orig_eax', 'eip', 'xcs'].map(it => state(found!, it))).toEqual(
      Array.from({ length: 5 }, () => 'unset'),
    )
    expect(hazards('i386', '2.6.13', { reader: 'kretprobe-handler' }).map(it => state(it, 'xcs'))).toEqual(['captured'])
  })

  test.for([
    ['6.14', 'ugly', 'unset'],
    ['6.17', 'ugly', 'unset'],
    ['6.18', 'bad', 'made-up'],
  ] as const)('takes the cs of a multi-kprobe that returns on x86-64 in %s for %s', ([release, verdict, cs]) => {
    const found = hazards('x86-64', release, { reader: 'user-mode', last: 'ebpf-multi-kprobe' }).filter(it =>
      it.capture.includes('fgraph-return'),
    )
    expect(found).toMatchObject([
      { path: ['trampolines', 'fgraph', 'fprobe', 'ebpf-multi-kprobe'], verdict, fields: [{ field: 'cs', state: cs }] },
    ])
  })

  test('asks perf_tp_event_match() and not perf_exclude_event() about a hit of a trace event', () => {
    const asked = (reader: string) =>
      hazards('x86-64', '6.6', { reader })
        .map(it => it.path.at(-2))
        .filter(it => it?.startsWith('trace-'))
    expect(asked('perf-exclude-event')).toEqual([])
    expect(new Set(asked('perf-tp-event-match'))).toEqual(
      new Set(['trace-kprobe', 'trace-kretprobe', 'trace-uprobe', 'trace-fprobe']),
    )
  })

  test('single-steps and resumes from the registers of an exception only', () => {
    expect(hazards('x86-64', '6.6', { reader: 'single-step-resume', last: 'kprobe' }).map(it => it.path[0])).toEqual([
      'exceptions',
    ])
  })
})
