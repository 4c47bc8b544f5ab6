import type { Cell, Frame } from '../../model/analysis/register-frame.ts'
import type { FieldState } from '../../model/schema/capture.ts'
import { FIELD_STATES } from '../../model/vocabulary.ts'

/** A run of neighbouring fields that share their fate: one row of a drawn frame. */
export type FrameRow = {
  readonly label: string
  /** The label where there is little room. */
  readonly short: string
  /** Of the first field, bytes, as the kernel writes offsets. */
  readonly offset: string
  readonly state: FieldState
  /** What to say at the right: how it was written, or what stands there. */
  readonly text: string
  /** The capture's group of writes that it belongs to, from 0. */
  readonly group: number
  readonly uapi: boolean
  /** The struct's own names of the fields, in order. */
  readonly registers: readonly string[]
}

/** How fields are gathered into rows. */
export type RowOptions = {
  readonly rows?: 'runs' | 'apart' | 'each' | 'fates' | undefined
  readonly tellsGroups?: boolean
  readonly breaks?: ReadonlySet<string>
  readonly alone?: ReadonlySet<string>
  /** How many characters a row holds, where there is little room. */
  readonly characters?: number | undefined
}

/** What a frame, and a narrow one, hold of a label. */
const LABEL_CHARACTERS = 22
const SHORT_CHARACTERS = 12
/** What a narrow one holds of one long name, beside its fate. */
const LONGEST_SHORT = 16
/** What a row of half a slide holds behind the offset: label, count and fate. */
const ROW_CHARACTERS = 37

/** How the kernel's structs name what only fills a gap. */
const PADDING = '__'

/**
 * The rows of a frame, in the struct's order: a cell a field where fields differ, one row where they do not.
 *
 * @param options.rows - see the panel `frame` of a scene; fates: neighbours of one fate, however they were written, and no padding.
 * @param options.tellsGroups - whether what was written at different times stands apart.
 * @param options.breaks - names of fields with which a row begins in any case, so that frames side by side align.
 * @param options.alone - names of fields that have a row of their own: what is read.
 */
export function frameRows(
  frame: Frame,
  { rows = 'runs', tellsGroups = false, breaks, alone, characters }: RowOptions = {},
): readonly FrameRow[] {
  const runs: Cell[][] = []
  const isAlone = ({ field: { name } }: Cell) => alone?.has(name)
  for (const cell of rows === 'fates' ? frame.filter(it => !it.field.name.startsWith(PADDING)) : frame) {
    const run = runs.at(-1)
    const joins = rows === 'runs' || rows === 'fates' || (rows === 'apart' && cell.state === 'captured')
    if (
      run &&
      joins &&
      (rows === 'fates' ? sharesFate : isAlike)(run[0]!, cell) &&
      (!tellsGroups || run[0]!.group === cell.group) &&
      !breaks?.has(cell.field.name) &&
      !isAlone(cell) &&
      !isAlone(run[0]!)
    )
      run.push(cell)
    else runs.push([cell])
  }
  return runs.map(run => {
    const [first] = run as [Cell]
    const fieldState = FIELD_STATES[first.state]
    const names = run.map(({ field }) => field.alias ?? field.name)
    const label = labelWithin(names, LABEL_CHARACTERS)
    const count = run.length > 1 ? ` ×${run.length}`.length : 0
    const short = clipped(labelWithin(names, SHORT_CHARACTERS), LONGEST_SHORT)
    return {
      label,
      short,
      offset: `0x${first.field.offset.toString(16).padStart(2, '0')}`,
      state: first.state,
      text:
        [first.value, rows === 'fates' ? undefined : first.how, fieldState.label, fieldState.shortLabel].find(
          it =>
            it !== undefined &&
            (characters
              ? short.length + it.length <= characters
              : rows !== 'fates' || label.length + count + it.length < ROW_CHARACTERS),
        ) ?? fieldState.shortLabel,
      group: first.group,
      uapi: first.field.uapi ?? false,
      registers: run.map(({ field }) => field.name),
    }
  })
}

/** A run's name: `sp`, `x29 x30`, `x9 … x28`. */
export function runLabel(names: readonly string[]): string {
  return names.length > 2 ? `${names[0]} … ${names.at(-1)}` : names.join(' ')
}

/** As much of a word as there is room for. */
export function clipped(word: string, characters: number): string {
  return word.length > characters ? `${word.slice(0, characters - 1)}…` : word
}

function labelWithin(names: readonly string[], characters: number): string {
  const label = runLabel(names)
  return names.length > 1 && label.length > characters ? `${names[0]} …` : label
}

/** Where there is no room for how it was written. */
function sharesFate(a: Cell, b: Cell): boolean {
  return a.state === b.state && a.value === b.value
}

function isAlike(a: Cell, b: Cell): boolean {
  return (
    a.state === b.state && a.value === b.value && a.how === b.how && (a.field.uapi ?? false) === (b.field.uapi ?? false)
  )
}
