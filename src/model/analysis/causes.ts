import type { Viewpoint } from './applicability.ts'
import type { Hazard } from './hazards.ts'
import type { RegisterData } from './register-data.ts'
import { structAt } from './struct-at.ts'

/** What ugly ways have in common: one capture or conversion that left fields unwritten which readers read together. */
export type Cause = Viewpoint & {
  /** `riscv64-rethook-status`: the same in every release that has the site. */
  readonly id: string
  /** The capture or the conversion. */
  readonly site: string
  /** The fields, as the struct names them; the one that most ways read comes first. */
  readonly fields: readonly string[]
  /** Whether they are read only if a user asks for the registers by their names. */
  readonly isByName: boolean
  readonly ways: readonly Hazard[]
}

/**
 * Group the ugly ways of an arch in a release by their causes.
 *
 * Fields that one site left unwritten are of one cause if some reader reads them together, directly or through another
 * reader. A way on which several sites left fields belongs to the last of them. What is read only if a user asks for a
 * register by its name is a cause of its own.
 *
 * @param hazards - of one arch and one release.
 * @param data - the arches, with their structs.
 * @returns by id; each ugly way is in exactly one.
 */
export function causesOf(hazards: readonly Hazard[], data: Pick<RegisterData, 'arches'>): readonly Cause[] {
  const ways = hazards.flatMap(way => {
    const left = leftFields(way)
    return left.length > 0 ? [{ way, ...left.at(-1)! }] : []
  })
  return [...Map.groupBy(ways, it => `${it.site} ${it.isByName}`).values()]
    .flatMap(same => (same[0]!.isByName ? [same] : connected(same)))
    .map(same => causeOf(same, data))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** A way with the fields that its last site left. */
type Way = LeftFields & { readonly way: Hazard }
type LeftFields = { readonly site: string; readonly isByName: boolean; readonly fields: readonly string[] }

/** The fields that each site left unwritten on a way, in the order of the way. */
function leftFields({ verdict, fields, capture, conversions }: Hazard): readonly LeftFields[] {
  if (verdict !== 'ugly') return []
  const left = fields.filter(it => it.leftBy !== undefined)
  return [capture, ...conversions].flatMap(site => {
    const mine = left.filter(it => it.leftBy === site)
    const isByName = mine.every(it => it.isAsked)
    return mine.length > 0 ? [{ site, isByName, fields: mine.map(it => it.field) }] : []
  })
}

/** Ways of one site, split where they have no field in common, not even through other ways. */
function connected(ways: readonly Way[]): readonly (readonly Way[])[] {
  const groups: { readonly fields: Set<string>; readonly ways: Way[] }[] = []
  for (const way of ways) {
    const [first, ...others] = groups.filter(it => way.fields.some(name => it.fields.has(name)))
    const group = first ?? { fields: new Set(), ways: [] }
    if (!first) groups.push(group)
    for (const other of others) {
      other.fields.forEach(name => group.fields.add(name))
      group.ways.push(...other.ways)
      groups.splice(groups.indexOf(other), 1)
    }
    way.fields.forEach(name => group.fields.add(name))
    group.ways.push(way)
  }
  return groups.map(it => it.ways)
}

function causeOf(same: readonly Way[], { arches }: Pick<RegisterData, 'arches'>): Cause {
  const [{ site, isByName, way }] = same as readonly [Way]
  const counts = new Map<string, number>()
  for (const name of same.flatMap(it => it.fields)) counts.set(name, (counts.get(name) ?? 0) + 1)
  // A stable sort: what is read equally often stays in the order of the struct.
  const fields = [...counts].sort(([, a], [, b]) => b - a).map(([name]) => name)
  const owner = arches.find(it => it.id === way.arch)!
  const field = structAt(owner, 'pt_regs', way.release)?.fields.find(it => it.name === fields[0])
  const name = (field?.alias ?? fields[0]!)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  return {
    arch: way.arch,
    release: way.release,
    id: `${site}-${isByName ? 'by-name' : name}`,
    site,
    fields,
    isByName,
    ways: same.map(it => it.way),
  }
}
