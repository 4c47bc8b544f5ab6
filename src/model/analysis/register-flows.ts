import type { Capture, Conversion } from '../schema/capture.ts'
import { captureFrame, convertFrame, type Frame } from './register-frame.ts'
import type { RegisterData } from './register-data.ts'
import { appliesTo, appliesAt, type Viewpoint } from './applicability.ts'
import type { RegisterSource } from '../schema/mechanism.ts'
import { wasReadIn } from './compare-releases.ts'
import { structAt } from './struct-at.ts'

/** The registers of one capture on their way up to a mechanism, and what they hold there. */
export type Flow = {
  readonly capture: Capture
  /** Ids from the origin up to the mechanism that provides them. There is no origin if C code filled the struct. */
  readonly path: readonly string[]
  readonly conversions: readonly Conversion[]
  readonly struct: string
  readonly frame: Frame
  /** The static buffer in which the struct lies, if it is in one. */
  readonly buffer?: string
  /** The patches under review without which there would be no such flow. */
  readonly proposals: readonly string[]
}

/**
 * Follow registers from their captures up to every mechanism.
 *
 * @param data - the mechanisms, arches, captures and conversions.
 * @param at - the arch and the release.
 * @returns a function from the id of a mechanism to the flows that reach it; each is computed once.
 */
export function flowsAt(data: RegisterData, at: Viewpoint): (mechanism: string) => readonly Flow[] {
  const arch = data.arches.find(it => it.id === at.arch)
  const byId = new Map(data.mechanisms.map(it => [it.id, it]))
  const known = new Map<string, readonly Flow[]>()

  function flowsOf(id: string): readonly Flow[] {
    const before = known.get(id)
    if (before) return before
    // A mechanism that inherits from itself in a circle gets nothing that way.
    known.set(id, [])
    const found = (byId.get(id)?.provides ?? [])
      .filter(entry => appliesTo(entry, at))
      // A patch under review may add what the arch lacks.
      .flatMap(entry => provided(entry, id).filter(flow => flow.proposals.length > 0 || appliesAt(entry, id, at, data)))
    known.set(id, found)
    return found
  }

  function provided(entry: RegisterSource, id: string): readonly Flow[] {
    const start = entry.inherits
      ? flowsOf(entry.inherits)
          .filter(flow => entry.only?.includes(flow.capture.id) ?? true)
          .map(flow => ({ ...flow, path: [...flow.path, id] }))
      : (entry.captures ?? []).flatMap(capture => captured(capture, id))
    return start.flatMap(flow => {
      const through = entry.through ? converted(flow, entry.through) : flow
      return through
        ? [
            {
              ...through,
              ...(entry.proposal && { proposals: [...through.proposals, entry.proposal] }),
              ...(entry.buffer && { buffer: entry.buffer }),
            },
          ]
        : []
    })
  }

  function captured(captureId: string, mechanism: string): readonly Flow[] {
    const site = data.captures.get(captureId)
    if (!arch || site?.arch !== at.arch || !wasReadIn(site.value, at.release)) return []
    const capture = site.value
    const origin = { exception: ['exceptions'], trampoline: ['trampolines'], software: [] }[capture.origin]
    const frame = captureFrame(capture, structAt(arch, capture.struct, at.release)!)
    return [{ capture, path: [...origin, mechanism], conversions: [], struct: capture.struct, frame, proposals: [] }]
  }

  function converted(flow: Flow, conversionId: string): Flow | undefined {
    const conversion = data.conversions.get(conversionId)?.value
    if (!arch || !conversion || conversion.takes !== flow.struct || !wasReadIn(conversion, at.release)) return undefined
    const struct = structAt(arch, conversion.gives, at.release)!
    const { buffer: _, ...rest } = flow
    return {
      ...rest,
      conversions: [...flow.conversions, conversion],
      struct: conversion.gives,
      frame: convertFrame(flow.frame, conversion, struct),
      proposals: conversion.proposal ? [...flow.proposals, conversion.proposal] : flow.proposals,
    }
  }

  return flowsOf
}
