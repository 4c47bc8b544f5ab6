import { describe, expect, test } from 'vitest'
import { loadFiles } from '../../../src/model/read/load-files.ts'
import { readDataset } from '../../../src/model/read/read-dataset.ts'
import { ADDED_ARCH, filesWithAddedArch } from '../../added-arch.ts'
import { writtenArches } from '../../written-arches.ts'

const ADDED_FILE = `data/arch/${ADDED_ARCH}.yaml`
const shipped = readDataset(loadFiles())

/** What is warned of more once there is an arch that was added from trees of these releases. */
const warned = (change: (text: string) => string = text => text, oldest?: string) => {
  const files = filesWithAddedArch(oldest === undefined ? {} : { oldest })
  files.set(ADDED_FILE, change(files.get(ADDED_FILE)!))
  const before = new Set(shipped.warnings.map(it => `${it.file}: ${it.problem}`))
  return readDataset(files).warnings.filter(it => !before.has(`${it.file}: ${it.problem}`))
}

describe('lateArches(files, captures, talk)', () => {
  test('has nothing to say of the arches that people wrote down', () => {
    const files = writtenArches(shipped.value).map(it => `data/arch/${it}.yaml`)
    expect(shipped.warnings.filter(it => files.includes(it.file))).toEqual([])
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
