import { buildExplorerIndex } from '../../src/explorer/explorer-index.ts'
import { unpackDataset, packDataset } from '../../src/explorer/packed-dataset.ts'
import { readValidDeck } from '../../src/build/read-deck.ts'

/** The dataset, and the explorer's index as the browser has it: packed, written as JSON, and unpacked. */
export const { data } = readValidDeck()
export const knowledge = buildExplorerIndex(
  unpackDataset(JSON.parse(JSON.stringify(packDataset(data))) as ReturnType<typeof packDataset>),
)

/** Every arch at every release in which something changes. */
export const viewpoints = data.arches.flatMap(({ id: arch }) => knowledge.releases.map(release => ({ arch, release })))

/** The entity of a kind with this id. */
export const entity = (kind: string, id: string) => knowledge.entities.find(it => it.kind === kind && it.id === id)!
