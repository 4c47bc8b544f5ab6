import type { RegisterStruct } from '../model/schema/arch.ts'
import type { Capture, FieldState } from '../model/schema/capture.ts'
import type { RegisterData } from '../model/analysis/register-data.ts'
import type { Frame } from '../model/analysis/register-frame.ts'
import type { Viewpoint } from '../model/analysis/applicability.ts'
import type { Dataset } from '../model/dataset.ts'
import { signedFields, type SignedField } from '../model/measured/signed-fields.ts'
import { structAt } from '../model/analysis/struct-at.ts'
import { captureFrame, convertFrame } from '../model/analysis/register-frame.ts'
import { fieldsOfReader } from '../model/analysis/hazards.ts'
import { wasReadIn } from '../model/analysis/compare-releases.ts'
import { clipped, runLabel } from './panels/register-rows.ts'

/** The table of captures and conversions by fields, with a field state in each cell. */
export type Matrix = {
  /** Fields that have the same state in every row share a column: their names, and the lines above the column. */
  readonly columns: readonly { readonly fields: readonly string[]; readonly lines: readonly string[] }[]
  readonly rows: readonly {
    readonly id: string
    readonly name: string
    /** The `origin` of the capture; `software` for a conversion. */
    readonly origin: string
    /** Set where a program derived it, and no person has reviewed it. */
    readonly isDerived?: true
    /** In the order of the columns. */
    readonly states: readonly FieldState[]
    /** Indices of the columns whose states a running kernel signed. */
    readonly signed: readonly number[]
    /** By name of a field that a reader of the scene reads: the value, or how it was written. */
    readonly texts?: Readonly<Record<string, string>>
  }[]
}

/** A row before its fields are combined to columns. */
type MatrixRow = Pick<Matrix['rows'][number], 'id' | 'name' | 'origin' | 'isDerived'> & {
  readonly frame: Frame
  readonly signed: ReadonlyMap<string, SignedField>
}

/**
 * Compute the matrix of an arch at a release. It has a row for each capture and each conversion that fills a `pt_regs`,
 * or a struct with the same fields. Conversions that only copy are left out, and rows with equal names and states are
 * one.
 *
 * @param data - arches, captures and conversions.
 * @param at - arch and release.
 * @param asking - ids of the readers that the scene is about.
 * @returns exception entries first, then trampolines, then C code, each by id; empty where the arch has no `pt_regs`
 *   then.
 */
export function captureMatrix(
  data: RegisterData & Pick<Dataset, 'signed' | 'readers'>,
  at: Viewpoint,
  asking: readonly string[] = [],
): Matrix {
  const arch = data.arches.find(it => it.id === at.arch)
  const struct = arch && structAt(arch, 'pt_regs', at.release)
  if (!arch || !struct) return { columns: [], rows: [] }
  const here = [...data.captures.values()]
    .filter(it => it.arch === at.arch && wasReadIn(it.value, at.release))
    .map(it => it.value)
  const rows: MatrixRow[] = here.flatMap(capture => {
    const own = structAt(arch, capture.struct, at.release)!
    return hasFieldsOf(own, struct) ? [rowOf(capture, captureFrame(capture, own), data)] : []
  })
  const converted: MatrixRow[] = [...data.conversions.values()]
    .filter(
      it =>
        it.arch === at.arch &&
        wasReadIn(it.value, at.release) &&
        it.value.gives === 'pt_regs' &&
        !it.value.proposal &&
        it.value.writes.some(group => group.state !== 'copied'),
    )
    .flatMap(({ value: conversion }) => {
      const from = here.find(it => it.struct === conversion.takes)
      if (!from) return []
      const frame = convertFrame(captureFrame(from, structAt(arch, from.struct, at.release)!), conversion, struct)
      const { id, name } = conversion
      return [
        { ...rowOf(from, frame, data), id, name, origin: 'software', signed: signedFields(data.signed, from.id, [id]) },
      ]
    })
  const keyOf = ({ name, frame }: MatrixRow) => [name, ...frame.map(cell => cell.state)].join()
  const all = [...new Map([...rows, ...converted].map(it => [keyOf(it), it])).values()].sort(
    (a, b) => ORIGIN_ORDER.indexOf(a.origin) - ORIGIN_ORDER.indexOf(b.origin) || (a.id < b.id ? -1 : 1),
  )
  const columns = columnFields(struct, all)
  const read = asking.flatMap(id => fieldsOfReader(data.readers, id, at))
  return {
    columns: columns.map(fields => ({
      fields,
      lines: columnLines(fields, struct, columns.length),
    })),
    rows: all.map(({ frame, signed, ...row }) => {
      const states = new Map(frame.map(cell => [cell.field.name, cell.state]))
      return {
        ...row,
        ...(read.length > 0 && { texts: textsOf(frame, read) }),
        states: columns.map(([first]) => states.get(first!)!),
        signed: columns.flatMap((fields, i) => (fields.every(it => signed.has(it)) ? [i] : [])),
      }
    }),
  }
}

/** What stands in fields, or how they were written, where it is known. */
function textsOf(frame: Frame, names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    frame
      .filter(it => names.includes(it.field.name))
      .flatMap(cell => {
        const text = cell.value ?? cell.how
        return text ? [[cell.field.name, ownPart(text, cell, frame)]] : []
      }),
  )
}

/** Of a text about fields that were written together, the part about one: of `ELR_EL1, SPSR_EL1`, the second. */
function ownPart(text: string, { field, group }: Frame[number], frame: Frame): string {
  const together = frame.filter(it => it.group === group).map(it => it.field.name)
  const parts = text.split(', ')
  return together.length > 1 && parts.length === together.length ? parts[together.indexOf(field.name)]! : text
}

/** The row of a capture. */
function rowOf(capture: Capture, frame: Frame, { signed }: Pick<Dataset, 'signed'>): MatrixRow {
  const { id, name, origin, isDerived } = capture
  return { id, name, origin, ...(isDerived && { isDerived }), frame, signed: signedFields(signed, id) }
}

/** The origins of captures, in the order of the rows. */
const ORIGIN_ORDER = ['exception', 'trampoline', 'software']

/** Whether a struct has the same fields as another one, in any order. */
function hasFieldsOf(own: RegisterStruct, struct: RegisterStruct): boolean {
  const names = new Set(own.fields.map(it => it.name))
  return own.fields.length === struct.fields.length && struct.fields.every(it => names.has(it.name))
}

/** Groups of fields that have the same state in every row, in the order of their first field. */
function columnFields(struct: RegisterStruct, rows: readonly MatrixRow[]): readonly (readonly string[])[] {
  const statesOf = (name: string) => rows.map(({ frame }) => frame.find(cell => cell.field.name === name)!.state).join()
  return [
    ...Map.groupBy(
      struct.fields.map(it => it.name),
      statesOf,
    ).values(),
  ]
}

/** Width of the part of a slide that all columns share, and of a character in the face for text; px. */
const COLUMNS_PX = 646
const CHARACTER_PX = 8.5
/** How many lines stand above a column at most. */
const MOST_LINES = 3

/**
 * The lines above a column: neighbours in the struct as a run, `r15 … r12`, broken where the column is narrow. Where
 * that is too long, or a name would be cut, the first name and how many fields they are.
 */
function columnLines(fields: readonly string[], struct: RegisterStruct, columns: number): readonly string[] {
  const characters = Math.floor(COLUMNS_PX / columns / CHARACTER_PX)
  const runs: string[][] = []
  struct.fields.forEach((field, i) => {
    if (!fields.includes(field.name)) return
    const before = struct.fields[i - 1]?.name
    if (before !== undefined && fields.includes(before)) runs.at(-1)!.push(field.alias ?? field.name)
    else runs.push([field.alias ?? field.name])
  })
  const lines: string[] = []
  const words = runs
    .flatMap(run => (run.length > 2 ? runLabel(run).split(/(?<=…) /) : run))
    // A long name is broken between its parts: `csr_`, `prmd`.
    .flatMap(it => (it.length > characters ? it.split(/(?<=[_.])/) : [it]))
  for (const word of words.map(it => clipped(it, characters))) {
    if (lines.length > 0 && lines.at(-1)!.length + 1 + word.length <= characters) lines.push(`${lines.pop()} ${word}`)
    else lines.push(word)
  }
  const isCut = words.some(it => it.length > characters)
  if (lines.length <= MOST_LINES && !(isCut && fields.length > 1)) return lines
  return [lines[0]!, `${lines[0]!.endsWith('…') ? '' : '… '}×${fields.length}`]
}

/**
 * Merge rows where there is no room for all: those with the same origin and states become one, named after the first,
 * with the number of the others.
 *
 * @param rows - of a matrix.
 * @param most - for how many rows there is room.
 * @returns all rows where they fit; otherwise the merged rows, which may still be too many.
 */
export function mergeRows(rows: Matrix['rows'], most: number): Matrix['rows'] {
  if (rows.length <= most) return rows
  return [...Map.groupBy(rows, it => `${it.origin} ${it.isDerived} ${it.states.join()}`).values()].map(all => {
    const [first, ...more] = all as [Matrix['rows'][number], ...Matrix['rows']]
    if (more.length === 0) return first
    const { texts, ...row } = first
    const areAlike = more.every(it => JSON.stringify(it.texts) === JSON.stringify(texts))
    return { ...row, ...(texts && areAlike && { texts }), name: `${first.name} +${more.length}` }
  })
}
