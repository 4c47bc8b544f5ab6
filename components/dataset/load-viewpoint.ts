import type { PresentationState } from '../../src/presentation/presentation-state.ts'
import { deckOn, isDeckOn } from './use-deck.ts'
import { loadTimelines, useTimelines } from './use-timelines.ts'

/** An arch, and a release; undefined is the release of each slide. */
export type ChosenViewpoint = Pick<PresentationState, 'arch' | 'release'>

/** Whether all has been loaded that slides need to be shown at a viewpoint. */
export function isViewpointLoaded({ arch, release }: ChosenViewpoint): boolean {
  return isDeckOn(arch) && (release === undefined || useTimelines().value !== undefined)
}

/**
 * Load what slides need to be shown at a viewpoint.
 *
 * @param arch - an id; undefined, or one that the deck does not have, needs nothing.
 * @param release - undefined is that of each slide, and needs nothing.
 * @throws Error when it cannot be loaded, as when the server is gone.
 */
export async function loadViewpoint(arch: string | undefined, release: string | undefined): Promise<void> {
  await Promise.all([deckOn(arch), release !== undefined && loadTimelines()])
}
