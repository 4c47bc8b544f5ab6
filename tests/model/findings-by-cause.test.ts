// What was found wrong in the answers of an earlier version, and what is right in them: each as a row.
import type { Hazard } from '../../src/model/analysis/hazards.ts'
import { describe, expect, test } from 'vitest'
import { hazardsAt, newestRelease } from '../../src/model/analysis/hazards.ts'
import { loadFiles } from '../../src/model/read/load-files.ts'
import { readDataset } from '../../src/model/read/read-dataset.ts'
import { writtenArches } from '../written-arches.ts'

const { value: data } = readDataset(loadFiles())
const NEWEST = newestRelease(data, data.readers)

/** What is looked for among the ways of an arch. */
type Wanted = {
  readonly arch: string
  readonly readers?: readonly string[]
  readonly capture?: RegExp
  readonly conversion?: RegExp
  readonly last?: string
  readonly release?: string
}

function waysOf({ arch, readers, capture, conversion, last, release = NEWEST }: Wanted): readonly Hazard[] {
  return hazardsAt(data, data.readers, { arch, release }).filter(
    it =>
      it.proposals.length === 0 &&
      (readers?.includes(it.reader) ?? true) &&
      (capture?.test(it.capture) ?? true) &&
      (conversion ? it.conversions.some(id => conversion.test(id)) : true) &&
      (last === undefined || it.path.at(-1) === last),
  )
}

/** Names of the fields that were never written, on all ways. */
const unsetIn = (ways: readonly Hazard[]) => [
  ...new Set(ways.flatMap(it => it.fields.filter(one => one.state === 'unset').map(one => one.field))),
]

const MODE_READERS = [
  'user-mode',
  'perf-misc-flags',
  'perf-tp-event-match',
  'perf-exclude-event',
  'user-callchain',
  'perf-sample-regs-user',
]
const STACK_READERS = ['kernel-callchain', 'bpf-get-stackid']

describe('what cannot go wrong is not ugly', () => {
  test.for<[string, Wanted, readonly string[]]>([
    [
      'bit 1 of flags, which the conversion has just set',
      { arch: 'x86-64', readers: STACK_READERS, last: 'ebpf-multi-kprobe' },
      ['flags'],
    ],
    [
      'the same bit, cleared by the conversion of 6.18',
      { arch: 'x86-64', readers: STACK_READERS, last: 'ebpf-multi-kprobe', release: '6.18' },
      ['flags'],
    ],
    [
      'int_code and int_parm, while r15 is not 0',
      { arch: 's390x', readers: ['perf-misc-flags'] },
      ['int_code', 'int_parm'],
    ],
    [
      'r15, which is meant to be 0 in a sample',
      { arch: 's390x', readers: ['perf-misc-flags'], capture: /cpumf-sample/ },
      ['gprs[15]'],
    ],
    [
      'trap, where result is 0',
      {
        arch: 'powerpc64',
        capture: /perf-caller-regs/,
        readers: ['perf-instruction-pointer', 'perf-misc-flags', ...STACK_READERS],
      },
      ['trap', 'result', 'link'],
    ],
    [
      'trap, where result is 0, in what fprobe events give to perf',
      {
        arch: 'powerpc64',
        conversion: /fill-perf-regs/,
        readers: ['perf-instruction-pointer', 'perf-misc-flags', ...STACK_READERS],
      },
      ['trap', 'result', 'link'],
    ],
    [
      'csr_prmd, where 0 is the kernel and no code writes the buffer',
      { arch: 'loongarch64', capture: /perf-caller-regs/, readers: [...MODE_READERS, ...STACK_READERS] },
      ['csr_prmd', 'regs[22]', 'regs[1]'],
    ],
    [
      'csr_prmd of fprobe events under perf, for the same reason',
      { arch: 'loongarch64', conversion: /fill-perf-regs/, readers: [...MODE_READERS, ...STACK_READERS] },
      ['csr_prmd'],
    ],
    [
      'ra, which counts for a leaf function only',
      { arch: 'riscv64', capture: /perf-caller-regs/, readers: STACK_READERS },
      ['ra'],
    ],
    [
      'lr, which counts for a leaf function only',
      { arch: 'arm', capture: /perf-caller-regs/, readers: STACK_READERS },
      ['uregs[14]'],
    ],
  ])('%s', ([, wanted, fields]) => {
    const ways = waysOf(wanted)
    expect(ways.length).toBeGreaterThan(0)
    expect(unsetIn(ways).filter(it => fields.includes(it))).toEqual([])
  })

  test.for(writtenArches(data))('by design or not, what is read only by its name is said to be, on %s', arch => {
    const ways = waysOf({ arch, readers: ['perf-sample-regs-intr', 'fetch-register'] }).filter(
      it => it.verdict === 'ugly',
    )
    expect(ways.length).toBeGreaterThan(0)
    expect(ways.flatMap(it => it.fields).every(it => it.isAsked)).toBe(true)
  })
})

describe('what goes wrong is ugly, with the field that was never written', () => {
  const STACKN = ['ftrace-regs-get-kernel-stack-nth']
  test.for<[string, Wanted, readonly string[]]>([
    [
      '$stackN of an fprobe return event on arm64',
      { arch: 'arm64', readers: STACKN, capture: /fgraph-return/ },
      ['sp'],
    ],
    [
      '$stackN of an fprobe return event on riscv64',
      { arch: 'riscv64', readers: STACKN, capture: /fgraph-return/ },
      ['sp'],
    ],
    [
      '$stackN of an fprobe return event on loongarch64',
      { arch: 'loongarch64', readers: STACKN, capture: /fgraph-return/ },
      ['regs[3]'],
    ],
    [
      '$stackN of an fprobe return event on x86-64, to 6.17',
      { arch: 'x86-64', readers: STACKN, capture: /fgraph-return/, release: '6.14' },
      ['sp'],
    ],
    [
      'bpf_get_stackid() of a multi-kprobe on riscv64',
      { arch: 'riscv64', readers: ['bpf-get-stackid'], last: 'ebpf-multi-kprobe' },
      ['status'],
    ],
    [
      'fprobe events under perf on riscv64',
      { arch: 'riscv64', readers: ['kernel-callchain'], conversion: /fill-perf-regs/ },
      ['epc', 'status'],
    ],
    [
      'fprobe events under perf on loongarch64',
      { arch: 'loongarch64', readers: ['kernel-callchain'], conversion: /fill-perf-regs/ },
      ['csr_era'],
    ],
    [
      'user_mode() of a multi-kprobe on s390x',
      { arch: 's390x', readers: ['user-mode'], last: 'ebpf-multi-kprobe' },
      ['psw.mask'],
    ],
    [
      'user_mode() of a multi-kprobe on loongarch64',
      { arch: 'loongarch64', readers: ['user-mode'], last: 'ebpf-multi-kprobe' },
      ['csr_prmd'],
    ],
    [
      'user_mode() of a kretprobe on loongarch64',
      { arch: 'loongarch64', readers: ['user-mode'], capture: /rethook/ },
      ['csr_prmd'],
    ],
    [
      'user_mode() of a kprobe on ftrace on loongarch64',
      { arch: 'loongarch64', readers: ['user-mode'], capture: /kprobe-on-ftrace/ },
      ['csr_prmd'],
    ],
    [
      'user_mode() of a kretprobe on riscv64',
      { arch: 'riscv64', readers: ['user-mode'], capture: /rethook/ },
      ['status'],
    ],
    [
      'user_mode() of a multi-kprobe on a return on powerpc64',
      { arch: 'powerpc64', readers: ['user-mode'], capture: /fgraph-return/, last: 'ebpf-multi-kprobe' },
      ['msr'],
    ],
    ['user_mode() of a kretprobe on arm', { arch: 'arm', readers: ['user-mode'], capture: /kretprobe/ }, ['uregs[16]']],
    [
      'the mark of saved registers on a return on x86-64',
      { arch: 'x86-64', readers: ['ftrace-get-regs'], capture: /fgraph-return/ },
      ['cs'],
    ],
    [
      'the mark of saved registers on a return on s390x',
      { arch: 's390x', readers: ['ftrace-get-regs'], capture: /fgraph-return/ },
      ['flags'],
    ],
    [
      'the mark of saved registers on a return on powerpc64',
      { arch: 'powerpc64', readers: ['ftrace-get-regs'], capture: /fgraph-return/ },
      ['msr'],
    ],
    [
      'a stack trace on a return on loongarch64, which has no mark',
      { arch: 'loongarch64', readers: ['ftrace-get-regs'], capture: /fgraph-return/ },
      ['regs[3]'],
    ],
  ])('%s', ([, wanted, fields]) => {
    const ways = waysOf(wanted)
    expect(ways.length).toBeGreaterThan(0)
    for (const it of ways) {
      expect(it.verdict).toBe('ugly')
      expect(unsetIn([it])).toEqual(expect.arrayContaining([...fields]))
    }
  })
})
