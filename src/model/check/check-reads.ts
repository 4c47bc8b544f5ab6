import type { Arch, ArchFixes, ArchTree } from '../schema/arch.ts'
import type { Reader } from '../schema/reader.ts'
import type { Fault } from '../../errors/fault.ts'
import type { YamlFile } from '../yaml/parse-yaml.ts'
import { holdsIn } from '../analysis/compare-releases.ts'

/**
 * Readers whose functions are followed whole, so that a field which they do not take is not read. The functions of
 * others call code that is not followed, or depend on the configuration: only what they are seen to take counts.
 */
const WHOLE: readonly string[] = [
  'user-mode',
  'instruction-pointer',
  'kernel-stack-pointer',
  'user-stack-pointer',
  'regs-return-value',
  'perf-tp-event-match',
  'return-probe-prepare',
  'fetch-register',
  'perf-sample-regs-intr',
]

/** A reader of a tree: the fields that its function takes, and where the function is. */
type TreeReader = NonNullable<ArchTree['readers']>[number]

/**
 * Check that readers read on each arch what the functions of its kernel trees take, as they were read when the arch was
 * derived.
 *
 * @param readers - the file of the readers.
 * @param arches - the arches, with what their trees say.
 * @param fixesOf - where a person knows better, by the arch's id.
 * @returns a fault for each reader, arch and tree that do not agree.
 */
export function checkReads(
  { value, faultAt }: YamlFile<{ readonly readers: readonly Reader[] }>,
  arches: Iterable<Arch>,
  fixesOf: (arch: string) => ArchFixes | undefined,
): readonly Fault[] {
  return [...arches].flatMap(arch =>
    (arch.trees ?? []).flatMap(tree =>
      value.readers.flatMap((reader, i) => {
        const found = tree.readers?.find(it => it.id === reader.id)
        const at = reader.reads.flatMap((it, j) => (isRead(it, reader, arch.id, tree.release) ? [j] : []))
        if (!found || at.length === 0) return []
        const said = new Set(at.flatMap(j => reader.reads[j]!.fields))
        const wrong = disagreement(said, found, reader.id)
        const known = new Set(
          (fixesOf(arch.id)?.readers ?? [])
            .filter(it => it.reader === reader.id && (it.releases?.includes(tree.release) ?? true))
            .flatMap(it => it.fields),
        )
        return wrong
          .filter(it => !known.has(it.field))
          .slice(0, 1)
          .map(({ field, isTaken }) =>
            faultAt(
              ['readers', i, 'reads', at[0]!],
              'derived',
              `on ${arch.id} ${field} is ${isTaken ? '' : 'not '}taken by the function at ${found.file}:${found.line} of ${tree.release}`,
              `read it; ${isTaken ? 'name the field' : 'take the field away'}, or say with a reason in readers: of the fixes file why this is right`,
            ),
          )
      }),
    ),
  )
}

/** Whether an entry says what a reader takes from a pt_regs of an arch in a release. */
function isRead(
  { arches, struct = 'pt_regs', since, until }: Reader['reads'][number],
  reader: Reader,
  arch: string,
  release: string,
): boolean {
  return (
    struct === 'pt_regs' &&
    arches?.includes(arch) === true &&
    holdsIn(reader, release) &&
    holdsIn({ since: since ?? reader.since, until }, release)
  )
}

function disagreement(
  said: ReadonlySet<string>,
  { fields }: TreeReader,
  reader: string,
): readonly { readonly field: string; readonly isTaken: boolean }[] {
  const taken = new Set(fields)
  const extra = WHOLE.includes(reader) ? [...said].filter(it => !taken.has(it)) : []
  return [
    ...[...taken].filter(it => !said.has(it)).map(field => ({ field, isTaken: true })),
    ...extra.map(field => ({ field, isTaken: false })),
  ]
}
