import type { FieldState } from '../schema/capture.ts'
import { SEVERITY, stateWhenRead } from './register-frame.ts'
import type { Flow } from './register-flows.ts'
import type { RegisterData } from './register-data.ts'
import type { Reader } from '../schema/reader.ts'
import type { Viewpoint } from './applicability.ts'
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
  readonly fields: readonly {
    readonly field: string
    readonly state: FieldState
    readonly value?: string
  }[]
  readonly verdict: Verdict
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
            .map(flow => ({ ...at, ...judge(flow, reader, reads, [...place.sources, ...reads.sources]) })),
        )
    })
}

function judge(
  flow: Flow,
  reader: Reader,
  reads: Reader['reads'][number],
  sources: readonly Source[],
): Omit<Hazard, keyof Viewpoint> {
  const cells = flow.frame.filter(it => reads.fields.includes(it.field.name))
  const fields = cells.map(cell => ({ field: cell.field.name, ...stateWhenRead(cell) }))
  const worst = SEVERITY.findLast(state => fields.some(it => it.state === state)) ?? 'captured'
  const verdict = VERDICT_OF[worst]
  return {
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
 * @param data - the mechanisms, arches, captures and conversions.
 * @param readers - code that reads registers; what it reads changes with the release, too.
 * @param options - the arch, and the release to begin with.
 * @returns `first`, and each later release in which something changes.
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
  const ranges = [
    ...mechanisms.flatMap(it => it.provides.filter(entry => entry.arches?.includes(arch) ?? true)),
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
