import type { ArchTree, Field, MechanismSupport, SymbolSupport } from '../../model/schema/arch.ts'

/** One thing in which two architectures, or two states of one, are not the same. */
export type TreeDifference = {
  readonly what: 'symbol' | 'support' | 'definition' | 'pt_regs' | 'capture' | 'hazard'
  readonly id: string
  /** How it is here and there; absent where there is none. */
  readonly a?: string
  readonly b?: string
}

/** In what the derived parts of two trees differ. Lines move from release to release, and are no difference. */
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

/** In what two tables of texts differ, in the order of the second. */
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
      it.struct === 'pt_regs' ? it.name : `${it.name}, ${it.struct}`,
      it.stores.flatMap(store => store.fields).join(' '),
    ]),
  )
}

/** Differences as a table for people: what, which, here, there. */
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
