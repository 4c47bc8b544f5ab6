import type { Arch, ArchFixes, ArchStructs, ArchTree, Draft, Field, RegisterStruct } from '../schema/arch.ts'
import type { Fault } from '../../errors/fault.ts'
import type { ParsedFile } from '../dataset.ts'
import type { YamlFile } from '../yaml/parse-yaml.ts'
import { closestMatch } from '../../errors/closest-match.ts'
import { compareReleases, seriesOf } from '../analysis/compare-releases.ts'
import { structAt } from '../analysis/struct-at.ts'

/** The files of one arch: the derived one, and those that a person wrote. */
export type ArchFiles = {
  readonly own: ParsedFile<Arch>
  readonly structs?: ParsedFile<ArchStructs> | undefined
  readonly fixes?: ParsedFile<ArchFixes> | undefined
}

/**
 * Merge the files of one arch. Structs that a person wrote take precedence over derived ones, and fixes over what was
 * derived.
 *
 * @param files - those of one arch.
 * @returns the arch, and a fault wherever the files contradict one another.
 */
export function mergeArch({ own, structs, fixes }: ArchFiles): {
  readonly arch: Arch
  readonly faults: readonly Fault[]
} {
  const faults: Fault[] = []
  const { value } = own.yaml
  if (structs && value.structs)
    faults.push(own.yaml.faultAt(['structs'], 'duplicate-id', `${structs.file} has structs too`, 'let one file say it'))
  const trees = fixes ? value.trees?.map(tree => fixedTree(tree, fixes, faults)) : value.trees
  if (fixes) faults.push(...fixesWithoutTree(fixes, value.trees ?? []))
  const written = structs?.yaml.value.structs ?? value.structs
  if (structs && trees) faults.push(...trees.flatMap(tree => differences(tree, structs)))
  const derived = written?.some(it => it.name === 'pt_regs') ? [] : derivedStructs(trees ?? [])
  const all = [...(written ?? []), ...derived]
  const { structs: _, trees: __, ...rest } = value
  return { arch: { ...rest, ...(all.length > 0 && { structs: all }), ...(trees && { trees }) }, faults }
}

function fixedTree(tree: ArchTree, { yaml }: ParsedFile<ArchFixes>, faults: Fault[]): ArchTree {
  const support = fixedSupport(tree, yaml, faults)
  const fields = fixedFields(tree, yaml, faults)
  const drafts = tree.drafts?.map(it => renamedDraft(it, tree.release, yaml.value))
  return { ...tree, support, ...(tree.ptRegs && { ptRegs: { ...tree.ptRegs, fields } }), ...(drafts && { drafts }) }
}

function fixedSupport(tree: ArchTree, { value, faultAt }: YamlFile<ArchFixes>, faults: Fault[]): ArchTree['support'] {
  const support = { ...tree.support }
  value.support?.forEach((fix, i) => {
    if (fix.release !== tree.release) return
    const derived = support[fix.mechanism]
    if (!derived)
      faults.push(
        faultAt(
          ['support', i, 'mechanism'],
          'unknown-id',
          `nothing was derived for ${fix.mechanism}`,
          `known: ${Object.keys(tree.support).join(', ')}`,
        ),
      )
    else if (derived.value === fix.value)
      faults.push(
        faultAt(
          ['support', i],
          'not-needed',
          `${fix.mechanism} is ${fix.value} in ${tree.release} without this fix`,
          'take it out',
        ),
      )
    support[fix.mechanism] = { value: fix.value, because: [fix.reason] }
  })
  return support
}

/** The fields of the tree's pt_regs, by the names that the fixes give them. */
function fixedFields(tree: ArchTree, { value, faultAt }: YamlFile<ArchFixes>, faults: Fault[]): Field[] {
  const fields = [...(tree.ptRegs?.fields ?? [])]
  value.fields?.forEach((fix, i) => {
    if (fix.release !== tree.release) return
    const at = fields.findIndex(it => it.name === fix.field)
    const before = fields[at]
    if (!before) {
      const near = closestMatch(
        fix.field,
        fields.map(it => it.name),
      )
      faults.push(
        faultAt(
          ['fields', i, 'field'],
          'unknown-id',
          `pt_regs of ${fix.release} has no ${fix.field}`,
          near ? `did you mean ${near}?` : 'name a field as it was derived',
        ),
      )
      return
    }
    const after = fixedField(before, fix)
    if (after.name === before.name && after.alias === before.alias && after.uapi === before.uapi)
      faults.push(
        faultAt(
          ['fields', i],
          'not-needed',
          `${fix.field} is like that in ${fix.release} without this fix`,
          'take it out',
        ),
      )
    fields[at] = after
  })
  return fields
}

function fixedField(before: Field, { name, alias, uapi }: NonNullable<ArchFixes['fields']>[number]): Field {
  const { uapi: _, ...rest } = before
  return {
    ...rest,
    ...(name && { name }),
    ...(alias && { alias }),
    ...((uapi ?? before.uapi) && { uapi: true as const }),
  }
}

/** A draft with the names that the fixes give to fields of pt_regs. */
function renamedDraft(draft: Draft, release: string, { fields = [] }: ArchFixes): Draft {
  const names = new Map(fields.flatMap(it => (it.release === release && it.name ? [[it.field, it.name] as const] : [])))
  if (names.size === 0) return draft
  const renamed = Object.entries(draft.fields).map(([name, text]) => [names.get(name) ?? name, text])
  return { ...draft, fields: Object.fromEntries(renamed) as Draft['fields'] }
}

/** Fixes of releases from which nothing is derived. */
function fixesWithoutTree({ yaml }: ParsedFile<ArchFixes>, trees: readonly ArchTree[]): readonly Fault[] {
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

/**
 * Where the pt_regs that a person wrote differs from the one derived from the tree of that release. Aliases may differ:
 * a register can have more than one name.
 */
function differences({ release, ptRegs }: ArchTree, { yaml }: ParsedFile<ArchStructs>): readonly Fault[] {
  const written = structAt(yaml.value, 'pt_regs', release)
  if (!ptRegs || !written) return []
  const at = ['structs', yaml.value.structs.indexOf(written)]
  const where = `${ptRegs.file}:${ptRegs.line} of ${release}`
  if (written.size !== ptRegs.size)
    return [
      yaml.faultAt(
        [...at, 'size'],
        'derived',
        `pt_regs is ${written.size} bytes here, and ${ptRegs.size} in ${where}`,
        'fix this, or say in the fixes file why the tree is wrong',
      ),
    ]
  return written.fields
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
              'fix this, or say in the fixes file why the tree is wrong',
            ),
          ]
    })
    .concat(
      ptRegs.fields.length > written.fields.length
        ? [
            yaml.faultAt(
              [...at, 'fields'],
              'derived',
              `${ptRegs.fields
                .slice(written.fields.length)
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

/** The derived pt_regs, each from the release of its tree to that of the next one. Equal ones in a row become one. */
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
