import type { Dataset } from '../../../data/model/read.ts'
import type { Source } from '../../../data/model/source.ts'
import { type OwnSources, type SourcePage, sourcePages } from '../../../components/geometry/source-page.ts'
import { loadCParser } from './c-parser.ts'
import { definitionLines } from './definition-lines.ts'
import type { KernelTree } from './tree.ts'

/** A source that names a place in a tree. */
type Place = Source & { readonly file: string, readonly symbol: string }

/**
 * Read from a kernel tree what the talk's sketches are drawn after: the source of each code and of each frame, by file and symbol.
 *
 * What the tree does not have is told as a page without rows.
 *
 * @throws DataError if a file leads out of the tree.
 */
export async function readOwnSources(tree: KernelTree, { talk, captures }: Pick<Dataset, 'talk' | 'captures'>): Promise<OwnSources> {
  const parser = await loadCParser()
  const pagesOf = ({ file, symbol }: Place): readonly SourcePage[] => {
    const text = tree.read(file)
    const found = text === undefined ? undefined : definitionLines(text, file, symbol, parser)
    return sourcePages(file, symbol, found?.first ?? 1, found?.lines ?? [])
  }
  const scenes = talk.scenes.flatMap(({ id, sketch }) => {
    const frames = sketch?.panels.flatMap(it => it.kind === 'frame' ? captures.get(it.capture)?.value.sources ?? [] : []) ?? []
    const places = [...sketch?.sources ?? [], ...frames].filter(isPlace)
    const once = [...new Map(places.map(it => [`${it.file} ${it.symbol}`, it])).values()]
    return once.length > 0 ? [[id, once.flatMap(pagesOf)] as const] : []
  })
  return { release: tree.release, scenes: Object.fromEntries(scenes) }
}

function isPlace(source: Source): source is Place {
  return source.file !== undefined && source.symbol !== undefined
}
