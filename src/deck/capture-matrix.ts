import type { RegisterStruct } from '../model/schema/arch.ts'
import type { FieldState } from '../model/schema/capture.ts'
import type { RegisterData } from '../model/analysis/register-data.ts'
import type { Frame } from '../model/analysis/register-frame.ts'
import type { Viewpoint } from '../model/analysis/applicability.ts'
import { structAt } from '../model/analysis/struct-at.ts'
import { captureFrame, convertFrame } from '../model/analysis/register-frame.ts'
import { holdsIn } from '../model/analysis/compare-releases.ts'
import { clipped, runLabel } from './panels/register-rows.ts'

/** Capture sites by fields: which field is captured, made up or never written by whom. */
export type Matrix = {
  /** Fields that no site tells apart share a column: their own names, and what to write above it, line by line. */
  readonly columns: readonly { readonly fields: readonly string[]; readonly lines: readonly string[] }[]
  readonly rows: readonly {
    readonly id: string
    readonly name: string
    readonly origin: string
    readonly states: readonly FieldState[]
  }[]
}

type Row = { readonly id: string; readonly name: string; readonly origin: string; readonly frame: Frame }

/**
 * The matrix of an arch in a release: a row for every site, and every conversion, that fills a pt_regs, or a struct
 * with the same fields; exception entries first, then trampolines, then C code. A conversion that only copies fills
 * nothing, and code that is there twice, alike, has one row.
 */
export function captureMatrix(data: RegisterData, at: Viewpoint): Matrix {
  const arch = data.arches.find(it => it.id === at.arch)
  const struct = arch && structAt(arch, 'pt_regs', at.release)
  if (!arch || !struct) return { columns: [], rows: [] }
  const here = [...data.captures.values()]
    .filter(it => it.arch === at.arch && holdsIn(it.value, at.release))
    .map(it => it.value)
  const rows: Row[] = here.flatMap(capture => {
    const own = structAt(arch, capture.struct, at.release)!
    return hasFieldsOf(own, struct)
      ? [{ id: capture.id, name: capture.name, origin: capture.origin, frame: captureFrame(capture, own) }]
      : []
  })
  const converted: Row[] = [...data.conversions.values()]
    .filter(
      it =>
        it.arch === at.arch &&
        holdsIn(it.value, at.release) &&
        it.value.gives === 'pt_regs' &&
        !it.value.proposal &&
        it.value.writes.some(group => group.state !== 'copied'),
    )
    .flatMap(({ value: conversion }) => {
      const from = here.find(it => it.struct === conversion.takes)
      return from
        ? [
            {
              id: conversion.id,
              name: conversion.name,
              origin: 'software',
              frame: convertFrame(captureFrame(from, structAt(arch, from.struct, at.release)!), conversion, struct),
            },
          ]
        : []
    })
  const state = ({ name, frame }: Row) => [name, ...frame.map(cell => cell.state)].join()
  const all = [...new Map([...rows, ...converted].map(it => [state(it), it])).values()].sort(
    (a, b) => ORIGINS.indexOf(a.origin) - ORIGINS.indexOf(b.origin) || (a.id < b.id ? -1 : 1),
  )
  const columns = sharedColumns(struct, all)
  return {
    columns: columns.map(fields => ({ fields, lines: columnLines(fields, struct) })),
    rows: all.map(({ id, name, origin, frame }) => {
      const states = new Map(frame.map(cell => [cell.field.name, cell.state]))
      return { id, name, origin, states: columns.map(([first]) => states.get(first!)!) }
    }),
  }
}

const ORIGINS = ['exception', 'trampoline', 'software']

function hasFieldsOf(own: RegisterStruct, struct: RegisterStruct): boolean {
  const names = new Set(own.fields.map(it => it.name))
  return own.fields.length === struct.fields.length && struct.fields.every(it => names.has(it.name))
}

/** Groups of fields that every row treats alike, in the order of their first field. */
function sharedColumns(struct: RegisterStruct, rows: readonly Row[]): readonly (readonly string[])[] {
  const fate = (name: string) => rows.map(({ frame }) => frame.find(cell => cell.field.name === name)!.state).join()
  return [
    ...Map.groupBy(
      struct.fields.map(it => it.name),
      fate,
    ).values(),
  ]
}

/** How many characters stand above a column, on their side. */
const COLUMN_CHARACTERS = 16

/** Above a column: neighbours in the struct as a run, `r15 … r12`, in as few lines as hold them. */
function columnLines(fields: readonly string[], struct: RegisterStruct): readonly string[] {
  const runs: string[][] = []
  struct.fields.forEach((field, i) => {
    if (!fields.includes(field.name)) return
    const before = struct.fields[i - 1]?.name
    if (before !== undefined && fields.includes(before)) runs.at(-1)!.push(field.alias ?? field.name)
    else runs.push([field.alias ?? field.name])
  })
  const lines: string[] = []
  for (const word of runs
    .flatMap(run => (run.length > 2 ? wrapped(runLabel(run)) : run))
    .map(it => clipped(it, COLUMN_CHARACTERS))) {
    if (lines.length > 0 && lines.at(-1)!.length + 1 + word.length <= COLUMN_CHARACTERS)
      lines.push(`${lines.pop()} ${word}`)
    else lines.push(word)
  }
  return lines
}

/** A run as it is, or where that is too long for a line, what it begins with and what it ends with: `unused2 …`, `pmr_save`. */
function wrapped(run: string): readonly string[] {
  return run.length <= COLUMN_CHARACTERS ? [run] : run.split(/(?<=…) /)
}

/**
 * As many rows as there is room for: where there are more, those that fill the same in the same way share one, which has
 * the name of the first and says how many more there are.
 */
export function sharedRows(rows: Matrix['rows'], most: number): Matrix['rows'] {
  if (rows.length <= most) return rows
  return [...Map.groupBy(rows, it => `${it.origin} ${it.states.join()}`).values()].map(([first, ...more]) =>
    more.length > 0 ? { ...first!, name: `${first!.name} +${more.length}` } : first!,
  )
}
