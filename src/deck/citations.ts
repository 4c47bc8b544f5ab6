import type { Scene } from '../model/schema/scene.ts'
import type { Capture } from '../model/schema/capture.ts'
import type { Citation, DeckScene } from './deck.ts'
import type { Dataset } from '../model/dataset.ts'
import { sourceNames, sourceUrl } from '../model/analysis/source-label.ts'
import type { Source } from '../model/schema/source.ts'

/** What a scene cites on an arch that it is not about: the files of its frames there, and commits without a file of an arch. */
export function citationsOnOtherArch(scene: Scene, captures: readonly Capture[]): readonly Citation[] {
  const kept = (scene.cites ?? [])
    .filter(it => it.commit ?? !it.file?.startsWith('arch/'))
    .map(it => (it.file?.startsWith('arch/') ? { ...it, file: undefined } : it))
  const files = new Map(
    captures.flatMap(it =>
      it.sources.flatMap(source => (source.file ? [[source.file, source] as const] : [])).slice(0, 1),
    ),
  )
  return citationsOf([...kept, ...files.values()], FOOT_CHARACTERS)
}

/** What a scene cites on each arch, where it cites a file of an arch: a file stands on its own arch alone, a commit on all. */
export function citationsByArch({ cites: all = [] }: Scene, { arches }: Dataset): Pick<DeckScene, 'citationsByArch'> {
  const inArch = (file: string | undefined) => file?.startsWith('arch/')
  if (!all.some(it => inArch(it.file))) return {}
  const on = (directory: string) =>
    all.flatMap(it =>
      !inArch(it.file) || it.file!.startsWith(`${directory}/`) ? [it] : it.commit ? [{ ...it, file: undefined }] : [],
    )
  return {
    citationsByArch: Object.fromEntries(
      arches.map(({ id, directory }) => [id, citationsOf(on(directory), FOOT_CHARACTERS)]),
    ),
  }
}

/** What the foot of a slide and a line of the list of sources hold, in characters of the code face at 16 px. */
export const FOOT_CHARACTERS = 78
export const LIST_CHARACTERS = 27

export function citationsOf(sources: readonly Source[], room: number): readonly Citation[] {
  return sourceNames(sources, room).map((name, i) => {
    const url = sourceUrl(sources[i]!)
    return { name, ...(url && { url }) }
  })
}
