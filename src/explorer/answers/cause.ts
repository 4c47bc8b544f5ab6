import type { Viewpoint } from '../../model/analysis/applicability.ts'
import type { Answer } from '../answer.ts'
import type { ExplorerIndex } from '../explorer-index.ts'
import { causesOf } from '../../model/analysis/causes.ts'
import { STATUS_LABELS } from '../../model/vocabulary.ts'
import { EMPTY_ANSWER, citationsOf, countWords, fact, marksOf, mechanismLabel, mergedHazards } from '../answer.ts'
import { answerCapture } from './capture.ts'
import { say } from '../../words/say.ts'

/**
 * Answer about a cause of ugly ways: which fields one capture or conversion leaves unwritten, and who reads them.
 *
 * @param id - of a cause.
 * @param viewpoint - the release to show; the arch is that of the capture.
 * @param index - the dataset with its index.
 * @returns an answer with the struct as the site leaves it; where the release has no such ways, it says so.
 */
export function answerCause(id: string, { release }: Viewpoint, index: ExplorerIndex): Answer {
  const { dataset } = index
  const { site, status, link, reason, effect } = dataset.causes.find(it => it.id === id)!
  const { arch, value } = (dataset.captures.get(site) ?? dataset.conversions.get(site))!
  const at = { arch, release }
  const cause = causesOf(mergedHazards(index, at), dataset).find(it => it.id === id)
  const reasons = [...(effect ? [effect] : []), ...(reason ? [reason] : [])]
  const wrong = [...new Set(cause?.ways.flatMap(it => it.wrong ?? []))].join(' · ')
  const known = {
    title: id,
    overline: [say('hazard'), arch, say(STATUS_LABELS[status])],
    at,
    citations: citationsOf(value.sources),
    fromData: [...reasons, wrong],
  }
  if (!cause)
    return { ...EMPTY_ANSWER, ...known, summary: [say('Not in {release}.', { release }), ...reasons], facts: [] }
  const { fields, ways } = cause
  const readers = [...new Set(ways.map(it => it.reader))].map(it => dataset.readers.find(one => one.id === it)!.name)
  const mechanisms = [...new Set(ways.map(it => it.path.at(-1)!))]
  return {
    ...known,
    summary: [
      say('{name} leaves {fields} unwritten, and {reader} reads it.', {
        name: value.name,
        fields: fields.join(', '),
        reader: readers[0]!,
      }),
      ...reasons,
    ],
    facts: [
      ...fact('Goes wrong', wrong),
      ...fact('Read by', readers),
      ...fact(
        'In',
        mechanisms.map(it => mechanismLabel(it, dataset)),
      ),
      ...fact('Ways', countWords(ways.length, 'way')),
      ...fact('Report', link ?? ''),
    ],
    frames: answerCapture(site, at, index).frames.map(it => ({ ...it, reads: fields })),
    highlighted: [...new Set(ways.flatMap(it => it.path))],
    marks: marksOf(ways.map(it => ({ mechanism: it.path.at(-1)!, what: it.reader, state: 'unset' }))),
  }
}
