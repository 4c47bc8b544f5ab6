import type { Arch, ArchFixes, ArchStructs, ArchTree, Field, RegisterStruct } from '../schema/arch.ts'
import type { Fault } from '../../errors/fault.ts'
import type { ParsedFile } from '../dataset.ts'
import { closestMatch } from '../../errors/closest-match.ts'
import { compareReleases, seriesOf } from '../analysis/compare-releases.ts'
import { structAt } from '../analysis/struct-at.ts'

/** The files of one arch: what was derived, and what persons say. */
export type ArchFiles = {
  readonly own: ParsedFile<Arch>
  readonly structs?: ParsedFile<ArchStructs> | undefined
  readonly fixes?: ParsedFile<ArchFixes> | undefined
}

/**
 * What is true of an arch, of all its files: persons' structs, else those that were derived; what was derived, mended
 * where a person knows better.
 *
 * @returns the arch, and every place where the files contradict one another.
 */
export function mergeArch({ own, structs, fixes }: ArchFiles): {
  readonly arch: Arch
  readonly faults: readonly Fault[]
} {
  const faults: Fault[] = []
  const { value } = own.yaml
  if (structs && value.structs)
    faults.push(own.yaml.faultAt(['structs'], 'duplicate-id', `${structs.file} has structs too`, 'let one file say it'))
  const trees = fixes ? value.trees?.map(tree => corrected(tree, fixes, faults)) : value.trees
  if (fixes) faults.push(...withoutTree(fixes, value.trees ?? []))
  const said = structs?.yaml.value.structs ?? value.structs
  if (structs && trees) faults.push(...trees.flatMap(tree => differences(tree, structs)))
  const derived = said?.some(it => it.name === 'pt_regs') ? [] : derivedStructs(trees ?? [])
  const all = [...(said ?? []), ...derived]
  const { structs: _, trees: __, ...rest } = value
  return { arch: { ...rest, ...(all.length > 0 && { structs: all }), ...(trees && { trees }) }, faults }
}

function corrected(tree: ArchTree, { yaml }: ParsedFile<ArchFixes>, faults: Fault[]): ArchTree {
  const support = { ...tree.support }
  yaml.value.support?.forEach((fix, i) => {
    if (fix.release !== tree.release) return
    const known = support[fix.mechanism]
    if (!known)
      faults.push(
        yaml.faultAt(
          ['support', i, 'mechanism'],
          'unknown-id',
          `nothing was derived for ${fix.mechanism}`,
          `known: ${Object.keys(tree.support).join(', ')}`,
        ),
      )
    else if (known.value === fix.value)
      faults.push(
        yaml.faultAt(
          ['support', i],
          'not-needed',
          `${fix.mechanism} is ${fix.value} in ${tree.release} without this fix`,
          'take it out',
        ),
      )
    support[fix.mechanism] = { value: fix.value, because: [fix.reason] }
  })
  let fields = tree.ptRegs?.fields ?? []
  yaml.value.fields?.forEach(({ field, release, name, alias, uapi }, i) => {
    if (release !== tree.release) return
    const at = fields.findIndex(it => it.name === field)
    const before = fields[at]
    if (!before) {
      const near = closestMatch(
        field,
        fields.map(it => it.name),
      )
      faults.push(
        yaml.faultAt(
          ['fields', i, 'field'],
          'unknown-id',
          `pt_regs of ${release} has no ${field}`,
          near ? `did you mean ${near}?` : 'name a field as it was derived',
        ),
      )
      return
    }
    const { uapi: _, ...rest } = before
    const after: Field = {
      ...rest,
      ...(name && { name }),
      ...(alias && { alias }),
      ...((uapi ?? before.uapi) && { uapi: true as const }),
    }
    if (after.name === before.name && after.alias === before.alias && after.uapi === before.uapi)
      faults.push(
        yaml.faultAt(
          ['fields', i],
          'not-needed',
          `${field} is like that in ${release} without this fix`,
          'take it out',
        ),
      )
    fields = fields.with(at, after)
  })
  return { ...tree, support, ...(tree.ptRegs && { ptRegs: { ...tree.ptRegs, fields } }) }
}

function withoutTree({ yaml }: ParsedFile<ArchFixes>, trees: readonly ArchTree[]): readonly Fault[] {
  const known = trees.map(it => it.release)
  return (['support', 'fields'] as const).flatMap(kind =>
    (yaml.value[kind] ?? []).flatMap((fix, i) =>
      known.includes(fix.release)
        ? []
        : [
            yaml.faultAt(
              [kind, i, 'release'],
              'not-needed',
              `nothing is derived from ${fix.release}`,
              known.length > 0
                ? `derived: ${known.join(', ')}; derive it, or take the fix out`
                : 'derive it, or take the fix out',
            ),
          ],
    ),
  )
}

/** Where a person's pt_regs is not what was derived from the tree of that release. A register may go by more than one name, so that aliases are a person's choice. */
function differences({ release, ptRegs }: ArchTree, { yaml }: ParsedFile<ArchStructs>): readonly Fault[] {
  const said = structAt(yaml.value, 'pt_regs', release)
  if (!ptRegs || !said) return []
  const at = ['structs', yaml.value.structs.indexOf(said)]
  const where = `${ptRegs.file}:${ptRegs.line} of ${release}`
  if (said.size !== ptRegs.size)
    return [
      yaml.faultAt(
        [...at, 'size'],
        'derived',
        `pt_regs is ${said.size} bytes here, and ${ptRegs.size} in ${where}`,
        'mend this, or say in the fixes why the tree is wrong',
      ),
    ]
  return said.fields
    .flatMap((field, i) => {
      const derived = ptRegs.fields[i]
      const isSame = derived && fieldText(derived) === fieldText(field)
      return isSame
        ? []
        : [
            yaml.faultAt(
              [...at, 'fields', i],
              'derived',
              `${fieldText(field)} is ${derived ? fieldText(derived) : 'nothing'} in ${where}`,
              'mend this, or say in the fixes why the tree is wrong',
            ),
          ]
    })
    .concat(
      ptRegs.fields.length > said.fields.length
        ? [
            yaml.faultAt(
              [...at, 'fields'],
              'derived',
              `${ptRegs.fields
                .slice(said.fields.length)
                .map(it => it.name)
                .join(', ')} of ${where} is missing`,
              'add it',
            ),
          ]
        : [],
    )
}

function fieldText({ name, offset, size, uapi }: Field): string {
  return `${name} at ${offset}, ${size} bytes${uapi ? ', for user space' : ''}`
}

/** The derived pt_regs over the releases between trees; one that does not change stands once. */
function derivedStructs(trees: readonly ArchTree[]): readonly RegisterStruct[] {
  const structs: RegisterStruct[] = []
  for (const { release, ptRegs } of trees.toSorted((a, b) => compareReleases(a.release, b.release))) {
    const last = structs.at(-1)
    if (last && last.size === ptRegs?.size && JSON.stringify(last.fields) === JSON.stringify(ptRegs.fields)) {
      last.sources.push({ file: ptRegs.file, symbol: 'struct pt_regs', release, known: 'read' })
      continue
    }
    if (last && !last.until) last.until = seriesOf(release)
    if (ptRegs)
      structs.push({
        name: 'pt_regs',
        since: seriesOf(release),
        size: ptRegs.size,
        fields: ptRegs.fields,
        sources: [{ file: ptRegs.file, symbol: 'struct pt_regs', release, known: 'read' }],
      })
  }
  return structs
}
