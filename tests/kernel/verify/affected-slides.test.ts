import { expect, test } from 'vitest'
import { loadFiles } from '../../../src/model/read/load-files.ts'
import { readDataset } from '../../../src/model/read/read-dataset.ts'
import { affectedSlides } from '../../../src/kernel/verify/affected-slides.ts'

test('affectedSlides(data, files) gives the slides that show the entity at a line of a data file', () => {
  const files = loadFiles()
  const { value: data } = readDataset(files)
  const slides = affectedSlides(data, files)
  const lineOf = (file: string, text: string) =>
    files
      .get(file)!
      .split('\n')
      .findIndex(it => it.includes(text)) + 1
  expect(slides({ file: 'data/mechanisms/rethook.yaml', line: 9 })).toContain('rethook')
  expect(slides({ file: 'data/captures/x86-64/x86-64-rethook.yaml', line: 9 })).toContain('rethook')
  expect(slides({ file: 'data/captures/i386/i386-kretprobe-booster.yaml', line: 9 })).toContain('kretprobe-booster')
  expect(
    slides({ file: 'data/scenes.yaml', line: lineOf('data/scenes.yaml', '73649dab0fd524cb8545a8cb83c6eaf77b107105') }),
  ).toEqual(['kretprobe'])
  const { hazard, id } = data.talk.scenes.find(it => it.hazard)!
  expect(
    slides({ file: 'data/readers.yaml', line: lineOf('data/readers.yaml', `- id: ${hazard!.reader}`) + 2 }),
  ).toContain(id)
  expect(slides({ file: 'data/arch/arm64.structs.yaml', line: 3 })).toEqual([])
})
