import type { Capture, Conversion } from '../schema/capture.ts'
import { captureFrame, convertFrame, type Frame } from './register-frame.ts'
import type { RegisterData } from './register-data.ts'
import { appliesTo, appliesAt, type Viewpoint } from './applicability.ts'
import type { RegisterSource } from '../schema/mechanism.ts'
import { holdsIn } from './compare-releases.ts'
import { structAt } from './struct-at.ts'

/** Registers on their way: where they were captured, through whom they went, and what is in them by now. */
export type Flow = {
  readonly capture: Capture
  /** From the origin up to the mechanism that hands them on now; without an origin if C code filled the struct. */
  readonly path: readonly string[]
  readonly conversions: readonly Conversion[]
  readonly struct: string
  readonly frame: Frame
  /** The patches without which there would be no such flow. */
  readonly proposals: readonly string[]
}

/** Follows registers from where they are captured up to every mechanism, for one arch and release. */
export function flowsAt(data: RegisterData, at: Viewpoint): (mechanism: string) => readonly Flow[] {
  const arch = data.arches.find(it => it.id === at.arch)
  const byId = new Map(data.mechanisms.map(it => [it.id, it]))
  const known = new Map<string, readonly Flow[]>()

  function flowsOf(id: string): readonly Flow[] {
    const before = known.get(id)
    if (before) return before
    // A mechanism that inherits from itself in a circle adds nothing to what it gets elsewhere.
    known.set(id, [])
    const found = (byId.get(id)?.provides ?? [])
      .filter(hand => appliesTo(hand, at))
      // A patch under review may bring what the arch lacks.
      .flatMap(hand => handed(hand, id).filter(flow => flow.proposals.length > 0 || appliesAt(hand, id, at, data)))
    known.set(id, found)
    return found
  }

  function handed(hand: RegisterSource, id: string): readonly Flow[] {
    const start = hand.inherits
      ? flowsOf(hand.inherits)
          .filter(flow => hand.only?.includes(flow.capture.id) ?? true)
          .map(flow => ({ ...flow, path: [...flow.path, id] }))
      : (hand.captures ?? []).flatMap(capture => captured(capture, id))
    return start.flatMap(flow => {
      const through = hand.through ? converted(flow, hand.through) : flow
      return through ? [hand.proposal ? { ...through, proposals: [...through.proposals, hand.proposal] } : through] : []
    })
  }

  function captured(captureId: string, mechanism: string): readonly Flow[] {
    const site = data.captures.get(captureId)
    if (!arch || site?.arch !== at.arch || !holdsIn(site.value, at.release)) return []
    const capture = site.value
    const origin = { exception: ['exceptions'], trampoline: ['trampolines'], software: [] }[capture.origin]
    const frame = captureFrame(capture, structAt(arch, capture.struct, at.release)!)
    return [{ capture, path: [...origin, mechanism], conversions: [], struct: capture.struct, frame, proposals: [] }]
  }

  function converted(flow: Flow, conversionId: string): Flow | undefined {
    const conversion = data.conversions.get(conversionId)?.value
    if (!arch || !conversion || conversion.takes !== flow.struct || !holdsIn(conversion, at.release)) return undefined
    const struct = structAt(arch, conversion.gives, at.release)!
    return {
      ...flow,
      conversions: [...flow.conversions, conversion],
      struct: conversion.gives,
      frame: convertFrame(flow.frame, conversion, struct),
      proposals: conversion.proposal ? [...flow.proposals, conversion.proposal] : flow.proposals,
    }
  }

  return flowsOf
}
