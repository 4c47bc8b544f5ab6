import { expect, test } from 'vitest'
import { packAtlas } from '../../components/answers/atlas.ts'
import { data, knowledge } from './known.ts'

test('an atlas that was packed and opened is the dataset without the talk', () => {
  const { talk, unread, ...rest } = data as typeof data & { unread: unknown }
  expect(knowledge.atlas).toEqual({ ...rest, release: talk.release })
  expect(unread).toEqual(new Set())
})

test('packed, each source is there once', () => {
  const { cited } = packAtlas(data)
  expect(new Set(cited.map(it => JSON.stringify(it))).size).toBe(cited.length)
})
