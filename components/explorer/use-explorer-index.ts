import type { Knowledge } from '../../src/explorer/explorer-index.ts'
import type { PackedAtlas } from '../../src/explorer/packed-dataset.ts'
import packed from 'virtual:atlas'
import { shallowRef, type ShallowRef } from 'vue'
import { openAtlas } from '../../src/explorer/packed-dataset.ts'
import { knowledgeOf } from '../../src/explorer/explorer-index.ts'

const knowledge = shallowRef(knowledgeOf(openAtlas(packed)))

if (import.meta.hot) {
  import.meta.hot.accept('virtual:atlas', next => {
    if (next) knowledge.value = knowledgeOf(openAtlas(next.default as PackedAtlas))
  })
}

/** What the explorer answers from; in dev it changes when a file of the data is saved. */
export function useKnowledge(): Readonly<ShallowRef<Knowledge>> {
  return knowledge
}
