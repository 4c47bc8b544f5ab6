import type { Dataset } from '../../model/dataset.ts'
import type { Scene } from '../../model/schema/scene.ts'
import type { Helper } from '../deck.ts'
import { callersAt } from './reader-callers.ts'

/**
 * Find the helpers that stand above the stage, and by arch the mechanisms that call each in the scene's release.
 *
 * @param scene - of it, the ids of the readers.
 * @param data - the dataset.
 * @returns in the scene's order; undefined where it has none.
 */
export function sceneHelpers(
  { helpers, release }: Pick<Scene, 'helpers' | 'release'>,
  { readers, arches, talk }: Pick<Dataset, 'readers' | 'arches' | 'talk'>,
): readonly Helper[] | undefined {
  const at = release ?? talk.release
  return helpers?.map(id => {
    const reader = readers.find(it => it.id === id)!
    return {
      id,
      name: reader.name,
      callers: Object.fromEntries(arches.map(it => [it.id, callersAt(reader, { arch: it.id, release: at })])),
    }
  })
}
