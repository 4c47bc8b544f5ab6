import type { Knowledge } from '../answers/knowledge.ts'
import type { PackedAtlas } from '../answers/atlas.ts'
import packed from 'virtual:atlas'
import { shallowRef, type ShallowRef } from 'vue'
import { openAtlas } from '../answers/atlas.ts'
import { knowledgeOf } from '../answers/knowledge.ts'

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
