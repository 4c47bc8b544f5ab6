import type { Files } from '../../model/dataset.ts'
import type { Source } from '../../model/schema/source.ts'
import type { Path, YamlFile } from '../../model/yaml/parse-yaml.ts'
import { z } from 'zod'
import { release } from '../../model/schema/release.ts'
import { source } from '../../model/schema/source.ts'
import { compareReleases } from '../../model/analysis/compare-releases.ts'
import { readYaml } from '../../model/yaml/parse-yaml.ts'

/** A source that a data file cites. */
export type Citation = {
  readonly source: Source
  /** The list that the source stands in, file and path: what stands in one list backs one claim. */
  readonly claim: string
  /** The first release in which the claim, or what it is part of, no longer holds. */
  readonly until?: string | undefined
  /** Make a fault at one of its keys in the data file. */
  readonly faultAt: (key: keyof Source, problem: string, tip: string) => ReturnType<YamlFile<unknown>['faultAt']>
}

const anything = z.unknown()

/**
 * Find every source in the data files.
 *
 * @param files - the texts by path. A file that is not YAML is left out; reading the dataset reports it.
 * @returns the sources in the order of files and lines.
 */
export function findCitations(files: Files): readonly Citation[] {
  return [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([file, text]) => {
      const yaml = readYaml(file, text, anything)
      return 'value' in yaml ? sourcesIn(yaml.value, [], { file, yaml }) : []
    })
}

/** The data file, and the range of what is read in it. */
type Within = { readonly file: string; readonly yaml: YamlFile<unknown>; readonly until?: string | undefined }

function sourcesIn(value: unknown, path: Path, within: Within): readonly Citation[] {
  if (Array.isArray(value)) return value.flatMap((it, i) => sourcesIn(it, [...path, i], within))
  if (typeof value !== 'object' || value === null) return []
  const { file, yaml } = within
  const read = 'known' in value ? source.safeParse(value) : undefined
  if (read?.success)
    return [
      {
        source: read.data,
        claim: `${file} ${path.slice(0, -1).join('.')}`,
        until: within.until,
        faultAt: (key, problem, tip) => yaml.faultAt([...path, key], 'citation', problem, tip),
      },
    ]
  const inner = { ...within, until: earlier(within.until, 'until' in value ? value.until : undefined) }
  return Object.entries(value).flatMap(([key, it]) => sourcesIn(it, [...path, key], inner))
}

/** The earlier of two ends; undefined where neither is a release. */
function earlier(a: string | undefined, b: unknown): string | undefined {
  const { success, data } = release.safeParse(b)
  if (!success) return a
  return a !== undefined && compareReleases(a, data) <= 0 ? a : data
}
