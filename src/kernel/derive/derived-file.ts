import { createHash } from 'node:crypto'
import { Document, isCollection, isMap, isScalar, isSeq } from 'yaml'
import { arch as archSchema, type Arch, type ArchTree } from '../../model/schema/arch.ts'
import { DataError, type Fault } from '../../errors/fault.ts'
import { seriesOf, compareReleases } from '../../model/analysis/compare-releases.ts'
import { readYaml } from '../../model/yaml/parse-yaml.ts'

/** What `data/arch/<id>.yaml` holds when it is derived. */
export type DerivedArch = Pick<Arch, 'id' | 'name' | 'directory'> & { readonly trees: readonly ArchTree[] }

/** A line of the header, by which a derived file is known, with the sum over all that follows it. */
const CHECKSUM = /^# sha256 of what follows: ([0-9a-f]{64})\n/m

/** Whose a file is: ours, ours with a person's changes, or a person's. */
export function provenanceOf(text: string): 'derived' | 'edited' | 'person' {
  const seal = CHECKSUM.exec(text)
  if (!seal) return 'person'
  return sumOf(text.slice(seal.index + seal[0].length)) === seal[1] ? 'derived' : 'edited'
}

/** Somebody has changed a derived file, which the next derivation would undo. */
export function editedFault(file: string): Fault {
  const stem = file.slice(0, -'.yaml'.length)
  return {
    file,
    line: 1,
    col: 1,
    code: 'derived',
    problem: 'somebody has changed what was derived',
    tip: `move the change to ${stem}.structs.yaml or ${stem}.fixes.yaml, take the file away, and derive again`,
  }
}

/**
 * Read a derived file.
 *
 * @param file - its path relative to the repository's root, for faults.
 * @throws DataError if it does not satisfy its schema.
 */
export function readDerived(file: string, text: string): DerivedArch {
  const read = readYaml<Arch>(file, text, archSchema)
  if (!('value' in read)) throw new DataError(read)
  return { ...read.value, trees: read.value.trees ?? [] }
}

/** An arch with what was derived from one more tree, which takes the place of one of the same series. */
export function withTree(arch: DerivedArch, tree: ArchTree): DerivedArch {
  const others = arch.trees.filter(it => seriesOf(it.release) !== seriesOf(tree.release))
  return { ...arch, trees: [...others, tree].sort((a, b) => compareReleases(a.release, b.release)) }
}

/** The text of a derived file: the same for the same trees. */
export function derivedText(arch: DerivedArch): string {
  const document = new Document({
    id: arch.id,
    name: arch.name,
    directory: arch.directory,
    trees: arch.trees.map(inOrder),
  })
  compact(document.contents, 0)
  const body = document.toString({ lineWidth: 0, flowCollectionPadding: true })
  const trees = arch.trees.map(({ release, state }) => `Linux ${release} (${state})`).join(', ')
  return `# yaml-language-server: $schema=../schema/arch.json
# Derived by npm run arch -- derive ${arch.id} --linux DIR, from ${trees}.
# Not to be edited: what a person knows better stands in ${arch.id}.structs.yaml and ${arch.id}.fixes.yaml.
# sha256 of what follows: ${sumOf(body)}
${body}`
}

/** A tree with its keys in one order, whoever made it. */
function inOrder({ release, state, symbols, support, definitions, ptRegs, ptRegsUnknown, drafts }: ArchTree): ArchTree {
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
      drafts: drafts.map(({ name, struct, state, file, from, to, stores }) => ({
        name,
        struct,
        state,
        file,
        from,
        to,
        stores,
      })),
    }),
  }
}

/** A map of plain values stands in one line. */
function compact(node: unknown, depth: number): void {
  // Other readers of YAML take these for truth values.
  if (isScalar(node) && /^(?:y|n|yes|no)$/.test(String(node.value))) node.type = 'QUOTE_DOUBLE'
  if (!isCollection(node)) return
  const values = isMap(node) ? node.items.map(it => it.value) : isSeq(node) ? node.items : []
  if (isMap(node) && depth > 2 && values.every(it => isScalar(it) || (isSeq(it) && it.items.every(isScalar)))) {
    node.flow = true
  }
  for (const value of values) compact(value, depth + 1)
}

function sumOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
