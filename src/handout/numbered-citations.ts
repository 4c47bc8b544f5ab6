import type { Dataset } from '../model/dataset.ts'
import type { Scene } from '../model/schema/scene.ts'
import type { Source } from '../model/schema/source.ts'
import { introducedIn, mechanismSources } from '../model/analysis/applicability.ts'
import { compareReleases } from '../model/analysis/compare-releases.ts'
import { sourceName, sourceUrl } from '../model/analysis/source-label.ts'

/** A source and the number by which the handout cites it, from 1. */
export type NumberedCitation = { readonly number: number; readonly name: string; readonly url?: string }

/** All citations of the handout. */
export type HandoutCitations = {
  /** By number. */
  readonly all: readonly NumberedCitation[]
  /** Numbers of what each scene cites, ascending, by the scene's id. */
  readonly byScene: Readonly<Record<string, readonly number[]>>
  /** The first source of each mechanism, oldest mechanism first. */
  readonly mechanisms: readonly { readonly label: string; readonly since?: string; readonly number: number }[]
}

/**
 * Number all sources that the scenes cite or that their sketches are drawn after, and the first source of each
 * mechanism, origins left out.
 *
 * @param data - the dataset; of it, talk and mechanisms.
 * @returns each source once, in the order of the talk. Sources with the same address are one; without an address, those
 *   with the same name.
 */
export function numberCitations({ talk, mechanisms }: Pick<Dataset, 'talk' | 'mechanisms'>): HandoutCitations {
  const all: NumberedCitation[] = []
  const numbers = new Map<string, number>()
  const numberOf = (source: Source): number => {
    const [name, url] = [sourceName(source), sourceUrl(source)]
    const key = url ?? name
    const number = numbers.get(key) ?? all.length + 1
    if (!numbers.has(key)) {
      numbers.set(key, number)
      all.push({ number, name, ...(url && { url }) })
    }
    return number
  }
  const byScene = talk.scenes.map(
    scene => [scene.id, [...new Set(sceneSources(scene).map(numberOf))].sort((a, b) => a - b)] as const,
  )
  const oldestFirst = mechanisms
    .filter(it => it.kind !== 'origin')
    .toSorted((a, b) => compareReleases(introducedIn(a), introducedIn(b)))
  return {
    byScene: Object.fromEntries(byScene),
    mechanisms: oldestFirst.map(it => ({
      label: it.label.join(' '),
      ...(it.since && { since: introducedIn(it) }),
      number: numberOf(mechanismSources(it)[0]!),
    })),
    all,
  }
}

function sceneSources({ cites = [], sketch }: Scene): readonly Source[] {
  return [...cites, ...(sketch?.sources ?? [])]
}
