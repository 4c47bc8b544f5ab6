import { describe, expect, test } from 'vitest'
import { loadFiles } from '../../../src/model/read/load-files.ts'
import { readDataset } from '../../../src/model/read/read-dataset.ts'
import { filesWithAddedArch } from '../../added-arch.ts'

/** What is warned of in a dataset with an arch that was added from trees of these releases. */
const warned = (change: (text: string) => string = text => text, oldest?: string) => {
  const files = filesWithAddedArch(oldest === undefined ? {} : { oldest })
  const file = 'data/arch/toy64.yaml'
  files.set(file, change(files.get(file)!))
  return readDataset(files).warnings
}

describe('lateArches(files, captures, talk)', () => {
  test('has nothing to say of the shipped arches', () => {
    expect(readDataset(loadFiles()).warnings).toEqual([])
  })
  test('names an arch that was read in newer releases alone, what follows, and what to do', () => {
    const [late, ...others] = warned()
    expect(others).toEqual([])
    expect(late!.problem).toMatch(
      /^nothing older than (6\.12\S*) was read of toy64, and the talk looks back at 6\.6: its slides open on \1$/,
    )
    expect(late!.tip).toContain('npm run arch -- add toy64 --linux DIR, with a tree of 6.6 or older')
  })
  test('is silent where a tree is old enough', () => {
    expect(warned(undefined, '6.1')).toEqual([])
  })
  test('is silent where no capture could be read: the slides then open on the release of the talk', () => {
    expect(warned(text => text.replace(/^ {4}drafts:\n(?: {6}.*\n)*/gm, ''))).toEqual([])
  })
})
