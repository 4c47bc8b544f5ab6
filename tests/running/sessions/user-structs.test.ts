import { describe, expect, test } from 'vitest'
import { loadFiles } from '../../../src/model/read/load-files.ts'
import { readDataset } from '../../../src/model/read/read-dataset.ts'
import { structAt } from '../../../src/model/analysis/struct-at.ts'
import { CONVENTIONS } from '../../../src/running/debugger/conventions.ts'
import { MACHINES } from '../../../src/running/guest/machines.ts'
import { userStruct } from '../../../src/running/sessions/user-structs.ts'

const { value } = readDataset(loadFiles())

const newest = (arch: string) =>
  structAt(
    value.arches.find(it => it.id === arch)!,
    'pt_regs',
    '7.2',
  )?.fields

describe.each(Object.keys(MACHINES))('userStruct(session, %s)', arch => {
  const { nameOf, pc, sp } = CONVENTIONS[arch]!

  test.each(['signal', 'ptrace-regset'])('of %s: its fields stand one behind the other, each once', session => {
    const { fields } = userStruct(session, arch)!
    expect(fields.map(it => it.offset)).toEqual(fields.map((_, i) => sum(fields.slice(0, i).map(it => it.size))))
    expect(new Set(fields.map(it => it.name)).size).toBe(fields.length)
  })

  test.each(['signal', 'ptrace-regset'])('of %s: it has every register that the CPU needs to go on', session => {
    const registers = userStruct(session, arch)!.fields.map(it => nameOf(it.name))
    const general = (newest(arch) ?? []).map(it => nameOf(it.name)).filter(it => it !== undefined)
    expect(registers).toEqual(expect.arrayContaining([...new Set([pc, sp, ...general])]))
  })
})

describe('userStruct(session, arch)', () => {
  test.each(['arm64', 'arm', 'riscv64'])('of %s: a regset is the beginning of pt_regs', arch => {
    const { fields } = userStruct('ptrace-regset', arch)!
    const its = newest(arch)!.slice(0, fields.length)
    expect(fields).toEqual(its.map(({ name, offset, size }) => ({ name, offset, size })))
  })

  const reader = value.readers.find(it => it.id === 'ptrace-get-regs')!

  test.each(reader.reads.flatMap(it => (it.arches ?? []).map(arch => ({ arch, read: it.fields }))))(
    '$arch: a regset has all that PTRACE_GETREGSET reads',
    ({ arch, read }) => {
      expect(userStruct('ptrace-regset', arch)!.fields.map(it => it.name)).toEqual(expect.arrayContaining([...read]))
    },
  )

  test('there is none where the kernel is handed the registers', () => {
    expect(userStruct('ptrace', 'arm64')).toBeUndefined()
  })
})

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, it) => all + it, 0)
}
