import { MOST_SIGNATURES, type Signature } from '../../model/measured/measured-words.ts'
import type { Viewpoint } from '../../model/analysis/applicability.ts'
import type { Answer, AnswerFrame } from '../answer.ts'
import type { ExplorerIndex } from '../explorer-index.ts'
import { rangeWords, wasReadIn } from '../../model/analysis/compare-releases.ts'
import { captureFrame } from '../../model/analysis/register-frame.ts'
import { structAt } from '../../model/analysis/struct-at.ts'
import { DERIVED, VERDICTS } from '../../model/vocabulary.ts'
import {
  answerFrame,
  citationsOf,
  fact,
  flowFrames,
  mechanismLabel,
  marksOf,
  mergedHazards,
  waysWords,
} from '../answer.ts'
import { lossesIn } from '../register-losses.ts'
import { say } from '../../words/say.ts'

/** What code fills a struct, by the `origin` of a capture. */
const ORIGIN_LABELS = { exception: 'exception entry', trampoline: 'trampoline', software: 'C code' } as const

/**
 * Answer about a capture or a conversion: what it leaves in the struct, which mechanisms provide that, and which
 * readers get it.
 *
 * @param id - of a capture or a conversion.
 * @param viewpoint - the release to show; the arch is that of the capture.
 * @param index - the dataset with its index.
 * @returns an answer with frames; where the release does not have the capture, they are of the first one that has.
 */
export function answerCapture(id: string, { release }: Viewpoint, index: ExplorerIndex): Answer {
  const { dataset, snapshotAt } = index
  const { arch } = (dataset.captures.get(id) ?? dataset.conversions.get(id))!
  const [capture, conversion] = [dataset.captures.get(id)?.value, dataset.conversions.get(id)?.value]
  const it = (capture ?? conversion)!
  const at = { arch, release }
  const frameAt = { arch, release: wasReadIn(it, release) ? release : (it.readSince ?? it.since) }
  const snapshot = snapshotAt(at)
  const flows = dataset.mechanisms
    .flatMap(mechanism => snapshot.flowsOf(mechanism.id))
    .filter(flow => flow.capture.id === id || flow.conversions.some(other => other.id === id))
  const reached = mergedHazards(index, at).filter(hazard => hazard.capture === id || hazard.conversions.includes(id))
  const signatures = dataset.signatures.filter(signature => signature.site === id)
  const newest = signatures.find(signature => signature.values.length > 0)
  const providers = [...new Set(flows.map(flow => flow.path.at(-1)!))]
  return {
    at,
    title: it.name,
    overline: [
      ...(capture
        ? [say(ORIGIN_LABELS[capture.origin]), ...(capture.isDerived ? [say(DERIVED.label)] : [])]
        : [say('conversion')]),
      at.arch,
      rangeWords(it),
    ],
    summary: [...(frameAt.release === release ? [] : [say('Not in {release}.', { release })]), it.summary],
    fromData: [it.summary],
    facts: [
      ...(capture
        ? fact('Fills', capture.struct)
        : fact('Turns', say('{takes} into {gives}', { takes: conversion!.takes, gives: conversion!.gives }))),
      ...fact(
        'Of it',
        capture
          ? lossesIn(frameOf(id, frameAt, index))
              .map(loss => loss.words)
              .join('; ') || say('every register is there')
          : '',
      ),
      ...fact(
        'Handed on by',
        providers.map(provider => mechanismLabel(provider, dataset)),
      ),
      ...fact('Read', waysWords(reached) || say('by no reader in the data')),
      ...fact('Signed by', signatures.slice(0, MOST_SIGNATURES).map(signatureWords)),
      ...fact('Stood there', newest?.values ?? []),
    ],
    frames: capture ? [capturedFrame(id, frameAt, index)] : flowFrames(flows, dataset),
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

/** What a running kernel showed: its release, how it was seen, how often, and the states. */
function signatureWords({ release, by, calls, states }: Signature): string {
  return say('✓ kernel {release}, by {by}, {calls} calls: {states}', {
    release,
    by,
    calls,
    states: states.map(it => `${it.count} ${say(it.words)}`).join(', '),
  })
}

/** The frame of a capture as an answer shows it. */
function capturedFrame(id: string, at: Viewpoint, index: ExplorerIndex): AnswerFrame {
  const { value } = index.dataset.captures.get(id)!
  const { name, struct, isDerived } = value
  return answerFrame({ by: name, struct, capture: id, isDerived, frame: frameOf(id, at, index) }, index.dataset)
}

/** The register frame of a capture, with the struct of a release that has it. */
function frameOf(id: string, at: Viewpoint, { dataset }: ExplorerIndex) {
  const { arch, value } = dataset.captures.get(id)!
  const archOfCapture = dataset.arches.find(it => it.id === arch)!
  return captureFrame(value, structAt(archOfCapture, value.struct, at.release)!)
}
