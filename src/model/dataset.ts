import type { RegisterData } from './analysis/register-data.ts'
import type { SignedFrame } from './measured/signed-fields.ts'
import type { Reader } from './schema/reader.ts'
import type { CauseReview, Maintainers } from './schema/cause.ts'
import type { Measured } from './schema/measured.ts'
import type { Talk } from './schema/scene.ts'
import type { StageLook } from './schema/stage.ts'
import type { Arch } from './schema/arch.ts'
import type { YamlFile } from './yaml/parse-yaml.ts'
import type { Fault } from '../errors/fault.ts'

/** The dataset's folder where no other is given, relative to the deck's root. */
export const DATA_FOLDER = 'data'

/** The file of the slides where no other is given, relative to the deck's root. */
export const SLIDES_FILE = 'slides.md'

/** Stands for all arches in a dataset that names none: what holds, holds everywhere. */
export const ANY_ARCH: Arch = { id: 'any', name: '', directory: '' }

/** An arch as it is written in names and titles; undefined for that of a dataset which names none. */
export function namedArch(arch: string): string | undefined {
  return arch === ANY_ARCH.id ? undefined : arch
}

/** The texts of the dataset by path, relative to the deck's root. */
export type Files = ReadonlyMap<string, string>

/**
 * The whole dataset: mechanisms and arches sorted by id. As it is read, the talk has all scenes that slides may show;
 * in a deck, those that its slides show, in running order.
 */
export type Dataset = RegisterData & {
  readonly readers: readonly Reader[]
  readonly talk: Talk
  /** How the stage is drawn, and the words for what is on it. */
  readonly stage: StageLook
  /** What is known of causes of ugly ways, by the cause's id. */
  readonly reviews: ReadonlyMap<string, CauseReview>
  /** What running kernels showed, by arch and release. */
  readonly measured: readonly Measured[]
  /** The states that running kernels signed; none while the data has faults. */
  readonly signed: readonly SignedFrame[]
  /** Who maintains which files of the kernel; undefined where the dataset does not say. */
  readonly maintainers: Maintainers | undefined
}

/** A part of the dataset with the file that it was read from, so that later checks can give its place. */
export type ParsedFile<T> = { readonly file: string; readonly yaml: YamlFile<T> }

/** A dataset as far as it could be read, and every fault in it. It may be used only if there is none. */
export type ReadData = {
  readonly value: Dataset
  readonly faults: readonly Fault[]
  /** What is doubtful, and wrong only if it is not meant. */
  readonly warnings: readonly Fault[]
  /** Makes a fault at a path within `scenes.yaml`. */
  readonly faultInTalk: YamlFile<Talk>['faultAt']
}
