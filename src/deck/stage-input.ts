import type { Scene } from '../model/schema/scene.ts'
import type { Dataset } from '../model/dataset.ts'
import type { StageInput } from '../layout/stage-layout.ts'
import { allLinks, stageScenes } from './resolve-steps.ts'

/** The views that show no stage. */
const STAGELESS: readonly Scene['view'][] = ['none', 'matrix', 'arches', 'verdicts']

/**
 * Make the input of the layout, which is computed once for the whole talk.
 *
 * @param data - of it, mechanisms and talk.
 * @returns all mechanisms and links of the dataset, and what each scene with a stage shows in the end.
 */
export function stageInput({ mechanisms, talk }: Pick<Dataset, 'mechanisms' | 'talk'>): StageInput {
  return {
    boxes: mechanisms.map(({ id, row, label, kind }) => ({ id, row, label, isOrigin: kind === 'origin' })),
    links: allLinks(mechanisms),
    reveals: stageScenes(talk)
      .filter(({ scene }) => !STAGELESS.includes(scene.view))
      .map(({ steps }) => steps.at(-1)!.shown),
  }
}
