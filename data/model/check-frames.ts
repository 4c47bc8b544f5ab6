import type { Arch, RegisterStruct } from './arch.ts'
import type { Capture, Conversion, FieldGroup } from './capture.ts'
import type { Fault } from './fault.ts'
import type { Entity } from './read.ts'
import type { Path, YamlFile } from './yaml-file.ts'
import { nearest } from './fault.ts'
import { fieldsOf } from './frame.ts'
import { compareReleases, holdsIn } from './release.ts'

/** A struct of an arch as it is in a release. */
export function structIn(arch: Arch, name: string, release: string): RegisterStruct | undefined {
  return arch.structs?.find(it => it.name === name && holdsIn(it, release))
}

/** What no schema can tell about structs: that the fields lie one after the other and fill the size. */
export function checkStructs({ yaml }: Entity<Arch>): Fault[] {
  return (yaml.value.structs ?? []).flatMap((struct, i) => {
    const at = ['structs', i]
    const faults: Fault[] = []
    let end = 0
    struct.fields.forEach((field, j) => {
      if (field.offset < end)
        faults.push(yaml.faultAt([...at, 'fields', j, 'offset'], 'struct', `${field.name} at ${field.offset} overlaps what ends at ${end}`, 'offsets are bytes, in the order of the struct'))
      end = field.offset + field.size
    })
    if (end > struct.size)
      faults.push(yaml.faultAt([...at, 'size'], 'struct', `${struct.name} is ${struct.size} bytes, its fields end at ${end}`, 'mend the size or the offsets'))
    const names = struct.fields.map(it => it.name)
    names.forEach((name, j) => {
      if (names.indexOf(name) < j)
        faults.push(yaml.faultAt([...at, 'fields', j, 'name'], 'duplicate-id', `${struct.name} has ${name} twice`, 'each field has its own name'))
    })
    return faults
  })
}

/** Every field of the struct is stated exactly once, and the struct exists as long as the capture does. */
export function checkWrites({ yaml }: { readonly yaml: YamlFile<Capture> | YamlFile<Conversion> }, arch: Arch, structName: string): Fault[] {
  const { since, writes } = yaml.value
  const struct = structIn(arch, structName, since)
  if (!struct) {
    const near = nearest(structName, (arch.structs ?? []).map(it => it.name))
    return [yaml.faultAt(['struct' in yaml.value ? 'struct' : 'gives'], 'unknown-id', `${arch.id} has no struct ${structName} in ${since}`, near ? `did you mean ${near}, or is its range in data/arch/${arch.id}.yaml too short?` : `add it to data/arch/${arch.id}.yaml`)]
  }
  const faults: Fault[] = []
  if (struct.until && (!yaml.value.until || compareReleases(struct.until, yaml.value.until) < 0))
    faults.push(yaml.faultAt(['since'], 'range', `${structName} as of ${since} ends at ${struct.until}, this goes on`, `give it until: "${struct.until}", and a second file for what comes after`))
  const known = struct.fields.map(it => it.name)
  const seen = new Map<string, number>()
  writes.forEach((group: FieldGroup, i) => {
    const at: Path = ['writes', i]
    const names = fieldsOf(group, struct)
    if (names.length === 0)
      faults.push(yaml.faultAt(at, 'struct', `from ${group.from} to ${group.to} is no run of fields of ${structName}`, 'both are fields, the first before the last'))
    for (const name of names) {
      const near = nearest(name, known)
      if (!known.includes(name))
        faults.push(yaml.faultAt(at, 'unknown-id', `${structName} has no field ${name}`, near ? `did you mean ${near}?` : `known: ${known.join(', ')}`))
      else if (seen.has(name))
        faults.push(yaml.faultAt(at, 'struct', `${name} is stated twice`, 'state each field in one group'))
      seen.set(name, i)
    }
  })
  const missing = known.filter(name => !seen.has(name))
  if (missing.length > 0)
    faults.push(yaml.faultAt(['writes'], 'struct', `nothing is said of ${missing.join(', ')}`, 'state every field: captured, made-up or unset'))
  return faults
}
