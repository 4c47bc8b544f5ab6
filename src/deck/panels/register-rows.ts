import type { Cell, Frame } from '../../model/analysis/register-frame.ts'
import type { FieldState } from '../../model/schema/capture.ts'
import type { SignedField } from '../../model/measured/signed-fields.ts'
import { FIELD_STATES } from '../../model/vocabulary.ts'
import { say } from '../../words/say.ts'

/**
 * One row of a drawn frame: neighbouring fields with the same state, and where there is no room for all rows, fields
 * with the same state in several places.
 */
export type FrameRow = {
  readonly label: string
  /** The label where there is little room. */
  readonly short: string
  /** Offset of the first field in bytes, hexadecimal. */
  readonly offset: string
  readonly state: FieldState
  /** Text at the right: the value, how it was written, or the state. */
  readonly text: string
  /** Bits that are in another state than the rest of their fields, in order. */
  readonly others?: readonly { readonly state: FieldState; readonly words: string }[]
  /** Index of the capture's group of writes that it belongs to. */
  readonly group: number
  /** Whether all its fields are part of the kernel's interface with user space. */
  readonly uapi: boolean
  /** The struct's names of the fields, in order. */
  readonly registers: readonly string[]
  /** Those that are no registers, in a row of what is never written. */
  readonly slots?: readonly string[]
  /** What a running kernel showed, where it signed the states of all registers of the row. */
  readonly signed?: string
}

/** How fields are combined into rows. */
export type RowOptions = {
  /**
   * As in the panel `frame` of a scene; or `states`: a row for neighbours with the same state and value, even if they
   * were written differently, and no padding.
   */
  readonly rows?: 'runs' | 'each' | 'states' | undefined
  /** The step at which each group of writes appears; fields of different steps are in different rows. */
  readonly fillsAtStep?: readonly number[] | undefined
  /** Names of fields with which a row begins in any case, so that frames side by side align. */
  readonly rowStarts?: ReadonlySet<string>
  /** Names of fields that have a row of their own. */
  readonly ownRows?: ReadonlySet<string>
  /** How many characters a row holds, where there is little room. */
  readonly characters?: number | undefined
  /** How many rows there is room for; any number by default. More are left where the states are more. */
  readonly maxRows?: number | undefined
  /** Names of fields that show what stood there on a running kernel that signed them, and the room of a row. */
  readonly values?: { readonly of: readonly string[]; readonly characters: number } | undefined
  /** The fields whose states running kernels signed. */
  readonly signed?: ReadonlyMap<string, SignedField> | undefined
}

/** How many characters of a label a frame shows, and a narrow one. */
const LABEL_MAX_CHARACTERS = 22
const SHORT_MAX_CHARACTERS = 12
/** How many characters a sign of another state takes. */
const SIGN_CHARACTERS = 3
/** How many characters of one long name a narrow frame shows, beside the state. */
const SHORT_NAME_MAX_CHARACTERS = 16
/** How many characters a row of half a slide holds after the offset: label, count and state. */
const ROW_MAX_CHARACTERS = 37

/** How names of padding begin in the kernel's structs. */
const PADDING = '__'

/**
 * Combine the cells of a frame into rows.
 *
 * @param frame - in the struct's order.
 * @param options - which fields share a row, and how much room there is; by default one row for each run of neighbours
 *   that were written alike.
 * @returns in the struct's order.
 */
export function frameRows(frame: Frame, options: RowOptions = {}): readonly FrameRow[] {
  const cells = options.rows === 'states' ? frame.filter(it => !it.field.name.startsWith(PADDING)) : frame
  const runs: Cell[][] = []
  for (const cell of cells) {
    const run = runs.at(-1)
    if (run && sharesRow(run[0]!, cell, options)) run.push(cell)
    else runs.push([cell])
  }
  return foldRuns(runs, options).map(run => runRow(placesOf(run, cells), options))
}

/**
 * Join runs until there are few enough, those first that lose least by it. Only runs of one state are joined: where
 * there is no room for all, a row has fields of several places of the struct, and never of two states.
 */
function foldRuns(runs: readonly Cell[][], options: RowOptions): readonly Cell[][] {
  if (runs.length <= Math.max(1, options.maxRows ?? Infinity)) return runs
  const pairs = runs.flatMap((run, i) =>
    runs.slice(i + 1).flatMap((other, between) => (canFold(run, other, options) ? [{ i, j: i + 1 + between }] : [])),
  )
  if (pairs.length === 0) return runs
  const costs = pairs.map(({ i, j }) => foldCost(runs[i]!, runs[j]!, j - i))
  const { i, j } = pairs[costs.indexOf(Math.min(...costs))]!
  const joined = runs.map((run, at) => (at === i ? [...run, ...runs[j]!] : run)).filter((_, at) => at !== j)
  return foldRuns(joined, options)
}

/** Whether all that a row shows holds for the fields of both runs, but for their values. */
function canFold([a]: readonly Cell[], [b]: readonly Cell[], { fillsAtStep, ownRows }: RowOptions): boolean {
  return (
    isOfOneState(a!, b!) &&
    stepOf(a!, fillsAtStep) === stepOf(b!, fillsAtStep) &&
    !ownRows?.has(a!.field.name) &&
    !ownRows?.has(b!.field.name)
  )
}

/** What a row of two runs would hide: the bar of the UAPI most of all, then values, then where the fields stand. */
function foldCost(run: readonly Cell[], other: readonly Cell[], distance: number): number {
  const cells = [...run, ...other]
  const interfaces = new Set(cells.map(isUapi)).size
  const values = new Set(cells.map(it => it.value)).size
  return ((interfaces * 100 + values) * 100 + distance) * 1000 + cells.length
}

/** Whether a cell joins the row of its neighbour, which begins with `first`. */
function sharesRow(first: Cell, cell: Cell, { rows = 'runs', fillsAtStep, rowStarts, ownRows }: RowOptions): boolean {
  if (rows === 'each') return false
  return (
    (rows === 'states' ? hasSameState(first, cell) : isWrittenAlike(first, cell)) &&
    stepOf(first, fillsAtStep) === stepOf(cell, fillsAtStep) &&
    !rowStarts?.has(cell.field.name) &&
    !ownRows?.has(cell.field.name) &&
    !ownRows?.has(first.field.name)
  )
}

/** The step at which a cell is filled; the last one given holds for the rest. */
function stepOf({ group }: Cell, fillsAtStep?: readonly number[]): number {
  return fillsAtStep?.[group] ?? fillsAtStep?.at(-1) ?? 0
}

/** The cells of a row by the places of the struct where they stand, each with the cells that are neighbours there. */
function placesOf(run: readonly Cell[], cells: readonly Cell[]): readonly (readonly Cell[])[] {
  const places: Cell[][] = []
  for (const cell of run) {
    const last = places.at(-1)
    if (last && cells.indexOf(cell) === cells.indexOf(last.at(-1)!) + 1) last.push(cell)
    else places.push([cell])
  }
  return places
}

/** The row of cells in one or more places. Its text is the most telling one for which there is room. */
function runRow(places: readonly (readonly Cell[])[], { rows, characters, signed, values }: RowOptions): FrameRow {
  const run = places.flat()
  const first = run[0]!
  const names = places.map(it => it.map(nameOf))
  const label = labelWithin(names, LABEL_MAX_CHARACTERS)
  const count = run.length > 1 ? ` ×${run.length}`.length : 0
  const state = stateOf(run)
  const others = bitsOf(first)
  const slots = state === 'none' ? [] : run.filter(it => it.state === 'none')
  const signature = signed && signedWords(run, signed)
  const fieldState = FIELD_STATES[state]
  const signs = others.length * SIGN_CHARACTERS
  const shortLabel = say(fieldState.shortLabel)
  const room = characters ? characters - signs - shortLabel.length : SHORT_NAME_MAX_CHARACTERS
  const short = clipped(labelWithin(names, SHORT_MAX_CHARACTERS), Math.min(room, SHORT_NAME_MAX_CHARACTERS))
  // That a register has its own value says less than its state: `x29` beside `x29`.
  const ofAll = (text: 'value' | 'how') =>
    run.every(it => it[text] === first[text]) && first[text] !== nameOf(first) ? first[text] : undefined
  const texts = [ofAll('value'), rows === 'states' ? undefined : ofAll('how'), say(fieldState.label), shortLabel]
  const fits = (text: string) =>
    characters
      ? short.length + text.length + signs <= characters
      : rows !== 'states' || label.length + count + text.length + signs < ROW_MAX_CHARACTERS
  return {
    label,
    short,
    offset: `0x${first.field.offset.toString(16).padStart(2, '0')}`,
    state,
    text: valueText(run, texts[0], { signed, values }) ?? texts.find(it => it && fits(it)) ?? shortLabel,
    ...(others.length > 0 && { others }),
    group: first.group,
    uapi: run.every(isUapi),
    registers: run.map(({ field }) => field.name),
    ...(slots.length > 0 && { slots: slots.map(({ field }) => field.name) }),
    ...(signature !== undefined && { signed: signature }),
  }
}

/** What stood in a field on a running kernel, after what was read of it where there is room for both. */
function valueText(
  [first, ...more]: readonly Cell[],
  text: string | undefined,
  { signed, values }: Pick<RowOptions, 'signed' | 'values'>,
): string | undefined {
  const { value, release } = signed?.get(first!.field.name) ?? {}
  if (!values?.of.includes(first!.field.name) || more.length > 0 || !value) return undefined
  const stood = `${value} in ${release}`
  const both = text === undefined ? stood : `${text}: ${stood}`
  return OFFSET_CHARACTERS + nameOf(first!).length + both.length <= values.characters ? both : stood
}

/** How many characters a row's offset and the gaps take. */
const OFFSET_CHARACTERS = 9

/** How many values of a row are shown. */
const MOST_VALUES = 3

/** What running kernels showed: `kernel 7.2.13: sp 0x60001000`. None unless they signed every register of the row. */
function signedWords(run: readonly Cell[], signed: ReadonlyMap<string, SignedField>): string | undefined {
  const registers = run.filter(it => it.state !== 'none')
  const its = registers.flatMap(cell => {
    const one = signed.get(cell.field.name)
    return one ? [{ name: nameOf(cell), ...one }] : []
  })
  if (its.length === 0 || its.length < registers.length) return undefined
  const releases = [...new Set(its.map(it => it.release))]
  const values = its.flatMap(it => (it.value ? [its.length > 1 ? `${it.name} ${it.value}` : it.value] : []))
  const shown = values.slice(0, MOST_VALUES).join(', ') + (values.length > MOST_VALUES ? ', …' : '')
  return say('kernel {release}', { release: releases.join(', ') }) + (shown && `: ${shown}`)
}

/** The state of a row: all its fields have it, but that never written are slots, too, which are no registers. */
function stateOf(run: readonly Cell[]): FieldState {
  return run.some(it => it.state === 'unset') ? 'unset' : run[0]!.state
}

/** The bits in another state than the fields of the row: all have the same. */
function bitsOf({ bits = [] }: Cell): NonNullable<FrameRow['others']> {
  return bits.map(({ from, to, state }) => ({ state, words: bitWords(from, to) }))
}

/** How a field is called on a slide. */
function nameOf({ field }: Cell): string {
  return field.alias ?? field.name
}

/** A run of bits in words: `bit 1`, `bits 16 to 63`. */
function bitWords(from: number, to: number): string {
  return from === to ? say('bit {from}', { from }) : say('bits {from} to {to}', { from, to })
}

/** A run's name: `sp`, `x29 x30`, `x9 … x28`. */
export function runLabel(names: readonly string[]): string {
  return names.length > 2 ? `${names[0]} … ${names.at(-1)}` : names.join(' ')
}

/** A word, cut off with an ellipsis where it is longer than `characters`. */
export function clipped(word: string, characters: number): string {
  return word.length > characters ? `${word.slice(0, characters - 1)}…` : word
}

/** The label of a row, by the places of its fields, shortened to its first name where it is too long. */
function labelWithin(places: readonly (readonly string[])[], characters: number): string {
  const label = places.map(runLabel).join(', ')
  const [first] = places.flat()
  return label.length > characters && label !== first ? `${first} …` : label
}

/** Whether two cells have the same state and value; enough where there is no room for how they were written. */
function hasSameState(a: Cell, b: Cell): boolean {
  return isOfOneState(a, b) && a.value === b.value && isUapi(a) === isUapi(b)
}

/** Whether two cells have the same state, and bits in the same other ones. */
function isOfOneState(a: Cell, b: Cell): boolean {
  return (
    neverWritten(a) === neverWritten(b) &&
    (neverWritten(a) || a.state === b.state) &&
    JSON.stringify(a.bits) === JSON.stringify(b.bits)
  )
}

/** Whether a cell is part of the kernel's interface with user space. */
function isUapi({ field }: Cell): boolean {
  return field.uapi ?? false
}

/** Whether nothing writes a cell, be it a register or not: neighbours of both kinds share a row. */
function neverWritten({ state, value }: Cell): boolean {
  return state === 'unset' || (state === 'none' && value === undefined)
}

/** Whether two cells were written alike. */
function isWrittenAlike(a: Cell, b: Cell): boolean {
  return hasSameState(a, b) && a.how === b.how
}
