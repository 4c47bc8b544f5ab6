import type { Scene } from '../model/schema/scene.ts'
import type { Dataset } from '../model/dataset.ts'
import type { StageInput } from '../layout/stage-layout.ts'
import { allLinks, stageScenes } from './resolve-steps.ts'

/** The views that show no stage. */
const STAGELESS: readonly Scene['view'][] = ['none', 'matrix', 'arches', 'verdicts']

/** What the one layout of the talk is made of: every mechanism and every link that the data knows. */
export function stageInput({ mechanisms, talk }: Pick<Dataset, 'mechanisms' | 'talk'>): StageInput {
  return {
    boxes: mechanisms.map(({ id, row, label, kind }) => ({ id, row, label, isOrigin: kind === 'origin' })),
    links: allLinks(mechanisms),
    reveals: stageScenes(talk)
      .filter(({ scene }) => !STAGELESS.includes(scene.view))
      .map(({ steps }) => steps.at(-1)!.shown),
  }
}
