// The package's `queries.js` is this file with all that it imports: it runs in Node and in the browser alike.
import type { BrowserDataset } from '../explorer/packed-dataset.ts'
import type { EntityKind } from '../explorer/entities.ts'
import type { Flow } from '../model/analysis/register-flows.ts'
import type { PtRegsData } from './package-data.ts'
import type { At, FilledField, Holds, Queries, Reading, Way } from './results.ts'
import { pathsBetween, type SnapshotFlows } from '../explorer/register-paths.ts'
import { introducedIn } from '../model/analysis/applicability.ts'
import { availabilityAt } from '../model/analysis/availability.ts'
import { compareReleases, isRelease } from '../model/analysis/compare-releases.ts'
import { hazardsAt } from '../model/analysis/hazards.ts'
import { flowsAt } from '../model/analysis/register-flows.ts'
import { signedFields, type SignedField, type SignedFrame } from '../model/measured/signed-fields.ts'

/**
 * Make the functions that answer questions about the dataset.
 *
 * @param data - what `data.json` holds.
 * @returns the functions; what they found for an arch and a release is kept.
 */
export function openDataset(data: PtRegsData): Queries {
  const dataset = browserDataset(data)
  const known = new Map<string, SnapshotFlows>()
  const flowsFor = (at: At): SnapshotFlows => {
    checkViewpoint(at, data)
    const key = `${at.arch} ${at.release}`
    const before = known.get(key)
    if (before) return before
    let hazards: ReturnType<typeof hazardsAt> | undefined
    const made = {
      flowsOf: flowsAt(dataset, at),
      hazards: () => (hazards ??= hazardsAt(dataset, dataset.readers, at)),
    }
    known.set(key, made)
    return made
  }
  return {
    whatHolds: at => whatHolds(at, dataset, flowsFor(at)),
    whoReads: (field, at) => whoReads(field, at, dataset, flowsFor(at)),
    waysBetween: (from, to, at) => {
      const start = entityOf(from, ['mechanism', 'capture', 'conversion'], dataset)
      const end = entityOf(to, ['mechanism', 'reader'], dataset)
      return pathsBetween(start, end, flowsFor(at)).map(it => ({
        ...wayOf(it.flow, dataset.signed),
        ...(it.hazard && { verdict: it.hazard.verdict }),
      }))
    },
  }
}

/** The dataset as the model's functions take it. */
function browserDataset(data: PtRegsData): BrowserDataset {
  const byId = <T extends { readonly id: string; readonly arch: string }>(all: readonly T[]) =>
    new Map(all.map(({ arch, ...value }) => [value.id, { arch, value }]))
  return {
    ...data,
    captures: byId(data.captures),
    conversions: byId(data.conversions),
    signatures: [],
    causes: [],
  } as unknown as BrowserDataset
}

/** Refuses what the data do not know: an empty answer would be taken for a no. */
function checkViewpoint({ arch, release }: At, { arches }: PtRegsData): void {
  if (!arches.some(it => it.id === arch))
    throw new RangeError(`${arch} is not in the data; arches: ${arches.map(it => it.id).join(', ')}`)
  if (!isRelease(release)) throw new RangeError(`${release} is no release of Linux; one reads like 2.6.9 or 6.12`)
}

function entityOf(
  id: string,
  kinds: readonly EntityKind[],
  { mechanisms, captures, conversions, readers }: BrowserDataset,
) {
  const isThere: Partial<Record<EntityKind, boolean>> = {
    mechanism: mechanisms.some(it => it.id === id),
    capture: captures.has(id),
    conversion: conversions.has(id),
    reader: readers.some(it => it.id === id),
  }
  const kind = kinds.find(it => isThere[it])
  if (!kind) throw new RangeError(`${id} is not in the data as a ${kinds.join(' or a ')}`)
  return { kind, id }
}

function whatHolds(at: At, dataset: BrowserDataset, { flowsOf }: SnapshotFlows): Holds {
  const { classes, links, unread, uncaptured } = availabilityAt(dataset, at)
  const exists = dataset.mechanisms.filter(it => compareReleases(introducedIn(it), at.release) <= 0)
  return {
    arch: at.arch,
    release: at.release,
    mechanisms: Object.entries(classes).map(([id, its]) => ({
      id,
      // Those that follow from captures.
      class: its as Holds['mechanisms'][number]['class'],
      ways: flowsOf(id).map(it => wayOf(it, dataset.signed)),
    })),
    lacking: exists.map(it => it.id).filter(id => !classes[id]),
    unread,
    uncaptured,
    links,
  }
}

function whoReads(
  field: string,
  { arch }: At,
  dataset: BrowserDataset,
  { hazards }: SnapshotFlows,
): readonly Reading[] {
  const structs = dataset.arches.find(it => it.id === arch)!.structs ?? []
  const fields = structs.flatMap(it => it.fields)
  const names = new Set(fields.filter(it => it.name === field || it.alias === field).map(it => it.name))
  if (names.size === 0)
    throw new RangeError(`${field} is no field of a register struct on ${arch}; a field is named as in struct pt_regs`)
  return hazards().flatMap(({ reader, fields, capture, path, conversions, verdict, wrong, proposals }) =>
    fields
      .filter(it => names.has(it.field))
      .map(it => ({
        reader,
        field: it.field,
        state: it.state,
        ...(it.value !== undefined && { value: it.value }),
        capture,
        path,
        conversions,
        verdict,
        ...(wrong !== undefined && { wrong }),
        proposals,
      })),
  )
}

function wayOf({ capture, path, conversions, struct, frame, proposals }: Flow, signed: readonly SignedFrame[]): Way {
  const measured = signedFields(
    signed,
    capture.id,
    conversions.map(it => it.id),
  )
  return {
    capture: capture.id,
    path,
    conversions: conversions.map(it => it.id),
    struct,
    fields: frame.map(({ field, state, value, wrong, note, bits }): FilledField => ({
      name: field.name,
      ...(field.alias !== undefined && { alias: field.alias }),
      offset: field.offset,
      size: field.size,
      state,
      ...(value !== undefined && { value }),
      ...(wrong !== undefined && { wrong }),
      ...(note !== undefined && { note }),
      ...measuredOf(measured.get(field.name)),
      ...(bits && { bits: bits.map(({ from, to, state: its }) => ({ from, to, state: its })) }),
    })),
    proposals,
  }
}

function measuredOf(it: SignedField | undefined): Pick<FilledField, 'measured'> {
  return it ? { measured: { release: it.release, ...(it.value !== '' && { value: it.value }) } } : {}
}
