import { createHash } from 'node:crypto'
import { Document, isCollection, isMap, isScalar, isSeq } from 'yaml'
import { arch as archSchema, type Arch, type ArchTree } from '../../model/schema/arch.ts'
import { DataError, type Fault } from '../../errors/fault.ts'
import { seriesOf, compareReleases } from '../../model/analysis/compare-releases.ts'
import { readYaml } from '../../model/yaml/parse-yaml.ts'

/** The contents of a derived `data/arch/<id>.yaml`. */
export type DerivedArch = Pick<Arch, 'id' | 'name' | 'directory'> & { readonly trees: readonly ArchTree[] }

/** The line of the header by which a derived file is recognised: the checksum of everything after it. */
const CHECKSUM = /^# sha256 of what follows: ([0-9a-f]{64})\n/m

/**
 * Find out who wrote a file of `data/arch/`.
 *
 * @param text - its contents.
 * @returns `derived` if it is as it was derived, `edited` if a person has changed it since, `person` if it was never
 *   derived.
 */
export function provenanceOf(text: string): 'derived' | 'edited' | 'person' {
  const checksum = CHECKSUM.exec(text)
  if (!checksum) return 'person'
  return sha256(text.slice(checksum.index + checksum[0].length)) === checksum[1] ? 'derived' : 'edited'
}

/**
 * The fault of a derived file that a person has changed: deriving it again would undo the change.
 *
 * @param file - its path from the repository's root.
 * @returns the fault.
 */
export function editedFault(file: string): Fault {
  const stem = file.slice(0, -'.yaml'.length)
  return {
    file,
    line: 1,
    col: 1,
    code: 'derived',
    problem: 'this derived file has been edited',
    tip: `move the change to ${stem}.structs.yaml or ${stem}.fixes.yaml, delete the file, and derive it again`,
  }
}

/**
 * Read a derived file.
 *
 * @param file - its path from the repository's root, for faults.
 * @param text - its contents.
 * @returns what it holds.
 * @throws DataError if it does not satisfy its schema.
 */
export function readDerived(file: string, text: string): DerivedArch {
  const read = readYaml<Arch>(file, text, archSchema)
  if (!('value' in read)) throw new DataError(read)
  return { ...read.value, trees: read.value.trees ?? [] }
}

/**
 * Add what was derived from one more tree to an arch. It replaces a tree of the same series: 6.12.3 by 6.12.117.
 *
 * @param arch - the arch so far.
 * @param tree - what was derived from the tree.
 * @returns the arch with its trees in the order of releases.
 */
export function withTree(arch: DerivedArch, tree: ArchTree): DerivedArch {
  const others = arch.trees.filter(it => seriesOf(it.release) !== seriesOf(tree.release))
  return { ...arch, trees: [...others, tree].sort((a, b) => compareReleases(a.release, b.release)) }
}

/**
 * Write a derived file.
 *
 * @param arch - what it holds.
 * @returns its text, which is the same for the same trees.
 */
export function derivedText(arch: DerivedArch): string {
  const document = new Document({
    id: arch.id,
    name: arch.name,
    directory: arch.directory,
    trees: arch.trees.map(withOrderedKeys),
  })
  compact(document.contents, 0)
  const body = document.toString({ lineWidth: 0, flowCollectionPadding: true })
  const trees = arch.trees.map(({ release, state }) => `Linux ${release} (${state})`).join(', ')
  return `# yaml-language-server: $schema=../schema/arch.json
# Derived by npm run arch -- derive ${arch.id} --linux DIR, from ${trees}.
# Not to be edited: what a person knows better stands in ${arch.id}.structs.yaml and ${arch.id}.fixes.yaml.
# sha256 of what follows: ${sha256(body)}
${body}`
}

/** A tree with its keys in the order of the schema, also if it was read from a file. */
function withOrderedKeys({
  release,
  state,
  symbols,
  support,
  definitions,
  ptRegs,
  ptRegsUnknown,
  drafts,
  readers,
  lost,
}: ArchTree): ArchTree {
  return {
    release,
    state,
    symbols,
    support,
    definitions,
    ...(ptRegs && {
      ptRegs: {
        file: ptRegs.file,
        line: ptRegs.line,
        ...(ptRegs.uapiFile && { uapiFile: ptRegs.uapiFile }),
        size: ptRegs.size,
        fields: ptRegs.fields,
      },
    }),
    ...(ptRegsUnknown && { ptRegsUnknown }),
    ...(drafts && {
      drafts: drafts.map(({ role, name, struct, file, line, files, fields }) => ({
        role,
        name,
        struct,
        file,
        line,
        files,
        fields,
      })),
    }),
    ...(readers && { readers: readers.map(({ id, fields, file, line }) => ({ id, fields, file, line })) }),
    ...(lost && { lost: lost.map(({ role, name, file, line, why }) => ({ role, name, file, line, why })) }),
  }
}

/** Write maps of plain values in one line each. */
function compact(node: unknown, depth: number): void {
  // YAML 1.1 reads these as booleans.
  if (isScalar(node) && /^(?:y|n|yes|no)$/.test(String(node.value))) node.type = 'QUOTE_DOUBLE'
  if (!isCollection(node)) return
  const values = isMap(node) ? node.items.map(it => it.value) : isSeq(node) ? node.items : []
  if (isMap(node) && depth > 2 && values.every(it => isScalar(it) || (isSeq(it) && it.items.every(isScalar)))) {
    node.flow = true
  }
  for (const value of values) compact(value, depth + 1)
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
