import { expect, test } from 'vitest'
import { signaturesOf } from '../../src/model/measured/measured-words.ts'
import { packDataset } from '../../src/explorer/packed-dataset.ts'
import { data, knowledge } from './whole-dataset.ts'

test('unpackDataset(packDataset(data)) is the dataset without talk and reviews, with only the support of kernel trees', () => {
  const { talk, arches, reviews: _, maintainers: __, measured, stage: ___, ...rest } = data
  const { arches: unpacked, signatures, causes, ...others } = knowledge.dataset
  expect(others).toEqual({ ...rest, release: talk.release })
  expect(causes.map(it => it.id)).toEqual([...data.reviews.keys()])
  expect(signatures).toEqual(signaturesOf(measured, data))
  const withoutTrees = (its: readonly object[]) => its.map(it => ({ ...it, trees: undefined }))
  expect(withoutTrees(unpacked)).toEqual(withoutTrees(arches))
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
  expect(support(unpacked)).toEqual(support(arches))
  expect(
    unpacked
      .flatMap(it => it.trees ?? [])
      .flatMap(it => Object.keys(it))
      .filter(it => it !== 'release' && it !== 'support'),
  ).toEqual([])
})

test('packDataset(data) has each source once', () => {
  const { cited } = packDataset(data)
  expect(new Set(cited.map(it => JSON.stringify(it))).size).toBe(cited.length)
})
