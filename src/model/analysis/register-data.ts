import type { Mechanism } from '../schema/mechanism.ts'
import type { Arch } from '../schema/arch.ts'
import type { Capture, Conversion } from '../schema/capture.ts'

/** The part of the dataset that registers are followed through. Captures and conversions are by their id. */
export type RegisterData = {
  readonly mechanisms: readonly Mechanism[]
  readonly arches: readonly Arch[]
  readonly captures: ReadonlyMap<string, { readonly arch: string; readonly value: Capture }>
  readonly conversions: ReadonlyMap<string, { readonly arch: string; readonly value: Conversion }>
}
