import { describe, expect, test } from 'vitest'
import { faultLine } from '../../../src/errors/fault.ts'
import { loadFiles } from '../../../src/model/read/load-files.ts'
import { readDataset } from '../../../src/model/read/read-dataset.ts'

const files = loadFiles()
const FILE = [...files.keys()].find(it => it.startsWith('data/measured/arm64-7.2'))!

/** The faults of the dataset, with one text of arm64's record in place of another one. */
function faults(was: string, is: string): readonly string[] {
  const text = files.get(FILE)!
  expect(text).toContain(was)
  return readDataset(new Map([...files, [FILE, text.replace(was, is)]])).faults.map(faultLine)
}

describe('checkMeasured(files, read)', () => {
  test('a state that contradicts the read one has both places', () => {
    const [fault, ...more] = faults('to: pstate, state: captured }', 'to: pstate, state: unset, example: "0x1" }')
    expect(more.length).toBeGreaterThan(0)
    expect(fault).toMatch(
      /^data\/measured\/arm64-7\.2\.13\.yaml:\d+:\d+: regs\[0\] of (\S+) was read as captured \(data\/captures\/arm64\/\1\.yaml:\d+\), and measured as unset; /,
    )
  })

  test('one that is explained is no fault', () => {
    expect(faults('to: pstate, state: captured }', 'to: pstate, state: unset, explained: x }')).toEqual([])
  })

  test('a capture that does not hold in the release is one', () => {
    const [fault] = faults('capture: arm64-kretprobe-brk-6-18', 'capture: arm64-kretprobe-trampoline')
    expect(fault).toMatch(
      /arm64 has no arm64-kretprobe-trampoline in 7\.2\.13: arm64-kretprobe-trampoline is .* until 6\.9/,
    )
  })

  test('so is a capture that there is not, and a field that was not measured', () => {
    expect(faults('capture: arm64-kretprobe-brk-6-18', 'capture: arm64-x')[0]).toContain(
      'arm64 has no arm64-x in 7.2.13',
    )
    expect(faults('from: "regs[0]", to: pstate', 'from: "regs[1]", to: pstate')[0]).toContain('without regs[0]')
  })
})
