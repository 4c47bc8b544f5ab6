import type { Scene } from '../model/schema/scene.ts'
import type { Capture } from '../model/schema/capture.ts'
import type { Citation, DeckScene } from './deck.ts'
import type { Dataset } from '../model/dataset.ts'
import { sourceNames, sourceUrl } from '../model/analysis/source-label.ts'
import type { Source } from '../model/schema/source.ts'

/**
 * List what a scene cites on an arch that it is not about: what it cites itself, without files of its own arch, and the
 * files of its frames there.
 *
 * @param scene - a scene that is about an arch.
 * @param captures - those that its frames show on the other arch.
 * @returns citations for the foot of the slide.
 */
export function citationsOnOtherArch(scene: Scene, captures: readonly Capture[]): readonly Citation[] {
  const kept = (scene.cites ?? [])
    .filter(it => it.commit ?? !it.file?.startsWith('arch/'))
    .map(it => (it.file?.startsWith('arch/') ? { ...it, file: undefined } : it))
  const files = new Map(
    captures.flatMap(it =>
      it.sources.flatMap(source => (source.file ? [[source.file, source] as const] : [])).slice(0, 1),
    ),
  )
  return citationsOf([...kept, ...files.values()], FOOT_MAX_CHARACTERS)
}

/**
 * List what a scene cites on each arch. A file of an arch is cited on that arch only, a commit on all.
 *
 * @param scene - a scene that is shown on all arches.
 * @param data - of it, the arches.
 * @returns by arch; nothing where the scene cites no file of an arch.
 */
export function citationsByArch({ cites: all = [] }: Scene, { arches }: Dataset): Pick<DeckScene, 'citationsByArch'> {
  const isOfArch = (file: string | undefined) => file?.startsWith('arch/')
  if (!all.some(it => isOfArch(it.file))) return {}
  const citedIn = (directory: string) =>
    all.flatMap(it =>
      !isOfArch(it.file) || it.file!.startsWith(`${directory}/`) ? [it] : it.commit ? [{ ...it, file: undefined }] : [],
    )
  return {
    citationsByArch: Object.fromEntries(
      arches.map(({ id, directory }) => [id, citationsOf(citedIn(directory), FOOT_MAX_CHARACTERS)]),
    ),
  }
}

/** How many characters the foot of a slide and a line of the list of sources hold, in the code face at 16 px. */
export const FOOT_MAX_CHARACTERS = 78
export const LIST_MAX_CHARACTERS = 27

/**
 * Make citations of sources.
 *
 * @param sources - in the order of citation.
 * @param room - how many characters all names together may have; names are shortened to fit.
 * @returns in the same order.
 */
export function citationsOf(sources: readonly Source[], room: number): readonly Citation[] {
  return sourceNames(sources, room).map((name, i) => {
    const url = sourceUrl(sources[i]!)
    return { name, ...(url && { url }) }
  })
}
