import type { RegisterData } from './analysis/register-data.ts'
import type { Reader } from './schema/reader.ts'
import type { Talk } from './schema/scene.ts'
import type { YamlFile } from './yaml/parse-yaml.ts'
import type { Fault } from '../errors/fault.ts'

/** The texts of the dataset by path, relative to the repository's root. */
export type Files = ReadonlyMap<string, string>

/** All that is true: mechanisms and arches sorted by id, scenes in the talk's order. */
export type Dataset = RegisterData & { readonly readers: readonly Reader[]; readonly talk: Talk }

/** A part of the dataset with the file it was read from, so that later checks can point at it. */
export type ParsedFile<T> = { readonly file: string; readonly yaml: YamlFile<T> }

/** A dataset as far as it could be read, and every fault in it; it may be used only if there are none. */
export type ReadData = {
  readonly value: Dataset
  readonly faults: readonly Fault[]
  /** A fault in the scenes, by its path in them. */
  readonly faultInTalk: YamlFile<Talk>['faultAt']
}
