import type { ExplorerIndex } from '../../src/explorer/explorer-index.ts'
import type { PackedDataset } from '../../src/explorer/packed-dataset.ts'
import packed from 'virtual:dataset'
import spoken from 'virtual:words'
import { shallowRef, type ShallowRef } from 'vue'
import { unpackDataset } from '../../src/explorer/packed-dataset.ts'
import { buildExplorerIndex } from '../../src/explorer/explorer-index.ts'
import { speaking } from '../../src/words/say.ts'

/** In the language of the deck, in which entities are described. */
const indexOf = (dataset: PackedDataset) =>
  speaking(spoken.languages[spoken.lang] ?? {}, () => buildExplorerIndex(unpackDataset(dataset)))

const knowledge = shallowRef(indexOf(packed))

if (import.meta.hot) {
  import.meta.hot.accept('virtual:dataset', next => {
    if (next) knowledge.value = indexOf(next.default as PackedDataset)
  })
}

/** The explorer's index; in dev it changes when a data file is saved. */
export function useExplorerIndex(): Readonly<ShallowRef<ExplorerIndex>> {
  return knowledge
}
