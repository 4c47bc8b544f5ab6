import { knowledgeOf } from '../../src/explorer/explorer-index.ts'
import { openAtlas, packAtlas } from '../../src/explorer/packed-dataset.ts'
import { readSound } from '../../src/build/read-deck.ts'

/** The dataset, and what the browser knows of it: packed, written as JSON, and opened again. */
export const { data } = readSound()
export const knowledge = knowledgeOf(
  openAtlas(JSON.parse(JSON.stringify(packAtlas(data))) as ReturnType<typeof packAtlas>),
)

/** Every arch at every release in which something changes. */
export const viewpoints = data.arches.flatMap(({ id: arch }) => knowledge.stops.map(release => ({ arch, release })))

/** The thing of a kind with this id. */
export const thing = (kind: string, id: string) => knowledge.things.find(it => it.kind === kind && it.id === id)!
