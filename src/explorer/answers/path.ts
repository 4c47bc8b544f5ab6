import type { FieldState } from '../../model/schema/capture.ts'
import type { Reader } from '../../model/schema/reader.ts'
import type { Verdict } from '../../model/analysis/hazards.ts'
import type { Viewpoint } from '../../model/analysis/applicability.ts'
import type { Answer } from '../answer.ts'
import type { ExplorerIndex } from '../explorer-index.ts'
import type { PathStep, RegisterPath } from '../register-paths.ts'
import { FIELD_STATES, VERDICTS } from '../../model/vocabulary.ts'
import { citationsOf, fact, answerFrame, mechanismLabel } from '../answer.ts'
import { fieldName } from './reader.ts'
import { say } from '../../words/say.ts'

/**
 * Answer about a register path: link by link, with the losses of each, and the verdict of the reader at its end.
 *
 * @param path - as `pathsBetween` finds it.
 * @param title - names both ends.
 * @param at - the viewpoint for which the path was found.
 * @param index - the dataset with its index.
 * @returns an answer with a frame and a step for each part of the path.
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
  const found = hazard?.fields
    .map(it =>
      `${fieldName(it.field, at, index)} ${reader?.writes ? (it.isLost ? say('in vain') : '') : stateWords(it)}`.trim(),
    )
    .join(', ')
  return {
    at,
    title,
    overline: [at.arch, at.release, ...(flow.proposals.length > 0 ? [say('proposed')] : [])],
    summary: [],
    fromData: [flow.proposals.join('; '), hazard?.wrong ?? ''],
    facts: [
      ...fact('Proposed', flow.proposals.join('; ')),
      ...fact(reader?.writes ? 'If lost' : 'If not real', hazard?.wrong ?? ''),
    ],
    frames: steps.map(step =>
      answerFrame(
        {
          by: step.by ?? flow.capture.name,
          struct: step.struct,
          capture: flow.capture.id,
          isDerived: flow.capture.isDerived,
          conversions: step.conversions,
          frame: step.frame,
          reads: reads.filter(name => step.frame.some(cell => cell.field.name === name)),
        },
        dataset,
      ),
    ),
    citations: citationsOf(hazard?.sources ?? [...flow.capture.sources, ...flow.conversions.flatMap(it => it.sources)]),
    highlighted: flow.path,
    marks: hazard ? { [flow.path.at(-1)!]: { count: 1, worst: VERDICTS[hazard.verdict].state } } : {},
    steps: [
      ...steps.map(step => ({
        mechanism: step.mechanism,
        ...(step.link && { link: step.link }),
        name: mechanismLabel(step.mechanism, dataset),
        summary: stepWords(step),
      })),
      ...(hazard && reader
        ? [
            {
              mechanism: flow.path.at(-1)!,
              name: reader.name,
              summary: [readerWords(reader, found!, hazard.verdict)],
            },
          ]
        : []),
    ],
  }
}

/** What a reader at the end of a path does with the fields that it finds. */
function readerWords({ writes }: Reader, fields: string, verdict: Verdict): string {
  return `${writes ? say('sets {fields}', { fields }) : say('reads {fields}', { fields })}: ${say(verdict)}`
}

/** A field state in words, with the value there, if it is known. */
function stateWords({ state, value }: { readonly state: FieldState; readonly value?: string }): string {
  const label = say(FIELD_STATES[state].label)
  return value === undefined ? label : `${label} (${value})`
}

/** What happens to the registers on a part of the path. */
function stepWords({ by, struct, losses }: PathStep): readonly string[] {
  const filled = by ? [say('{by} fills {struct}', { by, struct })] : []
  const lost = losses.map(it => it.words)
  return [...filled, ...(lost.length > 0 ? lost : [by ? say('all of it captured') : say('as they came')])]
}
