import type { Mechanism } from '../../model/schema/mechanism.ts'
import type { StageInput } from '../../layout/stage-layout.ts'
import { talkHasSince } from '../../model/analysis/applicability.ts'
import { compareReleases } from '../../model/analysis/compare-releases.ts'
import { allLinks } from './resolve-steps.ts'

/**
 * Make the input of the layout. It depends on the mechanisms alone, so that all talks about them have the same map,
 * be their slides and the order of these as they may.
 *
 * @param mechanisms - all of the dataset.
 * @returns all mechanisms and links; for the layout's purposes, a scene shows what there was as of a release, one for
 *   each release in which a mechanism came.
 */
export function stageInput(mechanisms: readonly Mechanism[]): StageInput {
  const releases = [...new Set(mechanisms.map(it => talkHasSince(it)))].sort(compareReleases)
  return {
    boxes: mechanisms.map(({ id, row, label, kind }) => ({ id, row, label, isOrigin: kind === 'origin' })),
    links: allLinks(mechanisms),
    reveals: releases.map(release =>
      mechanisms.filter(it => compareReleases(talkHasSince(it), release) <= 0).map(it => it.id),
    ),
  }
}
