import type { Arch } from '../model/schema/arch.ts'
import type { Capture, Conversion } from '../model/schema/capture.ts'
import type { RegisterData } from '../model/analysis/register-data.ts'
import type { Mechanism } from '../model/schema/mechanism.ts'
import type { Dataset } from '../model/dataset.ts'
import type { Reader } from '../model/schema/reader.ts'
import type { Source } from '../model/schema/source.ts'

/** What questions are answered from: all of the dataset but the talk's scenes. */
export type BrowserDataset = RegisterData & {
  readonly readers: readonly Reader[]
  /** The release at which the talk looks back. */
  readonly release: string
}

/**
 * An atlas on its way to the browser: ranges of releases and not a table of them, as in the data, and each source once.
 * Where an entity has `sources`, they are numbers of `cited`.
 */
export type PackedDataset = {
  readonly cited: readonly Source[]
  readonly release: string
  readonly mechanisms: unknown
  readonly arches: unknown
  readonly captures: unknown
  readonly conversions: unknown
  readonly readers: unknown
}

/** Pack what questions are answered from; the result can be written as JSON. */
export function packDataset({ mechanisms, arches, captures, conversions, readers, talk }: Dataset): PackedDataset {
  const numbers = new Map<string, number>()
  const numberOf = (source: Source) => {
    const text = JSON.stringify(source)
    if (!numbers.has(text)) numbers.set(text, numbers.size)
    return numbers.get(text)!
  }
  const packed = mapSources(
    {
      mechanisms,
      arches: arches.map(withoutTreeDetails),
      captures: [...captures.values()],
      conversions: [...conversions.values()],
      readers,
    },
    numberOf,
  )
  return { ...packed, cited: [...numbers.keys()].map(it => JSON.parse(it) as Source), release: talk.release }
}

/** An arch with as much of its kernel trees as answers need: what it lacks, and why. */
function withoutTreeDetails({ trees, ...arch }: Arch): unknown {
  const few = trees?.map(({ release, support }) => ({
    release,
    support: Object.fromEntries(
      Object.entries(support).map(([id, { value, because }]) => [
        id,
        { value, because: value === 'yes' ? [] : because },
      ]),
    ),
  }))
  return { ...arch, ...(few && { trees: few }) }
}

/** The atlas as the model takes it. */
export function unpackDataset({ cited, release, ...packed }: PackedDataset): BrowserDataset {
  const opened = mapSources(packed, (number: number) => cited[number]!) as {
    mechanisms: readonly Mechanism[]
    arches: readonly Arch[]
    captures: readonly { arch: string; value: Capture }[]
    conversions: readonly { arch: string; value: Conversion }[]
    readers: readonly Reader[]
  }
  const byId = <T extends { value: { id: string } }>(all: readonly T[]) => new Map(all.map(it => [it.value.id, it]))
  return { ...opened, release, captures: byId(opened.captures), conversions: byId(opened.conversions) }
}

/** A copy in which each entry of every list of sources is another. */
function mapSources<T, From, To>(value: T, change: (source: From) => To): T {
  if (Array.isArray(value)) return value.map(it => mapSources(it, change)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, it]) => [
      key,
      key === 'sources' ? (it as From[]).map(change) : mapSources(it, change),
    ]),
  ) as T
}

/** The name of an arch, as people write it. */
export function archName(id: string, { arches }: Pick<BrowserDataset, 'arches'>): string {
  return arches.find(it => it.id === id)!.name
}
