import type { Arch, Field, RegisterStruct } from '../schema/arch.ts'
import type { BitRange, Capture, Conversion, FieldGroup } from '../schema/capture.ts'
import type { Fault } from '../../errors/fault.ts'
import type { ReadSoFar, ReportFault } from './check-references.ts'
import type { ParsedFile } from '../dataset.ts'
import type { Reader } from '../schema/reader.ts'
import type { ReleaseRange } from '../analysis/compare-releases.ts'
import type { Path, YamlFile } from '../yaml/parse-yaml.ts'
import { structAt } from '../analysis/struct-at.ts'
import { closestMatch } from '../../errors/closest-match.ts'
import { fieldsOf } from '../analysis/register-frame.ts'
import { checkRange, requireKnownBy } from './check-references.ts'
import { compareReleases } from '../analysis/compare-releases.ts'

/**
 * What no schema can check about structs: the fields lie one after the other and fill the size.
 *
 * @param arch - the file of an arch, or of its structs.
 * @returns the faults, struct by struct.
 */
export function checkStructs({ yaml }: ParsedFile<Pick<Arch, 'structs'>>): Fault[] {
  const structs = yaml.value.structs ?? []
  return structs.flatMap((struct, i) => {
    const at = ['structs', i]
    const faults: Fault[] = []
    const report: ReportFault = (path, ...fault) => faults.push(yaml.faultAt([...at, ...path], ...fault))
    checkLayout(struct, report)
    checkRange(struct, [], report)
    const before = structs.find((it, j) => j < i && it.name === struct.name && overlaps(it, struct))
    if (before)
      report(
        ['since'],
        'range',
        `this overlaps the ${struct.name} that holds since ${before.since}`,
        `give the older one until, the release in which the other begins`,
      )
    return faults
  })
}

/** @param report - takes paths within the struct. */
function checkLayout(struct: RegisterStruct, report: ReportFault): void {
  const names = struct.fields.map(it => it.name)
  let end = 0
  struct.fields.forEach((field, i) => {
    if (field.offset < end)
      report(
        ['fields', i, 'offset'],
        'struct',
        `${field.name} at ${field.offset} overlaps what ends at ${end}`,
        'offsets are bytes, in the order of the struct',
      )
    end = field.offset + field.size
    if (names.indexOf(field.name) < i)
      report(
        ['fields', i, 'name'],
        'duplicate-id',
        `${struct.name} has ${field.name} twice`,
        'each field has its own name',
      )
  })
  if (end > struct.size)
    report(
      ['size'],
      'struct',
      `${struct.name} is ${struct.size} bytes, its fields end at ${end}`,
      'fix the size or the offsets',
    )
}

/**
 * Check that a capture or a conversion states every field of its struct exactly once, in every form that the struct
 * has while it holds.
 *
 * @param site - the file of the capture or the conversion.
 * @param arch - its arch.
 * @param folder - the dataset's folder, to name files in messages.
 * @returns the faults; one that several forms of the struct have comes once.
 */
export function checkWrites(
  { value: it, faultAt }: YamlFile<Capture> | YamlFile<Conversion>,
  arch: Arch,
  folder: string,
): Fault[] {
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
      faultAt(
        [key],
        'unknown-id',
        `${arch.id} has no struct ${name} for all of ${it.since} to ${it.until ?? 'today'}`,
        near
          ? `did you mean ${near}, or is its range in ${folder}/arch/${arch.id}.structs.yaml too short?`
          : `add it to ${folder}/arch/${arch.id}.structs.yaml`,
      ),
    ]
  }
  const everKnown = new Set(forms.flatMap(struct => struct.fields.map(field => field.name)))
  const faults = forms.flatMap(struct => checkFields(it.writes, { struct, everKnown }, faultAt))
  checkRange(it, [], (...fault) => faults.push(faultAt(...fault)))
  if ('takes' in it) faults.push(...checkCopies(it, arch, faultAt))
  return [...new Map(faults.map(fault => [`${fault.line} ${fault.problem}`, fault])).values()]
}

/** Fields that a conversion copies although the struct that it takes has none of that name, in some form. */
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
  const everKnown = new Set(forms.flatMap(struct => struct.fields.map(field => field.name)))
  return forms.flatMap(struct =>
    it.writes.flatMap((group, i) => {
      if (group.state !== 'copied') return []
      const fields = struct.fields.map(field => field.name)
      const lacking = (group.of ? [group.of] : given ? fieldsOf(group, given) : []).filter(name => !everKnown.has(name))
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

/** Bits that a field does not have, or that are stated twice. */
function checkBits(
  writes: readonly WrittenGroup[],
  struct: RegisterStruct,
  faultAt: YamlFile<unknown>['faultAt'],
): Fault[] {
  return writes.flatMap((group, i) => {
    const fields = fieldsOf(group, struct).flatMap(name => struct.fields.find(it => it.name === name) ?? [])
    const bits = Math.min(...fields.map(it => it.size * 8))
    return (group.bits ?? []).flatMap((range, j, all) => {
      const at: Path = ['writes', i, 'bits', j]
      const twice = all.some((it, k) => k < j && it.from <= range.to && it.to >= range.from)
      return [
        ...(range.to >= bits
          ? [faultAt([...at, 'to'], 'struct', `the field has bits 0 to ${bits - 1}`, 'name its own')]
          : []),
        ...(twice ? [faultAt(at, 'struct', 'some of these bits are stated twice', 'state each bit once')] : []),
      ]
    })
  })
}

/** A group of fields that are written alike, with the bits that are not. */
type WrittenGroup = FieldGroup & { readonly bits?: readonly BitRange[] | undefined }

/** @param form - one form of the struct, and the fields of all its forms while the site holds: a form may lack some. */
function checkFields(
  writes: readonly WrittenGroup[],
  { struct, everKnown }: { readonly struct: RegisterStruct; readonly everKnown: ReadonlySet<string> },
  faultAt: YamlFile<unknown>['faultAt'],
): Fault[] {
  const faults: Fault[] = []
  const known = struct.fields.map(it => it.name)
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
      const near = everKnown.has(name) ? name : closestMatch(name, known)
      if (near !== name)
        faults.push(
          faultAt(
            at,
            'unknown-id',
            `${struct.name} of ${struct.since} has no field ${name}`,
            near ? `did you mean ${near}?` : `known: ${known.join(', ')}`,
          ),
        )
      else if (seen.has(name))
        faults.push(faultAt(at, 'struct', `${name} is stated twice`, 'state each field in one group'))
      seen.add(name)
    }
  })
  faults.push(...checkBits(writes, struct, faultAt))
  const missing = known.filter(name => !seen.has(name))
  return missing.length > 0
    ? [
        ...faults,
        faultAt(
          ['writes'],
          'struct',
          `nothing is said of ${missing.join(', ')}`,
          'state every field: captured, computed, made-up, unset, none or unknown',
        ),
      ]
    : faults
}

/**
 * Check that readers run in known mechanisms, and read fields that the pt_regs of the arch has.
 *
 * @param readers - the file of the readers.
 * @param data - the dataset as far as it could be read.
 * @returns the faults, reader by reader.
 */
export function checkReaders(
  { value, faultAt }: YamlFile<{ readonly readers: readonly Reader[] }>,
  { arches, captures, mechanisms, unread }: ReadSoFar,
): Fault[] {
  const faults: Fault[] = []
  const report: ReportFault = (...fault) => faults.push(faultAt(...fault))
  const requireKnown = requireKnownBy(report, unread)
  const ids = mechanisms.map(it => it.id)
  const archIds = arches.map(it => it.id)
  value.readers.forEach((reader, i) => {
    if (value.readers.findIndex(it => it.id === reader.id) < i)
      report(['readers', i, 'id'], 'duplicate-id', `there are two readers ${reader.id}`, 'give each its own id')
    checkRange(reader, ['readers', i], report)
    reader.runsIn.forEach(({ mechanism, since, until, notThrough, notFrom }, j) => {
      const at = ['readers', i, 'runsIn', j]
      requireKnown(mechanism, ids, [...at, 'mechanism'])
      checkRange({ since: since ?? reader.since, until }, at, report)
      notThrough?.forEach((id, k) => requireKnown(id, ids, [...at, 'notThrough', k]))
      notFrom?.forEach((id, k) => requireKnown(id, captures.keys(), [...at, 'notFrom', k]))
    })
    reader.reads.forEach((reads, j) => {
      const at = ['readers', i, 'reads', j]
      reads.arches?.forEach((id, k) => requireKnown(id, archIds, [...at, 'arches', k]))
      checkRange({ since: reads.since ?? reader.since, until: reads.until }, at, report)
      const struct = reads.struct ?? 'pt_regs'
      for (const arch of arches.filter(it => reads.arches?.includes(it.id) ?? true)) {
        const fields = new Set(fieldsNamed(arch, struct).map(it => it.name))
        reads.fields.forEach((name, k) => requireKnown(name, fields, [...at, 'fields', k]))
      }
      checkReadBits(reads, { at, arches }, report)
    })
  })
  return faults
}

/** The fields of a struct of an arch, in all of its forms. */
function fieldsNamed(arch: Arch, struct: string): readonly Field[] {
  return (arch.structs ?? []).filter(it => it.name === struct).flatMap(it => it.fields)
}

/** Bits that no field has of which a condition is, and values that its bits cannot have: it would never hold. */
function checkReadBits(
  { arches: ids, struct = 'pt_regs', fields, conditions = [] }: Reader['reads'][number],
  { at, arches }: { readonly at: Path; readonly arches: readonly Arch[] },
  report: ReportFault,
): void {
  const sizes = arches
    .filter(it => ids?.includes(it.id) ?? true)
    .flatMap(it => fieldsNamed(it, struct))
    .map(({ name, size }) => ({ name, bits: size * 8 }))
  const widthOf = (names: readonly string[]) =>
    Math.max(0, ...sizes.filter(it => names.includes(it.name)).map(it => it.bits))
  const checkTo = (bits: { readonly to: number } | undefined, names: readonly string[], path: Path) => {
    const width = widthOf(names)
    if (bits && width > 0 && bits.to >= width)
      report(
        [...path, 'bits', 'to'],
        'struct',
        `${names.join(', ')} ends with bit ${width - 1}`,
        'name bits that it has',
      )
  }
  conditions.forEach((condition, k) => {
    const here = [...at, 'conditions', k]
    checkTo(condition.bits, condition.fields ?? fields, here)
    const tests = [
      ...(typeof condition.onlyIf === 'object' ? [[condition.onlyIf, [...here, 'onlyIf']] as const] : []),
      ...(condition.all ?? []).map((it, n) => [it, [...here, 'all', n]] as const),
    ]
    for (const [test, path] of tests) {
      checkTo(test.bits, [test.field], path)
      const width = test.bits ? test.bits.to - test.bits.from + 1 : widthOf([test.field])
      const value = test.is ?? test.isNot!
      if (width > 0 && value >= 2 ** width)
        report(
          [...path, test.is === undefined ? 'isNot' : 'is'],
          'struct',
          `${width} bits cannot be ${value}`,
          `their greatest value is ${2 ** width - 1}`,
        )
    }
  })
}

function overlaps(a: ReleaseRange, b: ReleaseRange): boolean {
  return !endsBy(a, b.since) && !endsBy(b, a.since)
}

function endsBy({ until }: ReleaseRange, release: string): boolean {
  return until !== undefined && compareReleases(until, release) <= 0
}
