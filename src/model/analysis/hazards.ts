import type { FieldState } from '../schema/capture.ts'
import { SEVERITY } from './register-frame.ts'
import { bufferWritersAt, type BufferWriters } from './buffer-writers.ts'
import { fieldsFound, type FoundField } from './reader-conditions.ts'
import type { Flow } from './register-flows.ts'
import type { RegisterData } from './register-data.ts'
import type { Reader, Reads } from '../schema/reader.ts'
import { introducedIn, type Viewpoint } from './applicability.ts'
import type { Source } from '../schema/source.ts'
import { flowsAt } from './register-flows.ts'
import { compareReleases, FIRST_RELEASE, holdsIn, laterRelease, type ReleaseRange } from './compare-releases.ts'

/**
 * `good`: every register that is read was captured or computed. `bad`: some were made up. `ugly`: some were never
 * written. `unknown`: none is known to be never written, but of some it was not found out.
 */
export type Verdict = 'good' | 'bad' | 'ugly' | 'unknown'

/** The verdict on a reader, by the worst state that it finds. */
const VERDICT_OF: Readonly<Record<FieldState, Verdict>> = {
  captured: 'good',
  computed: 'good',
  none: 'good',
  'made-up': 'bad',
  unset: 'ugly',
  unknown: 'unknown',
}

/** One reader reached by the registers of one capture along one path: whether it may rely on them. */
export type Hazard = Viewpoint & {
  readonly capture: string
  /** Ids from the origin, or the mechanism whose code filled the struct, up to the one that runs the reader. */
  readonly path: readonly string[]
  readonly conversions: readonly string[]
  readonly reader: string
  readonly fields: readonly (FoundField & {
    /** It is set by a writer, and a conversion on the way does not hand the change back. */
    readonly isLost?: true
    /** Of a field that was never written, or is lost: the capture or the conversion that left it so. */
    readonly leftBy?: string
  })[]
  readonly verdict: Verdict
  /** The capture was derived by a program, and not reviewed by a person. */
  readonly isDerived?: true
  /** What goes wrong, unless the verdict is `good`. */
  readonly wrong?: string
  /** The patches under review without which the registers would not get there. */
  readonly proposals: readonly string[]
  readonly sources: readonly Source[]
}

/**
 * Follow the registers of every capture, through conversions, to every reader.
 *
 * @param data - the mechanisms, arches, captures and conversions.
 * @param readers - the code that reads registers.
 * @param at - the arch and the release.
 * @returns a hazard for each path on which a reader is reached, also where the verdict is `good`.
 */
export function hazardsAt(data: RegisterData, readers: readonly Reader[], at: Viewpoint): readonly Hazard[] {
  const flowsOf = flowsAt(data, at)
  const writersOf = bufferWritersAt(data, flowsOf)
  return readers
    .filter(reader => holdsIn(reader, at.release))
    .flatMap(reader => {
      const here = readsAt(reader, at)
      if (here.length === 0) return []
      return reader.runsIn
        .filter(it => holdsIn({ since: it.since ?? reader.since, until: it.until }, at.release))
        .flatMap(place =>
          flowsOf(place.mechanism)
            .filter(
              flow =>
                !flow.path.some(id => place.notThrough?.includes(id)) && !place.notFrom?.includes(flow.capture.id),
            )
            .flatMap(flow => {
              const reads = here.find(it => (it.struct ?? 'pt_regs') === flow.struct)
              if (!reads) return []
              const sources = [...place.sources, ...reads.sources]
              return [{ ...at, ...judge(flow, { reader, reads, sources, writersOf }) }]
            }),
        )
    })
}

/**
 * Find what a reader reads on an arch in a release.
 *
 * @param reader - the reader.
 * @param at - the arch and the release.
 * @returns an entry for each struct that it reads.
 */
export function readsAt(reader: Reader, at: Viewpoint): readonly Reads[] {
  return reader.reads.filter(
    it =>
      (it.arches?.includes(at.arch) ?? true) &&
      holdsIn({ since: it.since ?? reader.since, until: it.until }, at.release),
  )
}

/**
 * Find the fields of `pt_regs` that a reader reads on an arch in a release.
 *
 * @param readers - the code that reads registers.
 * @param id - of one of them.
 * @param at - arch and release.
 * @returns names of fields; none where it reads none.
 */
export function fieldsOfReader(readers: readonly Reader[], id: string, at: Viewpoint): readonly string[] {
  const reader = readers.find(it => it.id === id)
  return reader
    ? readsAt(reader, at)
        .filter(it => !it.struct)
        .flatMap(it => it.fields)
    : []
}

/** A reader where it runs, and what it reads there. */
type Reading = {
  readonly reader: Reader
  readonly reads: Reads
  readonly sources: readonly Source[]
  readonly writersOf: BufferWriters
}

function judge(flow: Flow, { reader, reads, sources, writersOf }: Reading): Omit<Hazard, keyof Viewpoint> {
  const read = fieldsFound(flow, reads, writersOf)
  const fields = read.map(it => {
    const leftBy = reader.writes
      ? keeperOf(it.field, flow)
      : it.state === 'unset'
        ? leaverOf(it.field, flow)
        : undefined
    return { ...it, ...(reader.writes && leftBy && { isLost: true as const }), ...(leftBy && { leftBy }) }
  })
  const verdict = reader.writes ? (fields.some(it => 'isLost' in it) ? 'ugly' : 'good') : verdictOn(fields)
  return {
    capture: flow.capture.id,
    path: flow.path,
    conversions: flow.conversions.map(it => it.id),
    reader: reader.id,
    fields,
    verdict,
    ...(flow.capture.isDerived && { isDerived: true as const }),
    ...(verdict !== 'good' && { wrong: reads.wrong }),
    proposals: flow.proposals,
    sources: [...flow.capture.sources, ...flow.conversions.flatMap(it => it.sources), ...sources],
  }
}

/** The verdict on fields that are read. */
function verdictOn(fields: readonly FoundField[]): Verdict {
  return VERDICT_OF[SEVERITY.findLast(state => fields.some(it => it.state === state)) ?? 'captured']
}

/** The conversion that keeps a change of a field from the struct of the capture; undefined if it gets there. */
function keeperOf(field: string, { conversions }: Flow): string | undefined {
  return conversions.findLast(({ writesBack }) => writesBack !== 'all' && !writesBack?.includes(field))?.id
}

/** The capture or the conversion that left a field unwritten. */
function leaverOf(field: string, { capture, conversions, frame }: Flow): string {
  const isCopied = frame.find(it => it.field.name === field)?.isCopied
  return (isCopied ? undefined : conversions.at(-1)?.id) ?? capture.id
}

/**
 * The releases in which something about registers changes on an arch, oldest first.
 *
 * @param data - the mechanisms, arches, captures and conversions.
 * @param readers - code that reads registers; what it reads changes with the release, too.
 * @param options - the arch, and the release to begin with.
 * @returns `first`, and each later release in which something changes; none where nothing ever does.
 */
export function releasesWithChanges(
  { mechanisms, captures, conversions }: RegisterData,
  readers: readonly Reader[],
  { arch, first = FIRST_RELEASE }: { arch: string; first?: string },
): readonly string[] {
  const here = <T extends ReleaseRange>(map: ReadonlyMap<string, { readonly arch: string; readonly value: T }>) =>
    [...map.values()]
      .filter(it => it.arch === arch)
      .map(({ value }) => ({ since: value.readSince ?? value.since, until: value.until }))
  const ranges: readonly ReleaseRange[] = [
    ...mechanisms.flatMap(it => it.provides.filter(entry => entry.arches?.includes(arch) ?? true)),
    ...mechanisms.flatMap(it => (it.class && it.since ? [{ since: introducedIn(it) }] : [])),
    ...here(captures),
    ...here(conversions),
    ...readers,
    ...readers.flatMap(reader =>
      [...reader.runsIn, ...reader.reads].map(it => ({ since: it.since ?? reader.since, until: it.until })),
    ),
  ]
  if (ranges.length === 0) return []
  const releases = new Set(
    [first, ...ranges.flatMap(it => [it.since, it.until ?? first])].map(it => laterRelease(it, first)),
  )
  return [...releases].sort(compareReleases)
}

/**
 * The newest release in which something about registers changes on some arch.
 *
 * @param data - the mechanisms, arches, captures and conversions.
 * @param readers - code that reads registers.
 * @returns such as `7.2`.
 */
export function newestRelease(data: RegisterData, readers: readonly Reader[]): string {
  return data.arches
    .flatMap(({ id }) => releasesWithChanges(data, readers, { arch: id }))
    .reduce(laterRelease, FIRST_RELEASE)
}
