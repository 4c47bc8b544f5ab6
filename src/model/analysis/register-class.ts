import type { Mechanism } from '../schema/mechanism.ts'
import { appliesAt, introducedIn, type Viewpoint } from './applicability.ts'
import type { RegisterData } from './register-data.ts'
import { compareReleases, wasReadIn } from './compare-releases.ts'

/** The id of a class in `stage.yaml`. Those that follow from captures are `exception`, `other` and `sparse`. */
export type ClassId = string

/**
 * The class of a mechanism at a viewpoint: the one that is given. Where there is none, it follows from the capture that
 * its registers come from, and from the conversions that they pass.
 *
 * @param mechanism - any mechanism.
 * @param at - the arch and the release.
 * @param data - the mechanisms, arches, captures and conversions.
 * @returns undefined if the arch lacks the mechanism at that release.
 */
export function classOf(mechanism: Mechanism, at: Viewpoint, data: RegisterData): ClassId | undefined {
  if (mechanism.class) return compareReleases(introducedIn(mechanism), at.release) <= 0 ? mechanism.class : undefined
  return classThrough(mechanism, at, data, new Set())?.registerClass
}

/**
 * Whether the class of a mechanism follows from a capture that a program derived, and no person has reviewed.
 *
 * @param mechanism - any mechanism.
 * @param at - the arch and the release.
 * @param data - the mechanisms, arches, captures and conversions.
 * @returns false also if the arch lacks the mechanism.
 */
export function isClassDerived(mechanism: Mechanism, at: Viewpoint, data: RegisterData): boolean {
  return classThrough(mechanism, at, data, new Set())?.isDerived ?? false
}

/** A class, and whether the capture that decides it was derived and not reviewed. */
type FoundClass = { readonly registerClass: ClassId; readonly isDerived: boolean }

/** @param passed - the ids of mechanisms that inherit from this one. Those that inherit in a circle get nothing. */
function classThrough(
  mechanism: Mechanism,
  at: Viewpoint,
  data: RegisterData,
  passed: Set<string>,
): FoundClass | undefined {
  if (passed.has(mechanism.id)) return undefined
  passed.add(mechanism.id)
  const entry = mechanism.provides.find(it => !it.alternative && !it.proposal && appliesAt(it, mechanism.id, at, data))
  if (!entry) return undefined
  if (entry.class || entry.struct) return { registerClass: entry.class ?? 'other', isDerived: false }
  const parent = entry.inherits && data.mechanisms.find(it => it.id === entry.inherits)
  const before =
    parent && !entry.only
      ? classThrough(parent, at, data, passed)
      : captureClass(entry.only ?? entry.captures ?? [], at, data)
  if (!entry.through || !before) return before
  return { ...before, registerClass: classAfter(before.registerClass, entry.through, data) }
}

/** A conversion cannot bring back what was not saved. */
function classAfter(before: ClassId, conversion: string, { conversions }: RegisterData): ClassId {
  const makesPtRegs = conversions.get(conversion)?.value.gives === 'pt_regs'
  return makesPtRegs && before === 'other' ? 'sparse' : before
}

/**
 * The class of the registers that a hazard's reader is given.
 *
 * @param hazard - the capture that they come from, and the conversions that they pass.
 * @param data - the captures and conversions.
 * @returns a class that follows from captures.
 */
export function classOfRegisters(
  { capture, conversions, ...at }: Viewpoint & { readonly capture: string; readonly conversions: readonly string[] },
  data: RegisterData,
): ClassId {
  return conversions.reduce(
    (before, id) => classAfter(before, id, data),
    captureClass([capture], at, data)!.registerClass,
  )
}

function captureClass(ids: readonly string[], at: Viewpoint, { captures }: RegisterData): FoundClass | undefined {
  const site = ids.map(id => captures.get(id)).find(it => it?.arch === at.arch && wasReadIn(it.value, at.release))
  if (!site) return undefined
  const { struct, origin, isDerived = false } = site.value
  return { registerClass: struct !== 'pt_regs' ? 'other' : origin === 'exception' ? 'exception' : 'sparse', isDerived }
}
