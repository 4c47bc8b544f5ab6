import type { Arch, RegisterStruct } from '../schema/arch.ts'
import type { Capture, Conversion, FieldGroup } from '../schema/capture.ts'
import type { Fault } from '../../errors/fault.ts'
import type { Complain, ReadSoFar } from './check-references.ts'
import type { ParsedFile } from '../dataset.ts'
import type { Reader } from '../schema/reader.ts'
import type { ReleaseRange } from '../analysis/compare-releases.ts'
import type { Path, YamlFile } from '../yaml/parse-yaml.ts'
import { structAt } from '../analysis/struct-at.ts'
import { closestMatch } from '../../errors/closest-match.ts'
import { fieldsOf } from '../analysis/register-frame.ts'
import { checkRange, knownBy } from './check-references.ts'
import { compareReleases } from '../analysis/compare-releases.ts'

/** What no schema can tell about structs: that the fields lie one after the other and fill the size. */
export function checkStructs({ yaml }: ParsedFile<Pick<Arch, 'structs'>>): Fault[] {
  return (yaml.value.structs ?? []).flatMap((struct, i) => {
    const at = ['structs', i]
    const faults: Fault[] = []
    let end = 0
    struct.fields.forEach((field, j) => {
      if (field.offset < end)
        faults.push(
          yaml.faultAt(
            [...at, 'fields', j, 'offset'],
            'struct',
            `${field.name} at ${field.offset} overlaps what ends at ${end}`,
            'offsets are bytes, in the order of the struct',
          ),
        )
      end = field.offset + field.size
    })
    if (end > struct.size)
      faults.push(
        yaml.faultAt(
          [...at, 'size'],
          'struct',
          `${struct.name} is ${struct.size} bytes, its fields end at ${end}`,
          'mend the size or the offsets',
        ),
      )
    const names = struct.fields.map(it => it.name)
    checkRange(struct, at, (...fault) => faults.push(yaml.faultAt(...fault)))
    const before = yaml.value.structs!.find((it, j) => j < i && it.name === struct.name && overlaps(it, struct))
    if (before)
      faults.push(
        yaml.faultAt(
          [...at, 'since'],
          'range',
          `this overlaps the ${struct.name} that holds since ${before.since}`,
          `give the older one until, the release in which the other begins`,
        ),
      )
    names.forEach((name, j) => {
      if (names.indexOf(name) < j)
        faults.push(
          yaml.faultAt(
            [...at, 'fields', j, 'name'],
            'duplicate-id',
            `${struct.name} has ${name} twice`,
            'each field has its own name',
          ),
        )
    })
    return faults
  })
}

/**
 * Every field of the struct is stated exactly once, in every form that the struct has while the capture or conversion
 * holds.
 */
export function checkWrites(
  { yaml }: { readonly yaml: YamlFile<Capture> | YamlFile<Conversion> },
  arch: Arch,
): Fault[] {
  const it = yaml.value
  const [key, name] = 'struct' in it ? ['struct', it.struct] : ['gives', it.gives]
  const forms = (arch.structs ?? [])
    .filter(struct => struct.name === name && overlaps(struct, it))
    .sort((a, b) => compareReleases(a.since, b.since))
  if (
    !structAt(arch, name, it.since) ||
    forms.some(({ until }, i) => until && !endsBy(it, until) && forms[i + 1]?.since !== until)
  ) {
    const near = closestMatch(
      name,
      (arch.structs ?? []).map(struct => struct.name),
    )
    return [
      yaml.faultAt(
        [key],
        'unknown-id',
        `${arch.id} has no struct ${name} for all of ${it.since} to ${it.until ?? 'today'}`,
        near
          ? `did you mean ${near}, or is its range in data/arch/${arch.id}.structs.yaml too short?`
          : `add it to data/arch/${arch.id}.structs.yaml`,
      ),
    ]
  }
  const faults = forms.flatMap(struct => checkFields(it.writes, struct, yaml.faultAt))
  checkRange(it, [], (...fault) => faults.push(yaml.faultAt(...fault)))
  if ('takes' in it) faults.push(...checkCopies(it, arch, yaml.faultAt))
  return [...new Map(faults.map(fault => [`${fault.line} ${fault.problem}`, fault])).values()]
}

/** What a conversion copies is in the struct that it takes, in every form that this has meanwhile. */
function checkCopies(it: Conversion, arch: Arch, faultAt: YamlFile<unknown>['faultAt']): Fault[] {
  const forms = (arch.structs ?? []).filter(struct => struct.name === it.takes && overlaps(struct, it))
  if (forms.length === 0)
    return [
      faultAt(
        ['takes'],
        'unknown-id',
        `${arch.id} has no struct ${it.takes} in ${it.since}`,
        `known: ${[...new Set((arch.structs ?? []).map(struct => struct.name))].join(', ')}`,
      ),
    ]
  const given = (arch.structs ?? []).find(struct => struct.name === it.gives && overlaps(struct, it))
  return forms.flatMap(struct =>
    it.writes.flatMap((group, i) => {
      if (group.state !== 'copied') return []
      const fields = struct.fields.map(field => field.name)
      const lacking = (group.of ? [group.of] : given ? fieldsOf(group, given) : []).filter(
        name => !fields.includes(name),
      )
      return lacking.map(name => {
        const near = closestMatch(name, fields)
        return faultAt(
          ['writes', i, ...(group.of ? ['of'] : [])],
          'struct',
          `${it.takes} has no field ${name} to copy`,
          near ? `did you mean ${near}?` : `known: ${fields.join(', ')}`,
        )
      })
    }),
  )
}

function checkFields(
  writes: readonly FieldGroup[],
  struct: RegisterStruct,
  faultAt: YamlFile<unknown>['faultAt'],
): Fault[] {
  const faults: Fault[] = []
  const requireKnown = struct.fields.map(it => it.name)
  const seen = new Set<string>()
  writes.forEach((group, i) => {
    const at: Path = ['writes', i]
    const names = fieldsOf(group, struct)
    if (names.length === 0)
      faults.push(
        faultAt(
          at,
          'struct',
          `from ${group.from} to ${group.to} is no run of fields of ${struct.name}`,
          'both are fields, the first before the last',
        ),
      )
    for (const name of names) {
      const near = requireKnown.includes(name) ? name : closestMatch(name, requireKnown)
      if (near !== name)
        faults.push(
          faultAt(
            at,
            'unknown-id',
            `${struct.name} of ${struct.since} has no field ${name}`,
            near ? `did you mean ${near}?` : `known: ${requireKnown.join(', ')}`,
          ),
        )
      else if (seen.has(name))
        faults.push(faultAt(at, 'struct', `${name} is stated twice`, 'state each field in one group'))
      seen.add(name)
    }
  })
  const missing = requireKnown.filter(name => !seen.has(name))
  return missing.length > 0
    ? [
        ...faults,
        faultAt(
          ['writes'],
          'struct',
          `nothing is said of ${missing.join(', ')}`,
          'state every field: captured, made-up or unset',
        ),
      ]
    : faults
}

/** A reader runs in mechanisms that there are, and reads fields that the arch's pt_regs has. */
export function checkReaders(
  { value, faultAt }: YamlFile<{ readonly readers: readonly Reader[] }>,
  { arches, captures, mechanisms, unread }: ReadSoFar,
): Fault[] {
  const faults: Fault[] = []
  const known = knownBy((...fault) => faults.push(faultAt(...fault)), unread)
  const ids = mechanisms.map(it => it.id)
  const report: Complain = (...fault) => faults.push(faultAt(...fault))
  value.readers.forEach((reader, i) => {
    if (value.readers.findIndex(it => it.id === reader.id) < i)
      report(['readers', i, 'id'], 'duplicate-id', `there are two readers ${reader.id}`, 'give each its own id')
    checkRange(reader, ['readers', i], report)
    reader.runsIn.forEach(({ mechanism, since, until, notThrough, notFrom }, j) => {
      const at = ['readers', i, 'runsIn', j]
      known(mechanism, ids, [...at, 'mechanism'])
      checkRange({ since: since ?? reader.since, until }, at, report)
      notThrough?.forEach((id, k) => known(id, ids, [...at, 'notThrough', k]))
      notFrom?.forEach((id, k) => known(id, captures.keys(), [...at, 'notFrom', k]))
    })
    reader.reads.forEach((reads, j) => {
      const at = ['readers', i, 'reads', j]
      reads.arches?.forEach((id, k) =>
        known(
          id,
          arches.map(it => it.id),
          [...at, 'arches', k],
        ),
      )
      for (const arch of arches.filter(it => reads.arches?.includes(it.id) ?? true)) {
        const fields = new Set(
          (arch.structs ?? []).filter(it => it.name === 'pt_regs').flatMap(it => it.fields.map(field => field.name)),
        )
        reads.fields.forEach((name, k) => known(name, fields, [...at, 'fields', k]))
      }
    })
  })
  return faults
}

function overlaps(a: ReleaseRange, b: ReleaseRange): boolean {
  return !endsBy(a, b.since) && !endsBy(b, a.since)
}

function endsBy({ until }: ReleaseRange, release: string): boolean {
  return until !== undefined && compareReleases(until, release) <= 0
}
