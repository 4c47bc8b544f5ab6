import type { Mechanism, RegisterClass } from '../schema/mechanism.ts'
import { appliesAt, type Viewpoint } from './applicability.ts'
import type { RegisterData } from './register-data.ts'
import { wasReadIn } from './compare-releases.ts'

/**
 * The class of a mechanism at a viewpoint. It follows from the capture that its registers come from, and from the
 * conversions that they pass.
 *
 * @returns undefined if the arch lacks the mechanism at that release.
 */
export function classOf(mechanism: Mechanism, at: Viewpoint, data: RegisterData): RegisterClass | undefined {
  return classThrough(mechanism, at, data, new Set())
}

/** @param passed - the ids of mechanisms that inherit from this one. Those that inherit in a circle get nothing. */
function classThrough(
  mechanism: Mechanism,
  at: Viewpoint,
  data: RegisterData,
  passed: Set<string>,
): RegisterClass | undefined {
  if (passed.has(mechanism.id)) return undefined
  passed.add(mechanism.id)
  const entry = mechanism.provides.find(it => !it.alternative && !it.proposal && appliesAt(it, mechanism.id, at, data))
  if (!entry) return undefined
  if (entry.class || entry.struct) return entry.class ?? 'other'
  const parent = entry.inherits && data.mechanisms.find(it => it.id === entry.inherits)
  const before =
    parent && !entry.only
      ? classThrough(parent, at, data, passed)
      : captureClass(entry.only ?? entry.captures ?? [], at, data)
  if (!entry.through || !before) return before
  // A conversion cannot bring back what was not saved.
  return data.conversions.get(entry.through)?.value.gives === 'pt_regs' && before === 'other' ? 'sparse' : before
}

function captureClass(ids: readonly string[], at: Viewpoint, { captures }: RegisterData): RegisterClass | undefined {
  const site = ids.map(id => captures.get(id)).find(it => it?.arch === at.arch && wasReadIn(it.value, at.release))
  if (!site) return undefined
  if (site.value.struct !== 'pt_regs') return 'other'
  return site.value.origin === 'exception' ? 'exception' : 'sparse'
}
