// What the functions of the package give. Types alone: the package has this file as it is, as `results.d.ts`.

/** An arch and a release: `{ arch: 'arm64', release: '6.8' }`. */
export type At = { readonly arch: string; readonly release: string }

/** What a field holds: see `fieldState` in the schema. */
export type State = 'captured' | 'computed' | 'made-up' | 'unset' | 'none' | 'unknown'

/** `good`: all that is read is real; `bad`: some of it was made up; `ugly`: some was never written. */
export type Verdict = 'good' | 'bad' | 'ugly' | 'unknown'

/** A field of a register struct, and what it holds. */
export type FilledField = {
  readonly name: string
  /** The arch's own name for it. */
  readonly alias?: string
  /** Bytes from the start of the struct. */
  readonly offset: number
  /** Bytes. */
  readonly size: number
  readonly state: State
  /** What stands there, where it is not what the stopped code had. */
  readonly value?: string
  /** What is wrong with a value that was made up. */
  readonly wrong?: string
  /** From what it was computed, or what a slot is for that is no register. */
  readonly note?: string
  /** The newest running kernel that showed this state in many calls, and what stood there, where it was not real. */
  readonly measured?: { readonly release: string; readonly value?: string }
  /** Bits in another state than the rest, 0 the least significant. */
  readonly bits?: readonly { readonly from: number; readonly to: number; readonly state: State }[]
}

/** Registers of one capture on their way up to a mechanism. */
export type Way = {
  /** Id of the place in the kernel that filled the struct. */
  readonly capture: string
  /** Ids of mechanisms from the origin up. There is no origin where C code filled the struct. */
  readonly path: readonly string[]
  /** Ids of the conversions that the registers go through. */
  readonly conversions: readonly string[]
  readonly struct: string
  readonly fields: readonly FilledField[]
  /** The patches under review without which there would be no such way. */
  readonly proposals: readonly string[]
  /** Where the way ends at a reader: whether it may rely on what it reads. */
  readonly verdict?: Verdict
}

/** What there is on an arch at a release. */
export type Holds = At & {
  /** Those that are there: what their registers are, and how they come. */
  readonly mechanisms: readonly {
    readonly id: string
    readonly class: 'exception' | 'other' | 'sparse'
    readonly ways: readonly Way[]
  }[]
  /** Ids of mechanisms that exist by then, but not there. */
  readonly lacking: readonly string[]
  /** Of `lacking`: those that only an older kernel tree than the release lacks, with the release of that tree. */
  readonly unread: Readonly<Record<string, string>>
  /** Of `lacking`: those that may be there, but of which no capture has been read. */
  readonly uncaptured: readonly string[]
  /** `PARENT>CHILD`, where the child builds on the parent. */
  readonly links: readonly string[]
}

/** Code that reads a field, and what it finds there. */
export type Reading = {
  /** Id of the reader. */
  readonly reader: string
  /** The field, as the struct names it. */
  readonly field: string
  readonly state: State
  readonly value?: string
  readonly capture: string
  readonly path: readonly string[]
  readonly conversions: readonly string[]
  /** On all that the reader reads there. */
  readonly verdict: Verdict
  /** What goes wrong, unless the verdict is `good`. */
  readonly wrong?: string
  readonly proposals: readonly string[]
}

/** The questions that the package answers. */
export type Queries = {
  /**
   * What holds on an arch at a release.
   *
   * @throws RangeError for an arch that is not in the data, or what is no release.
   */
  readonly whatHolds: (at: At) => Holds
  /**
   * Who reads a field, and what is found there on each way.
   *
   * @param field - the field's name, or the arch's own: `pstate`, `regs[0]`, `x0`.
   * @throws RangeError for an arch or a field that is not in the data, or what is no release.
   */
  readonly whoReads: (field: string, at: At) => readonly Reading[]
  /**
   * The ways on which registers get from one place to another.
   *
   * @param from - id of a mechanism, a capture or a conversion.
   * @param to - id of a mechanism or a reader.
   * @throws RangeError for what is not in the data, or what is no release.
   */
  readonly waysBetween: (from: string, to: string, at: At) => readonly Way[]
}
