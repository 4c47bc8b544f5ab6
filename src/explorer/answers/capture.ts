import type { Viewpoint } from '../../model/analysis/applicability.ts'
import type { Answer, AnswerFrame } from '../answer.ts'
import type { ExplorerIndex } from '../explorer-index.ts'
import { captureFrame } from '../../model/analysis/register-frame.ts'
import { holdsIn } from '../../model/analysis/compare-releases.ts'
import { structAt } from '../../model/analysis/struct-at.ts'
import { VERDICTS } from '../../model/vocabulary.ts'
import {
  citationsOf,
  countWords,
  fact,
  flowFrames,
  frameNamed,
  mechanismLabel,
  marksOf,
  mergedHazards,
  verdictWords,
} from '../answer.ts'
import { lossesIn } from '../register-losses.ts'
import { rangeWords } from '../entities.ts'

const ORIGINS = { exception: 'exception entry', trampoline: 'trampoline', software: 'C code' } as const

/** A capture site or a conversion: what it leaves in the struct, who hands that on, and who reads it. */
export function answerCapture(id: string, { release }: Viewpoint, index: ExplorerIndex): Answer {
  const { dataset, snapshotAt } = index
  const { arch } = (dataset.captures.get(id) ?? dataset.conversions.get(id))!
  const capture = dataset.captures.get(id)?.value
  const conversion = dataset.conversions.get(id)?.value
  const it = (capture ?? conversion)!
  // It is at home on one arch; where it does not hold, its frame is that of its beginning.
  const at = { arch, release }
  const shown = { arch, release: holdsIn(it, release) ? release : it.since }
  const snapshot = snapshotAt(at)
  const flows = dataset.mechanisms
    .flatMap(mechanism => snapshot.flowsOf(mechanism.id))
    .filter(flow => flow.capture.id === id || flow.conversions.some(other => other.id === id))
  const reached = mergedHazards(index, at).filter(hazard => hazard.capture === id || hazard.conversions.includes(id))
  const places = [...new Set(flows.map(flow => flow.path.at(-1)!))]
  return {
    at,
    title: it.name,
    overline: [capture ? ORIGINS[capture.origin] : 'conversion', at.arch, rangeWords(it)],
    summary: [...(shown.release === release ? [] : [`Not in ${release}.`]), it.summary],
    facts: [
      ...fact(capture ? 'Fills' : 'Turns', capture ? capture.struct : `${conversion!.takes} into ${conversion!.gives}`),
      ...fact(
        'Of it',
        capture
          ? lossesIn(frameOf(id, shown, index))
              .map(loss => loss.words)
              .join('; ') || 'every field is captured'
          : '',
      ),
      ...fact(
        'Handed on by',
        places.map(place => mechanismLabel(place, dataset)),
      ),
      ...fact(
        'Read',
        reached.length > 0
          ? `on ${countWords(reached.length, 'way')}: ${verdictWords(reached)}`
          : 'by nobody in the data',
      ),
    ],
    frames: capture ? [captured(id, shown, index)] : flowFrames(flows),
    citations: citationsOf(it.sources),
    highlighted: [...new Set(flows.flatMap(flow => flow.path))],
    marks: marksOf(
      reached.map(hazard => ({
        mechanism: hazard.path.at(-1)!,
        what: hazard.reader,
        state: VERDICTS[hazard.verdict].state,
      })),
    ),
  }
}

function captured(id: string, at: Viewpoint, index: ExplorerIndex): AnswerFrame {
  const { value } = index.dataset.captures.get(id)!
  return frameNamed(value.name, value.struct, id, frameOf(id, at, index))
}

/** The struct in the form of a release in which the capture holds. */
function frameOf(id: string, at: Viewpoint, { dataset }: ExplorerIndex) {
  const { arch, value } = dataset.captures.get(id)!
  const home = dataset.arches.find(it => it.id === arch)!
  return captureFrame(value, structAt(home, value.struct, at.release)!)
}
