import type { Fault } from '../../data/model/fault.ts'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeDeck } from '../../components/geometry/deck.ts'
import { jsonSchemas } from '../../data/model/json-schema.ts'
import { loadMeasure } from '../../data/model/load-font.ts'
import { root } from '../../data/model/load-fs.ts'
import { readAll } from './read-deck.ts'

/**
 * Everything that can be wrong before a deck is built: the dataset, slides.md, the schemas for editors, and whether
 * the stage can be shown in legible size.
 *
 * @param from - folder that holds `data/` and `slides.md`.
 */
export function checkAll(from: string = root): { readonly faults: readonly Fault[], readonly mechanisms: number, readonly scenes: number } {
  const { data, slides, faults } = readAll(from)
  const late = faults.length > 0 || !slides ? [] : legibility(makeDeck(data, slides.arch, loadMeasure()))
  return { faults: [...faults, ...late, ...staleSchemas(from)], mechanisms: data.mechanisms.length, scenes: data.talk.scenes.length }
}

/** Scenes in which the stage would have to be shown smaller than its labels can be read. */
function legibility({ scenes }: ReturnType<typeof makeDeck>): Fault[] {
  return Object.entries(scenes).flatMap(([id, { steps }]) => steps.flatMap(({ camera }, i) => camera.scale >= 1
    ? []
    : [{
        file: 'data/scenes.yaml',
        line: 1,
        col: 1,
        code: 'stage' as const,
        problem: `scene ${id}, step ${i + 1}: labels would be ${(16 * camera.scale).toFixed(1)} px, 16 px is the least`,
        tip: 'shorten the sketch, or move a mechanism to another row',
      }]))
}

function staleSchemas(from: string): Fault[] {
  return Object.entries(jsonSchemas()).flatMap(([name, text]) => {
    const file = `data/schema/${name}`
    const path = join(from, file)
    return existsSync(path) && readFileSync(path, 'utf8') === text
      ? []
      : [{ file, line: 1, col: 1, code: 'schema' as const, problem: 'is not what the model says', tip: 'run npm run schema' }]
  })
}
