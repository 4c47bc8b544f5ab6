import type { Viewpoint } from '../../model/analysis/applicability.ts'
import type { Answer } from '../answer.ts'
import type { Knowledge } from '../explorer-index.ts'
import type { Hop, Way } from '../register-paths.ts'
import { citesOf, fact, frameNamed, labelOf, SIGN_OF } from '../answer.ts'
import { fieldName } from './reader.ts'

/**
 * A way that registers go: link by link, with what is lost.
 *
 * @param title - from where to where.
 */
export function answerWay({ flow, hops, hazard }: Way, title: string, at: Viewpoint, knowledge: Knowledge): Answer {
  const { atlas } = knowledge
  const reader = hazard && atlas.readers.find(it => it.id === hazard.reader)!
  const reads = hazard?.fields.map(it => it.field) ?? []
  return {
    at,
    title,
    kicker: [at.arch, at.release, ...(flow.proposals.length > 0 ? ['proposed'] : [])],
    says: [],
    facts: [...fact('Proposed', flow.proposals.join('; ')), ...fact('If not real', hazard?.wrong ?? '')],
    frames: hops.map(hop =>
      frameNamed(
        hop.by ?? flow.capture.name,
        hop.struct,
        flow.capture.id,
        hop.frame,
        reads.filter(name => hop.frame.some(cell => cell.field.name === name)),
      ),
    ),
    cites: citesOf(hazard?.sources ?? [...flow.capture.sources, ...flow.conversions.flatMap(it => it.sources)]),
    lit: flow.path,
    marks: hazard ? { [flow.path.at(-1)!]: { count: 1, worst: SIGN_OF[hazard.verdict] } } : {},
    hops: [
      ...hops.map(hop => ({
        mechanism: hop.mechanism,
        ...(hop.link && { link: hop.link }),
        name: labelOf(hop.mechanism, atlas),
        says: hopWords(hop),
      })),
      ...(hazard && reader
        ? [
            {
              mechanism: flow.path.at(-1)!,
              name: reader.name,
              says: [
                `reads ${hazard.fields.map(it => `${fieldName(it.field, at, knowledge)} ${stateWords(it)}`).join(', ')}: ${hazard.verdict}`,
              ],
            },
          ]
        : []),
    ],
  }
}

function stateWords({ state, value }: { readonly state: string; readonly value?: string }): string {
  return state === 'made-up' ? `made up (${value})` : state === 'unset' ? 'never written' : 'captured'
}

function hopWords({ by, struct, losses }: Hop): readonly string[] {
  const filled = by ? [`${by} fills ${struct}`] : []
  const lost = losses.map(it => it.words)
  return [...filled, ...(lost.length > 0 ? lost : by ? ['all of it captured'] : ['as they came'])]
}
