import type { ExplorerIndex } from '../../src/explorer/explorer-index.ts'
import type { PackedDataset } from '../../src/explorer/packed-dataset.ts'
import packed from 'virtual:dataset'
import { shallowRef, type ShallowRef } from 'vue'
import { unpackDataset } from '../../src/explorer/packed-dataset.ts'
import { buildExplorerIndex } from '../../src/explorer/explorer-index.ts'

const knowledge = shallowRef(buildExplorerIndex(unpackDataset(packed)))

if (import.meta.hot) {
  import.meta.hot.accept('virtual:dataset', next => {
    if (next) knowledge.value = buildExplorerIndex(unpackDataset(next.default as PackedDataset))
  })
}

/** The explorer's index; in dev it changes when a data file is saved. */
export function useExplorerIndex(): Readonly<ShallowRef<ExplorerIndex>> {
  return knowledge
}
