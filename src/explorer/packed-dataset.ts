import type { Arch } from '../model/schema/arch.ts'
import type { Capture, Conversion } from '../model/schema/capture.ts'
import type { RegisterData } from '../model/analysis/register-data.ts'
import { MEASURED_WORDS, signaturesOf, type Signature } from '../model/measured/measured-words.ts'
import type { SignedFrame } from '../model/measured/signed-fields.ts'
import type { Mechanism } from '../model/schema/mechanism.ts'
import type { Dataset } from '../model/dataset.ts'
import type { CauseReview } from '../model/schema/cause.ts'
import type { Reader } from '../model/schema/reader.ts'
import type { Source } from '../model/schema/source.ts'

/** The dataset in the browser, where queries are answered from it: all but the talk's scenes. */
export type BrowserDataset = RegisterData & {
  readonly readers: readonly Reader[]
  /** What running kernels showed, by capture and conversion. */
  readonly signatures: readonly Signature[]
  readonly signed: readonly SignedFrame[]
  readonly causes: readonly KnownCause[]
  /** The release at which the talk looks back. */
  readonly release: string
}

/** A cause of ugly ways of which something is known: the site that it begins with, and its status. */
export type KnownCause = Pick<CauseReview, 'id' | 'status' | 'link' | 'reason' | 'effect'> & { readonly site: string }

/**
 * The browser's dataset as JSON, with each source once: `sources` are indices into `cited`. The rest is as in the
 * dataset, with ranges of releases: a table of all releases would be larger.
 */
export type PackedDataset = {
  readonly cited: readonly Source[]
  readonly release: string
  readonly mechanisms: unknown
  readonly arches: unknown
  readonly captures: unknown
  readonly conversions: unknown
  readonly readers: unknown
  readonly signatures: readonly PackedSignature[]
  readonly signed: readonly PackedSignedFrame[]
  readonly causes: readonly KnownCause[]
}

/** A signature: site, release, how it was attached, calls, fields in each measured state, what stood there. */
type PackedSignature = readonly [string, string, string, number, readonly number[], readonly string[]]

/** A signed frame, the names of its fields in one text and their values in another. */
type PackedSignedFrame = Omit<SignedFrame, 'values'> & { readonly fields: string; readonly values: string }

/** No value has this sign. */
const BETWEEN_VALUES = '|'

/**
 * Pack the dataset for the browser (a virtual module).
 *
 * @param dataset - all of it.
 * @returns what `unpackDataset` takes, to be written as JSON.
 */
export function packDataset(dataset: Dataset): PackedDataset {
  const { mechanisms, arches, captures, conversions, readers, measured, signed, talk } = dataset
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
  return {
    ...packed,
    signatures: signaturesOf(measured, dataset).map(packSignature),
    signed: signed.map(packSigned),
    causes: knownCauses(dataset),
    cited: [...numbers.keys()].map(it => JSON.parse(it) as Source),
    release: talk.release,
  }
}

/** The reviewed causes; the id of each begins with that of the capture or the conversion that it is of. */
function knownCauses({ reviews, captures, conversions }: Dataset): readonly KnownCause[] {
  const sites = [...captures.keys(), ...conversions.keys()].toSorted((a, b) => b.length - a.length)
  return [...reviews.values()].flatMap(({ id, status, link, reason, effect }) => {
    const site = sites.find(it => id.startsWith(`${it}-`))
    return site === undefined
      ? []
      : [{ id, site, status, ...(link && { link }), ...(reason && { reason }), ...(effect && { effect }) }]
  })
}

/** An arch without the details of its kernel trees that no answer needs: why it has what it has. */
function withoutTreeDetails({ trees, ...arch }: Arch): unknown {
  const shortened = trees?.map(({ release, support }) => ({
    release,
    support: Object.fromEntries(
      Object.entries(support).map(([id, { value, because }]) => [
        id,
        { value, because: value === 'yes' ? [] : because },
      ]),
    ),
  }))
  return { ...arch, ...(shortened && { trees: shortened }) }
}

/**
 * Unpack the dataset in the browser.
 *
 * @param packed - as `packDataset` made it.
 * @returns what the model's functions take.
 */
export function unpackDataset({
  cited,
  release,
  signatures,
  signed,
  causes,
  ...packed
}: PackedDataset): BrowserDataset {
  const unpacked = mapSources(packed, (number: number) => cited[number]!) as {
    mechanisms: readonly Mechanism[]
    arches: readonly Arch[]
    captures: readonly { arch: string; value: Capture }[]
    conversions: readonly { arch: string; value: Conversion }[]
    readers: readonly Reader[]
  }
  const byId = <T extends { value: { id: string } }>(all: readonly T[]) => new Map(all.map(it => [it.value.id, it]))
  return {
    ...unpacked,
    signatures: signatures.map(unpackSignature),
    signed: signed.map(unpackSigned),
    causes,
    release,
    captures: byId(unpacked.captures),
    conversions: byId(unpacked.conversions),
  }
}

function packSignature({ site, release, by, calls, states, values }: Signature): PackedSignature {
  const counts = MEASURED_WORDS.map(word => states.find(it => it.words === word)?.count ?? 0)
  return [site, release, by, calls, counts, values]
}

function unpackSignature([site, release, by, calls, counts, values]: PackedSignature): Signature {
  const states = MEASURED_WORDS.map((words, i) => ({ count: counts[i]!, words })).filter(it => it.count > 0)
  return { site, release, by, calls, states, values }
}

function packSigned({ values, ...frame }: SignedFrame): PackedSignedFrame {
  const seen = Object.values(values).join(BETWEEN_VALUES)
  return { ...frame, fields: Object.keys(values).join(' '), values: seen.replace(/\|+$/, '') }
}

function unpackSigned({ fields, values, ...frame }: PackedSignedFrame): SignedFrame {
  const seen = values.split(BETWEEN_VALUES)
  return { ...frame, values: Object.fromEntries(fields.split(' ').map((name, i) => [name, seen[i] ?? ''])) }
}

/** A copy in which each element of every list `sources`, at any depth, is changed. */
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

/** The name of an arch as it is written in texts. */
export function archName(id: string, { arches }: Pick<BrowserDataset, 'arches'>): string {
  return arches.find(it => it.id === id)!.name
}
