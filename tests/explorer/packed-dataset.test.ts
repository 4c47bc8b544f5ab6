import { expect, test } from 'vitest'
import { packDataset } from '../../src/explorer/packed-dataset.ts'
import { data, knowledge } from './whole-dataset.ts'

test('an atlas that was packed and opened is the dataset without the talk, and of kernel trees what they support', () => {
  const { talk, unread, arches, ...rest } = data as typeof data & { unread: unknown }
  const { arches: opened, ...atlas } = knowledge.dataset
  expect(atlas).toEqual({ ...rest, release: talk.release })
  expect(unread).toEqual(new Set())
  const withoutTrees = (its: readonly object[]) => its.map(it => ({ ...it, trees: undefined }))
  expect(withoutTrees(opened)).toEqual(withoutTrees(arches))
  const support = (its: typeof arches) =>
    its.flatMap(({ id, trees = [] }) =>
      trees.flatMap(({ release, support }) =>
        Object.entries(support).map(([mechanism, { value, because }]) => [
          id,
          release,
          mechanism,
          value,
          value === 'yes' ? [] : because,
        ]),
      ),
    )
  expect(support(opened)).toEqual(support(arches))
  expect(
    opened
      .flatMap(it => it.trees ?? [])
      .flatMap(it => Object.keys(it))
      .filter(it => it !== 'release' && it !== 'support'),
  ).toEqual([])
})

test('packed, each source is there once', () => {
  const { cited } = packDataset(data)
  expect(new Set(cited.map(it => JSON.stringify(it))).size).toBe(cited.length)
})
