import type { FieldState } from '../../model/schema/capture.ts'
import type { Viewpoint } from '../../model/analysis/applicability.ts'
import type { Answer } from '../answer.ts'
import type { ExplorerIndex } from '../explorer-index.ts'
import type { PathStep, RegisterPath } from '../register-paths.ts'
import { FIELD_STATES, VERDICTS } from '../../model/vocabulary.ts'
import { citationsOf, fact, frameNamed, mechanismLabel } from '../answer.ts'
import { fieldName } from './reader.ts'

/**
 * A way that registers go: link by link, with what is lost.
 *
 * @param title - from where to where.
 */
export function answerPath(
  { flow, steps, hazard }: RegisterPath,
  title: string,
  at: Viewpoint,
  index: ExplorerIndex,
): Answer {
  const { dataset } = index
  const reader = hazard && dataset.readers.find(it => it.id === hazard.reader)!
  const reads = hazard?.fields.map(it => it.field) ?? []
  return {
    at,
    title,
    overline: [at.arch, at.release, ...(flow.proposals.length > 0 ? ['proposed'] : [])],
    summary: [],
    facts: [...fact('Proposed', flow.proposals.join('; ')), ...fact('If not real', hazard?.wrong ?? '')],
    frames: steps.map(step =>
      frameNamed(
        step.by ?? flow.capture.name,
        step.struct,
        flow.capture.id,
        step.frame,
        reads.filter(name => step.frame.some(cell => cell.field.name === name)),
      ),
    ),
    citations: citationsOf(hazard?.sources ?? [...flow.capture.sources, ...flow.conversions.flatMap(it => it.sources)]),
    highlighted: flow.path,
    marks: hazard ? { [flow.path.at(-1)!]: { count: 1, worst: VERDICTS[hazard.verdict].state } } : {},
    steps: [
      ...steps.map(hop => ({
        mechanism: hop.mechanism,
        ...(hop.link && { link: hop.link }),
        name: mechanismLabel(hop.mechanism, dataset),
        summary: stepWords(hop),
      })),
      ...(hazard && reader
        ? [
            {
              mechanism: flow.path.at(-1)!,
              name: reader.name,
              summary: [
                `reads ${hazard.fields.map(it => `${fieldName(it.field, at, index)} ${stateWords(it)}`).join(', ')}: ${hazard.verdict}`,
              ],
            },
          ]
        : []),
    ],
  }
}

function stateWords({ state, value }: { readonly state: FieldState; readonly value?: string }): string {
  const { label } = FIELD_STATES[state]
  return state === 'made-up' ? `${label} (${value})` : label
}

function stepWords({ by, struct, losses }: PathStep): readonly string[] {
  const filled = by ? [`${by} fills ${struct}`] : []
  const lost = losses.map(it => it.words)
  return [...filled, ...(lost.length > 0 ? lost : by ? ['all of it captured'] : ['as they came'])]
}
