import type { Dataset } from '../model/dataset.ts'
import type { Answer } from '../explorer/answer.ts'
import type { Entity, EntityKind } from '../explorer/entities.ts'
import { buildExplorerIndex } from '../explorer/explorer-index.ts'
import { packDataset, unpackDataset } from '../explorer/packed-dataset.ts'
import { PAGE_KINDS, pagePath, questionAddress } from '../explorer/question-address.ts'
import { entitySuggestion } from '../explorer/suggestions.ts'

/** An answer that has a page. */
export type AnswerOfPage = {
  readonly entity: Entity
  readonly answer: Answer
  /** Where the page stands in the site, with a slash at the end. */
  readonly path: string
  /** The answer's address in the deck, behind the `#`. */
  readonly route: string
}

/** What the kinds are called on the page that lists them. */
export const KIND_NAMES: Partial<Record<EntityKind, string>> = {
  mechanism: 'Mechanisms',
  register: 'Registers',
  reader: 'Readers',
  capture: 'Captures',
  conversion: 'Conversions',
  hazard: 'Hazards',
}

/**
 * Answer about everything that has a page, each at the viewpoint nearest to the talk's.
 *
 * @param data - the dataset.
 * @param arch - on which the deck opens.
 * @returns in the order of the explorer.
 */
export function answersOfPages(data: Dataset, arch: string): readonly AnswerOfPage[] {
  const index = buildExplorerIndex(unpackDataset(packDataset(data)))
  const at = { arch, release: index.dataset.release }
  return index.entities
    .filter(it => PAGE_KINDS.includes(it.kind))
    .map(entity => {
      const { answer, viewpoint } = entitySuggestion(entity, { at, preferredArch: arch }, index)
      const { kind, id } = entity
      return {
        entity,
        answer: answer(viewpoint),
        path: `${pagePath(entity)}/`,
        route: questionAddress({ kind, id, ...viewpoint }),
      }
    })
}
