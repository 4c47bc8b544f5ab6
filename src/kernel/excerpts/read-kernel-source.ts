import type { Dataset } from '../../model/dataset.ts'
import type { Scene } from '../../model/schema/scene.ts'
import type { Source } from '../../model/schema/source.ts'
import { counterpart } from '../../deck/panels/capture-counterpart.ts'
import { type OwnSources, type SourcePage, sourcePages } from '../../deck/panels/kernel-source-pages.ts'
import { loadCParser } from '../c/parse-c.ts'
import { definitionLines } from '../c/definition-lines.ts'
import type { KernelTree } from '../kernel-tree.ts'

/** A source that names a place in a tree. */
type Place = Source & { readonly file: string; readonly symbol: string }

/**
 * Read from a kernel tree what the talk's sketches are drawn after: the source of each code and of each frame, by file and
 * symbol. Where a scene follows the arch on show, a file of an arch is for that arch alone, and in the place of a frame
 * stands on another the source of what fills the same there.
 *
 * What the tree does not have is told as a page without rows.
 *
 * @throws DataError if a file leads out of the tree.
 */
export async function readKernelSource(tree: KernelTree, data: Dataset): Promise<OwnSources> {
  const parser = await loadCParser()
  const pagesOf = ({ file, symbol }: Pick<Place, 'file' | 'symbol'>): readonly SourcePage[] => {
    const text = tree.read(file)
    const found = text === undefined ? undefined : definitionLines(text, file, symbol, parser)
    return sourcePages(file, symbol, found?.first ?? 1, found?.lines ?? [])
  }
  const scenes = data.talk.scenes.flatMap(scene => {
    const places = placesOf(scene, data)
    return places.length > 0
      ? [
          [
            scene.id,
            places.flatMap(({ arches, ...place }) => pagesOf(place).map(it => (arches ? { ...it, arches } : it))),
          ] as const,
        ]
      : []
  })
  return { release: tree.release, scenes: Object.fromEntries(scenes) }
}

/** The sources of a scene, each once; those of one arch with the arches that they are for. */
function placesOf(
  { aboutArch, sketch, steps }: Scene,
  data: Dataset,
): readonly (Place & { readonly arches?: readonly string[] })[] {
  const frames = sketch?.panels.flatMap(it => (it.kind === 'frame' ? [it.capture] : [])) ?? []
  const sourcesOf = (capture: string) => data.captures.get(capture)?.value.sources ?? []
  const own = [...(sketch?.sources ?? []), ...frames.flatMap(sourcesOf)].filter(isPlace)
  const revealed = steps.flatMap(it => it.reveals ?? [])
  const elsewhere =
    aboutArch === undefined
      ? []
      : data.arches
          .filter(it => it.id !== aboutArch)
          .flatMap(({ id }) =>
            frames.flatMap(capture => {
              const found = counterpart(capture, revealed, data, { arch: id, release: data.talk.release })
              return 'capture' in found ? found.capture.sources.filter(isPlace) : []
            }),
          )
  const archesOf = ({ file }: Place) =>
    file.startsWith('arch/')
      ? data.arches.filter(it => file.startsWith(`${it.directory}/`)).map(it => it.id)
      : undefined
  return [...new Map([...own, ...elsewhere].map(it => [`${it.file} ${it.symbol}`, it])).values()].map(place => {
    const arches = aboutArch === undefined ? undefined : archesOf(place)
    return arches ? { ...place, arches } : place
  })
}

function isPlace(source: Source): source is Place {
  return source.file !== undefined && source.symbol !== undefined
}
