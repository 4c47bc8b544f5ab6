import type { Dataset } from '../model/dataset.ts'
import type { Scene } from '../model/schema/scene.ts'
import type { Source } from '../model/schema/source.ts'
import { introducedIn } from '../model/analysis/applicability.ts'
import { compareReleases } from '../model/analysis/compare-releases.ts'
import { sourceName, sourceUrl } from '../model/analysis/source-label.ts'

/** A source with the number under which the handout cites it, from 1. */
export type NumberedCitation = { readonly number: number; readonly name: string; readonly url?: string }

/** All that the handout cites: by number, by scene, and the first source of each mechanism, oldest first. */
export type HandoutCitations = {
  readonly all: readonly NumberedCitation[]
  readonly byScene: Readonly<Record<string, readonly number[]>>
  readonly mechanisms: readonly { readonly label: string; readonly since: string; readonly number: number }[]
}

/** Number every source that a scene cites or that its sketch is drawn after, in the talk's order, each once. */
export function numberCitations({ talk, mechanisms }: Pick<Dataset, 'talk' | 'mechanisms'>): HandoutCitations {
  const all: NumberedCitation[] = []
  const known = new Map<string, number>()
  const numberOf = (source: Source): number => {
    const [name, url] = [sourceName(source), sourceUrl(source)]
    const key = url ?? name
    const number = known.get(key) ?? all.length + 1
    if (!known.has(key)) {
      known.set(key, number)
      all.push({ number, name, ...(url && { url }) })
    }
    return number
  }
  const byScene = talk.scenes.map(
    scene => [scene.id, [...new Set(sceneSources(scene).map(numberOf))].sort((a, b) => a - b)] as const,
  )
  const born = mechanisms
    .filter(it => it.kind !== 'origin')
    .toSorted((a, b) => compareReleases(introducedIn(a), introducedIn(b)))
  return {
    byScene: Object.fromEntries(byScene),
    mechanisms: born.map(it => ({
      label: it.label.join(' '),
      since: introducedIn(it),
      number: numberOf(it.since.sources[0]!),
    })),
    all,
  }
}

function sceneSources({ cites = [], sketch }: Scene): readonly Source[] {
  return [...cites, ...(sketch?.sources ?? [])]
}
