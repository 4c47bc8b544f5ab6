import { expect, test } from 'vitest'
import { loadFiles, loadText } from '../../../src/model/read/load-files.ts'
import { readDataset } from '../../../src/model/read/read-dataset.ts'

const { value } = readDataset(loadFiles())

test('slides.md: the PSTATE that a trampoline made, and the CPU’s, are those that were measured', () => {
  const sentence = /Seen: (\S+) made `(0x\w+)` out of PSTATE `(0x\w+)`/.exec(loadText('slides.md')!)!
  const [release, made, real] = sentence.slice(1) as [string, string, string]
  const kernel = value.measured.find(it => it.arch === 'arm64' && it.release === release)!
  const fields = kernel.captures.find(it => it.capture === 'arm64-kretprobe-trampoline')!.fields
  const pstate = fields.find(it => it.fields?.includes('pstate'))!
  expect(pstate).toMatchObject({ state: 'made-up', example: made })
  const lost = (BigInt(made) ^ BigInt(real)).toString(16)
  expect(pstate.note).toBe(`differs from the register in bits 0x${lost}`)
})
