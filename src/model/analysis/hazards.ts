import type { FieldState } from '../schema/capture.ts'
import type { Flow } from './register-flows.ts'
import type { RegisterData } from './register-data.ts'
import type { Reader } from '../schema/reader.ts'
import type { Viewpoint } from './applicability.ts'
import type { Source } from '../schema/source.ts'
import { flowsAt } from './register-flows.ts'
import { compareReleases, FIRST_RELEASE, holdsIn, laterRelease } from './compare-releases.ts'

/** Good: every field that is read was captured. Bad: some field was made up. Ugly: some field was never written. */
export type Verdict = 'good' | 'bad' | 'ugly'

/** Code that reads registers, reached by registers: whether it may believe them. */
export type Hazard = Viewpoint & {
  readonly capture: string
  /** Ids from the origin, or the mechanism whose code filled the struct, up to the one that runs the reader. */
  readonly path: readonly string[]
  readonly conversions: readonly string[]
  readonly reader: string
  readonly fields: readonly {
    readonly field: string
    readonly state: FieldState
    readonly value?: string
    readonly exact?: true
  }[]
  readonly verdict: Verdict
  /** What goes wrong; only where something does. */
  readonly wrong?: string
  /** The patch under review without which it would not be so. */
  readonly proposals: readonly string[]
  readonly sources: readonly Source[]
}

/**
 * Walk from every capture site along the links, through conversions, to every reader.
 *
 * @returns for one arch and release a hazard for each way on which a reader is reached, good ones too.
 */
export function hazardsAt(data: RegisterData, readers: readonly Reader[], at: Viewpoint): readonly Hazard[] {
  const flowsOf = flowsAt(data, at)
  return readers
    .filter(reader => holdsIn(reader, at.release))
    .flatMap(reader => {
      const reads = reader.reads.find(it => it.arches?.includes(at.arch) ?? true)
      if (!reads) return []
      return reader.runsIn
        .filter(it => holdsIn({ since: it.since ?? reader.since, until: it.until }, at.release))
        .flatMap(place =>
          flowsOf(place.mechanism)
            .filter(
              flow =>
                flow.struct === 'pt_regs' &&
                !flow.path.some(id => place.notThrough?.includes(id)) &&
                !place.notFrom?.includes(flow.capture.id),
            )
            .map(flow => judge(flow, reader, reads, [...place.sources, ...reads.sources], at)),
        )
    })
}

function judge(
  flow: Flow,
  reader: Reader,
  reads: Reader['reads'][number],
  sources: readonly Source[],
  at: Viewpoint,
): Hazard {
  const cells = flow.frame.filter(it => reads.fields.includes(it.field.name))
  const fields = cells.map(({ field, state, value, exact }) => ({
    field: field.name,
    state,
    ...(value && { value }),
    ...(exact && { exact }),
  }))
  const verdict = fields.some(it => it.state === 'unset')
    ? 'ugly'
    : fields.some(it => it.state === 'made-up')
      ? 'bad'
      : 'good'
  return {
    ...at,
    capture: flow.capture.id,
    path: flow.path,
    conversions: flow.conversions.map(it => it.id),
    reader: reader.id,
    fields,
    verdict,
    ...(verdict !== 'good' && { wrong: reads.wrong }),
    proposals: flow.proposals,
    sources: [...flow.capture.sources, ...flow.conversions.flatMap(it => it.sources), ...sources],
  }
}

/**
 * The releases in which something about registers changes on an arch, oldest first.
 *
 * @param readers - code that reads registers; what it reads changes with the release, too.
 * @param options.arch - the arch.
 * @param options.first - the release to begin with; it is the first of the result.
 */
export function releasesWithChanges(
  { mechanisms, captures, conversions }: RegisterData,
  readers: readonly Reader[],
  { arch, first = FIRST_RELEASE }: { arch: string; first?: string },
): readonly string[] {
  const here = <T>(map: ReadonlyMap<string, { readonly arch: string; readonly value: T }>) =>
    [...map.values()].filter(it => it.arch === arch).map(it => it.value)
  const ranges = [
    ...mechanisms.flatMap(it => it.provides.filter(hand => hand.arches?.includes(arch) ?? true)),
    ...here(captures),
    ...here(conversions),
    ...readers,
    ...readers.flatMap(reader => reader.runsIn.map(it => ({ since: it.since ?? reader.since, until: it.until }))),
  ]
  const releases = new Set(
    [first, ...ranges.flatMap(it => [it.since, it.until ?? first])].map(it => laterRelease(it, first)),
  )
  return [...releases].sort(compareReleases)
}
