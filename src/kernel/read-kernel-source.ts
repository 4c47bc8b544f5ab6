import type { Dataset } from '../model/dataset.ts'
import type { Scene } from '../model/schema/scene.ts'
import type { Source } from '../model/schema/source.ts'
import { counterpart } from '../deck/panels/capture-counterpart.ts'
import { type KernelSources, type SourcePage, sourcePages } from '../deck/panels/kernel-source-pages.ts'
import { loadCParser } from './c/parse-c.ts'
import { definitionLines } from './c/definition-lines.ts'
import type { KernelTree } from './kernel-tree.ts'

/** A source with a file and a symbol. */
type SymbolSource = Source & { readonly file: string; readonly symbol: string }

/**
 * Read the kernel source that the talk's sketches are drawn after: for each panel of code and each register frame, the
 * cited symbol of the cited file. Where a scene follows the arch on show, a file below `arch/` is shown on that arch
 * only, and another arch shows the source of its own counterpart of the capture.
 *
 * @param tree - the kernel tree.
 * @param data - the dataset with its scenes.
 * @returns the pages of each scene, by its id; a page without rows for a symbol that the tree does not have.
 * @throws DataError if a path leads out of the tree.
 */
export async function readKernelSource(tree: KernelTree, data: Dataset): Promise<KernelSources> {
  const parser = await loadCParser()
  const pagesOf = ({ file, symbol }: Pick<SymbolSource, 'file' | 'symbol'>): readonly SourcePage[] => {
    const text = tree.read(file)
    const found = text === undefined ? undefined : definitionLines(text, file, symbol, parser)
    return sourcePages(file, symbol, found?.first ?? 1, found?.lines ?? [])
  }
  const scenes = data.talk.scenes.flatMap(scene => {
    const sources = sourcesOf(scene, data)
    return sources.length > 0
      ? [
          [
            scene.id,
            sources.flatMap(({ arches, ...source }) => pagesOf(source).map(it => (arches ? { ...it, arches } : it))),
          ] as const,
        ]
      : []
  })
  return { release: tree.release, scenes: Object.fromEntries(scenes) }
}

/** The sources of a scene, each once; a file of an arch with the arches on which it is shown. */
function sourcesOf(
  { aboutArch, sketch, steps }: Scene,
  data: Dataset,
): readonly (SymbolSource & { readonly arches?: readonly string[] })[] {
  const frames = sketch?.panels.flatMap(it => (it.kind === 'frame' ? [it.capture] : [])) ?? []
  const captureSources = (capture: string) => data.captures.get(capture)?.value.sources ?? []
  const own = [...(sketch?.sources ?? []), ...frames.flatMap(captureSources)].filter(isSymbolSource)
  const revealed = steps.flatMap(it => it.reveals ?? [])
  const ofCounterparts =
    aboutArch === undefined
      ? []
      : data.arches
          .filter(it => it.id !== aboutArch)
          .flatMap(({ id }) =>
            frames.flatMap(capture => {
              const found = counterpart(capture, revealed, data, { arch: id, release: data.talk.release })
              return 'capture' in found ? found.capture.sources.filter(isSymbolSource) : []
            }),
          )
  const archesOf = ({ file }: SymbolSource) =>
    file.startsWith('arch/')
      ? data.arches.filter(it => file.startsWith(`${it.directory}/`)).map(it => it.id)
      : undefined
  return [...new Map([...own, ...ofCounterparts].map(it => [`${it.file} ${it.symbol}`, it])).values()].map(source => {
    const arches = aboutArch === undefined ? undefined : archesOf(source)
    return arches ? { ...source, arches } : source
  })
}

function isSymbolSource(source: Source): source is SymbolSource {
  return source.file !== undefined && source.symbol !== undefined
}
