import type { ArchTree, Field, MechanismSupport, SymbolSupport } from '../../model/schema/arch.ts'

/** One thing in which two architectures, or one in two trees, differ. */
export type TreeDifference = {
  readonly what: 'symbol' | 'support' | 'definition' | 'pt_regs' | 'capture' | 'hazard'
  readonly id: string
  /** How it is in the first and in the second; undefined where it does not exist. */
  readonly a?: string
  readonly b?: string
}

/**
 * Compare what was derived from two trees. Line numbers are ignored, since they change from release to release.
 *
 * @param a - the first; undefined if nothing was derived.
 * @param b - the second.
 * @returns the differences: symbols, support, definitions, pt_regs, captures.
 */
export function treeDifferences(a: ArchTree | undefined, b: ArchTree): readonly TreeDifference[] {
  return [
    ...differences('symbol', textsOf(a?.symbols, symbolText), textsOf(b.symbols, symbolText)),
    ...differences('support', textsOf(a?.support, supportText), textsOf(b.support, supportText)),
    ...differences(
      'definition',
      textsOf(a?.definitions, it => it.file),
      textsOf(b.definitions, it => it.file),
    ),
    ...differences('pt_regs', regsTexts(a), regsTexts(b)),
    ...differences('capture', draftTexts(a), draftTexts(b)),
  ]
}

/**
 * Compare two tables of texts.
 *
 * @param what - what the tables hold.
 * @param a - the first, by id.
 * @param b - the second.
 * @returns the differences in the order of `b`; ids that only `a` has come last.
 */
export function differences(
  what: TreeDifference['what'],
  a: ReadonlyMap<string, string>,
  b: ReadonlyMap<string, string>,
): readonly TreeDifference[] {
  return [...new Set([...b.keys(), ...a.keys()])]
    .filter(id => a.get(id) !== b.get(id))
    .map(id => {
      const [before, after] = [a.get(id), b.get(id)]
      return { what, id, ...(before !== undefined && { a: before }), ...(after !== undefined && { b: after }) }
    })
}

function textsOf<T>(
  table: Readonly<Record<string, T>> | undefined,
  text: (it: T) => string,
): ReadonlyMap<string, string> {
  return new Map(Object.entries(table ?? {}).map(([id, it]) => [id, text(it)]))
}

function symbolText({ value, condition, compiler }: SymbolSupport): string {
  return `${value}${condition ? ` ${condition}` : ''}${compiler ? ' (compiler)' : ''}`
}

function supportText({ value, because }: MechanismSupport): string {
  return value === 'yes' ? value : `${value}: ${because.map(it => it.replace(/ \([^()]*:\d+\)$/, '')).join('; ')}`
}

function regsTexts(tree: ArchTree | undefined): ReadonlyMap<string, string> {
  const { ptRegs, ptRegsUnknown } = tree ?? {}
  const field = ({ offset, size, alias, uapi }: Field) =>
    `${offset}, ${size} bytes${alias ? `, ${alias}` : ''}${uapi ? ', for user space' : ''}`
  return new Map([
    ...(ptRegs ? [['size', `${ptRegs.size} bytes`] as const] : []),
    ...(ptRegsUnknown ? [['unknown', ptRegsUnknown] as const] : []),
    ...(ptRegs?.fields ?? []).map(it => [it.name, field(it)] as const),
  ])
}

function draftTexts(tree: ArchTree | undefined): ReadonlyMap<string, string> {
  return new Map(
    (tree?.drafts ?? []).map(it => [
      `${it.role}, ${it.name}`,
      Object.entries(it.fields)
        .map(([field, text]) => `${field} ${text.replace(/ .*/, '')}`)
        .join(', '),
    ]),
  )
}

/**
 * Write differences as a table for people.
 *
 * @param all - the differences.
 * @param a - the heading of the first column of values.
 * @param b - the heading of the second.
 * @returns the lines of the table: kind, id, first value, second value.
 */
export function differenceTable(all: readonly TreeDifference[], a: string, b: string): string {
  const rows = [['', '', a, b], ...all.map(it => [it.what, it.id, it.a ?? '–', it.b ?? '–'])]
  const widths = [0, 1].map(i => Math.max(...rows.map(row => row[i]!.length)))
  const third = Math.min(48, Math.max(...rows.map(row => row[2]!.length)))
  return rows
    .map(([what, id, here, there]) =>
      `${what!.padEnd(widths[0]!)}  ${id!.padEnd(widths[1]!)}  ${here!.padEnd(third)}  ${there}`.trimEnd(),
    )
    .join('\n')
    .concat('\n')
}
