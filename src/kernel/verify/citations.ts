import type { Files } from '../../model/dataset.ts'
import type { Source } from '../../model/schema/source.ts'
import type { Path, YamlFile } from '../../model/yaml/parse-yaml.ts'
import { z } from 'zod'
import { source } from '../../model/schema/source.ts'
import { readYaml } from '../../model/yaml/parse-yaml.ts'

/** A source that a data file cites. */
export type Citation = {
  readonly source: Source
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
      return 'value' in yaml ? sourcesIn(yaml.value, [], yaml) : []
    })
}

function sourcesIn(value: unknown, path: Path, yaml: YamlFile<unknown>): readonly Citation[] {
  if (Array.isArray(value)) return value.flatMap((it, i) => sourcesIn(it, [...path, i], yaml))
  if (typeof value !== 'object' || value === null) return []
  const read = 'known' in value ? source.safeParse(value) : undefined
  if (read?.success)
    return [
      { source: read.data, faultAt: (key, problem, tip) => yaml.faultAt([...path, key], 'citation', problem, tip) },
    ]
  return Object.entries(value).flatMap(([key, it]) => sourcesIn(it, [...path, key], yaml))
}
