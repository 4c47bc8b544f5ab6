import { describe, expect, test } from 'vitest'
import { faultLine } from '../../../src/errors/fault.ts'
import { readDataset } from '../../../src/model/read/read-dataset.ts'

const TREE = (release: string, fields: string) => `  - release: "${release}"
    state: unpacked
    symbols: { HAVE_KPROBES: { value: "y", file: arch/z80/Kconfig, line: 3 } }
    support: { kprobe: { value: "no", because: [no HAVE_KPROBES] } }
    definitions: {}
    ptRegs: { file: arch/z80/include/asm/ptrace.h, line: 5, size: 16, fields: [${fields}] }
`
const OWN = `id: z80
name: z80
directory: arch/z80
trees:
${TREE('6.1.9', '{ name: pc, offset: 0, size: 8 }, { name: sp, alias: r15, offset: 8, size: 8, uapi: true }')}`

const STRUCTS = (size: number, fields: string, since = '6.1') => `structs:
  - name: pt_regs
    since: "${since}"
    size: ${size}
    fields: [${fields}]
    sources: [{ file: a.h, known: read }]
`
const PC = '{ name: pc, offset: 0, size: 8 }'
const SP = '{ name: sp, offset: 8, size: 8, uapi: true }'

/** The arch and the faults of a dataset that has these files of it. */
function read(files: Readonly<Record<string, string>>) {
  const { value, faults } = readDataset(
    new Map(
      Object.entries({ 'data/scenes.yaml': 'release: "6.6"\nscenes: []\n', 'data/arch/z80.yaml': OWN, ...files }),
    ),
  )
  return { arch: value.arches[0]!, faults: faults.filter(it => it.file.startsWith('data/arch')).map(faultLine) }
}

describe('an arch of several files', () => {
  test('has the derived pt_regs, where no person says what it is', () => {
    const { arch, faults } = read({})
    expect(faults).toEqual([])
    expect(arch.structs).toEqual([
      {
        name: 'pt_regs',
        since: '6.1',
        size: 16,
        fields: arch.trees![0]!.ptRegs!.fields,
        sources: [{ file: 'arch/z80/include/asm/ptrace.h', symbol: 'struct pt_regs', release: '6.1.9', known: 'read' }],
      },
    ])
  })

  test('has one pt_regs over trees in which it is the same, and a range for each that is another', () => {
    const same = '{ name: pc, offset: 0, size: 8 }, { name: sp, alias: r15, offset: 8, size: 8, uapi: true }'
    const { arch } = read({ 'data/arch/z80.yaml': `${OWN}${TREE('6.6.2', same)}${TREE('6.12.4', PC)}` })
    expect(
      arch.structs!.map(({ since, until, fields, sources }) => [since, until, fields.length, sources.length]),
    ).toEqual([
      ['6.1', '6.12', 2, 2],
      ['6.12', undefined, 1, 1],
    ])
  })

  test('has what a person says, if that agrees', () => {
    const { arch, faults } = read({ 'data/arch/z80.structs.yaml': STRUCTS(16, `${PC}, ${SP}`) })
    expect(faults).toEqual([])
    expect(arch.structs![0]!.sources[0]!.file).toBe('a.h')
  })

  test.for([
    [
      'another size',
      STRUCTS(24, `${PC}, ${SP}`),
      '4:11: pt_regs is 24 bytes here, and 16 in arch/z80/include/asm/ptrace.h:5 of 6.1.9',
    ],
    [
      'another offset',
      STRUCTS(16, `${PC}, { name: sp, offset: 12, size: 4, uapi: true }`),
      '5:48: sp at 12, 4 bytes, for user space is sp at 8, 8 bytes, for user space in',
    ],
    [
      'another name',
      STRUCTS(16, `${PC}, { name: stack, offset: 8, size: 8, uapi: true }`),
      '5:48: stack at 8, 8 bytes, for user space is sp at 8',
    ],
    [
      'another mark',
      STRUCTS(16, `${PC}, { name: sp, offset: 8, size: 8 }`),
      '5:48: sp at 8, 8 bytes is sp at 8, 8 bytes, for user space in',
    ],
    ['a field less', STRUCTS(16, PC), '5:13: sp of arch/z80/include/asm/ptrace.h:5 of 6.1.9 is missing; add it'],
  ] as const)('is at fault with %s', ([, structs, fault]) => {
    expect(read({ 'data/arch/z80.structs.yaml': structs }).faults).toEqual([
      expect.stringContaining(`data/arch/z80.structs.yaml:${fault}`),
    ])
  })

  test('asks nothing of releases that no tree was read of', () => {
    expect(read({ 'data/arch/z80.structs.yaml': STRUCTS(24, PC, '6.12') }).faults).toEqual([])
  })

  test("cannot be a person's words alone", () => {
    expect(read({ 'data/arch/vax.structs.yaml': STRUCTS(8, PC) }).faults).toEqual([
      'data/arch/vax.structs.yaml:1:1: there is no data/arch/vax.yaml; npm run arch -- derive vax --linux DIR writes it',
    ])
  })
})

describe('a fix', () => {
  const fix = (kind: 'support' | 'fields', body: string) =>
    read({
      'data/arch/z80.fixes.yaml': `${kind}:\n  - { ${body}, reason: Seen., sources: [{ file: a.c, known: read }] }\n`,
    })

  test('says what the tree does not', () => {
    const { arch, faults } = fix('support', 'mechanism: kprobe, release: "6.1.9", value: "yes"')
    expect(faults).toEqual([])
    expect(arch.trees![0]!.support.kprobe).toEqual({ value: 'yes', because: ['Seen.'] })
  })

  test('names a field as the arch does', () => {
    const { arch, faults } = fix('fields', 'field: sp, release: "6.1.9", name: stack, alias: r14, uapi: false')
    expect(faults).toEqual([])
    expect(arch.structs![0]!.fields[1]).toEqual({ name: 'stack', alias: 'r14', offset: 8, size: 8 })
  })

  test.for([
    [
      'support',
      'mechanism: kprobe, release: "6.1.9", value: "no"',
      '2:5: kprobe is no in 6.1.9 without this fix; take it out',
    ],
    [
      'fields',
      'field: sp, release: "6.1.9", alias: r15',
      '2:5: sp is like that in 6.1.9 without this fix; take it out',
    ],
    [
      'support',
      'mechanism: kprobe, release: "6.2.1", value: "yes"',
      '2:35: nothing is derived from 6.2.1; derived: 6.1.9; derive it, or take the fix out',
    ],
    [
      'support',
      'mechanism: kprob, release: "6.1.9", value: "yes"',
      '2:18: nothing was derived for kprob; known: kprobe',
    ],
    ['fields', 'field: spp, release: "6.1.9", alias: r15', '2:14: pt_regs of 6.1.9 has no spp; did you mean sp?'],
  ] as const)('that is not needed, or of nothing, is a fault: %s %s', ([kind, body, fault]) => {
    expect(fix(kind, body).faults).toEqual([`data/arch/z80.fixes.yaml:${fault}`])
  })
})
