import { describe, expect, test } from 'vitest'
import { lateArches } from '../../../src/model/check/check-arch-releases.ts'
import { loadFiles } from '../../../src/model/read/load-files.ts'
import { readDataset } from '../../../src/model/read/read-dataset.ts'

const { value: data, warnings } = readDataset(loadFiles())

/** The warnings for an arch of which trees of these releases were read. */
const of = (id: string, releases: readonly string[]) =>
  lateArches(
    [
      {
        yaml: {
          value: { id, trees: releases.map(release => ({ release })) },
          faultAt: (path: readonly unknown[], code: 'derived', problem: string, tip: string) => ({
            file: path.join('.'),
            line: 1,
            col: 1,
            code,
            problem,
            tip,
          }),
        },
      },
    ] as unknown as Parameters<typeof lateArches>[0],
    data.captures,
    '6.6',
  )

describe('lateArches(files, captures, talk)', () => {
  test('has nothing to say of the shipped arches', () => {
    expect(warnings).toEqual([])
  })
  test('names an arch that was read in newer releases alone, what follows, and what to do', () => {
    const [late, ...others] = of('mips64', ['7.2.13', '6.12.117'])
    expect(others).toEqual([])
    expect(late!.problem).toBe(
      'nothing older than 6.12.117 was read of mips64, and the talk looks back at 6.6: its slides open on 6.12.117',
    )
    expect(late!.tip).toContain('npm run arch -- add mips64 --linux DIR, with a tree of 6.6 or older')
  })
  test('is silent where a tree is old enough, and where a person has read an older release', () => {
    expect(of('mips64', ['6.1.192', '6.12.117'])).toEqual([])
    expect(of('mips64', ['6.6'])).toEqual([])
    expect(of('x86-64', ['6.12.117'])).toEqual([])
  })
})
