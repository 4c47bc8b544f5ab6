import type { Fault } from '../errors/fault.ts'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeDeck } from '../deck/make-deck.ts'
import type { Deck } from '../deck/deck.ts'
import { jsonSchemas } from '../model/schema/json-schema.ts'
import { createTextMeasurer } from './measure-text.ts'
import { root } from '../files/root.ts'
import { readDeckSources, type ReadDeck } from './read-deck.ts'
import { DATA_FOLDER } from '../model/dataset.ts'
import { archIds } from '../model/read/arch-ids.ts'
import { editedFault, provenanceOf } from '../kernel/derive/derived-file.ts'

/**
 * Everything that can be wrong before a deck is built: the dataset, slides.md, the schemas for editors, what was derived
 * and then edited, and whether the stage can be shown in legible size.
 *
 * @param from - the deck's root, which holds `slides.md`.
 * @param folder - the dataset's folder, relative to it.
 */
export function checkAll(
  from: string = root,
  folder: string = DATA_FOLDER,
): {
  readonly faults: readonly Fault[]
  readonly mechanisms: number
  readonly scenes: number
} {
  const read = readDeckSources(from, folder)
  const { data, slides, faults } = read
  const late = faults.length > 0 || !slides ? [] : faultsOfDeck(makeDeck(data, slides.arch, createTextMeasurer()), read)
  return {
    faults: [...faults, ...late, ...editedArches(from, folder), ...staleSchemas(from, folder)],
    mechanisms: data.mechanisms.length,
    scenes: data.talk.scenes.length,
  }
}

/** Scenes in which the stage would have to be shown smaller than its labels can be read. */
export function faultsOfDeck(
  { order, scenes }: Deck,
  { faultInTalk }: Pick<ReadDeck, 'faultInTalk'>,
): readonly Fault[] {
  return order.flatMap((id, scene) =>
    scenes[id]!.steps.flatMap(({ camera }, step) =>
      camera.scale >= 1
        ? []
        : [
            faultInTalk(
              ['scenes', scene, 'steps', step],
              'stage',
              `scene ${id}, step ${step + 1}: labels would be ${(16 * camera.scale).toFixed(1)} px, 16 px is the least`,
              'shorten the sketch, or move a mechanism to another row',
            ),
          ],
    ),
  )
}

/** What is derived is not to be edited: the next derivation would have to throw the change away. */
function editedArches(from: string, folder: string): Fault[] {
  return archIds(join(from, folder))
    .map(id => `${folder}/arch/${id}.yaml`)
    .flatMap(file => (provenanceOf(readFileSync(join(from, file), 'utf8')) === 'edited' ? [editedFault(file)] : []))
}

function staleSchemas(from: string, folder: string): Fault[] {
  return Object.entries(jsonSchemas()).flatMap(([name, text]) => {
    const file = `${folder}/schema/${name}`
    const path = join(from, file)
    return existsSync(path) && readFileSync(path, 'utf8') === text
      ? []
      : [
          {
            file,
            line: 1,
            col: 1,
            code: 'schema' as const,
            problem: 'is not what the model says',
            tip: 'run npm run schema',
          },
        ]
  })
}
