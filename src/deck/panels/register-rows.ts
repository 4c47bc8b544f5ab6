import type { Cell, Frame } from '../../model/analysis/register-frame.ts'
import type { FieldState } from '../../model/schema/capture.ts'
import type { SignedField } from '../../model/measured/signed-fields.ts'
import { SEVERITY } from '../../model/analysis/register-frame.ts'
import { FIELD_STATES } from '../../model/vocabulary.ts'
import { say } from '../../words/say.ts'

/** One row of a drawn frame: neighbouring fields with the same state, or with several where there is no room. */
export type FrameRow = {
  readonly label: string
  /** The label where there is little room. */
  readonly short: string
  /** Offset of the first field in bytes, hexadecimal. */
  readonly offset: string
  readonly state: FieldState
  /** Text at the right: the value, how it was written, or the state. */
  readonly text: string
  /** Bits or fields that are in another state than the rest, in order. */
  readonly others?: readonly { readonly state: FieldState; readonly words: string }[]
  /** Index of the capture's group of writes that it belongs to. */
  readonly group: number
  /** Whether the fields are part of the kernel's interface with user space. */
  readonly uapi: boolean
  /** The struct's names of the fields, in order. */
  readonly registers: readonly string[]
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
  /** How many rows there is room for; any number by default. */
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
  return foldRuns(runs, options.maxRows ?? Infinity).map(run => runRow(run, options))
}

/** Join neighbouring runs until there are few enough, those first that lose least by it. */
function foldRuns(runs: readonly Cell[][], maxRows: number): readonly Cell[][] {
  if (runs.length <= Math.max(1, maxRows)) return runs
  const costs = runs.slice(1).map((run, i) => foldCost([...runs[i]!, ...run]))
  const at = costs.indexOf(Math.min(...costs))
  const joined = [...runs[at]!, ...runs[at + 1]!]
  return foldRuns([...runs.slice(0, at), joined, ...runs.slice(at + 2)], maxRows)
}

/** What a row of several runs would hide: states most of all, then values, then fields. */
function foldCost(cells: readonly Cell[]): number {
  const states = new Set(cells.map(it => it.state)).size
  const values = new Set(cells.map(it => it.value)).size
  return (states * 100 + values) * 1000 + cells.length
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

/** The row of a run of cells. Its text is the most telling one for which there is room. */
function runRow(run: readonly Cell[], { rows, characters, signed, values }: RowOptions): FrameRow {
  const [first] = run as readonly [Cell]
  const names = run.map(nameOf)
  const label = labelWithin(names, LABEL_MAX_CHARACTERS)
  const count = run.length > 1 ? ` ×${run.length}`.length : 0
  const { state, others } = statesOf(run)
  const signature = signed && signedWords(run, signed)
  const fieldState = FIELD_STATES[state]
  const signs = others.length * SIGN_CHARACTERS
  const shortLabel = say(fieldState.shortLabel)
  const room = characters ? characters - signs - shortLabel.length : SHORT_NAME_MAX_CHARACTERS
  const short = clipped(labelWithin(names, SHORT_MAX_CHARACTERS), Math.min(room, SHORT_NAME_MAX_CHARACTERS))
  const ofAll = (text: 'value' | 'how') => (run.every(it => it[text] === first[text]) ? first[text] : undefined)
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
    uapi: first.field.uapi ?? false,
    registers: run.map(({ field }) => field.name),
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

/** The state of most fields of a row, the worse of two that have as many, and what is in another one. */
function statesOf(
  run: readonly Cell[],
): Pick<FrameRow, 'state'> & { readonly others: NonNullable<FrameRow['others']> } {
  const byState = Map.groupBy(
    run.filter(it => !neverWritten(it)),
    it => it.state,
  )
  const idle = run.filter(neverWritten)
  if (idle.length > 0) byState.set(idle.some(it => it.state === 'unset') ? 'unset' : 'none', idle)
  const [[state], ...rest] = [...byState].toSorted(
    ([a, all], [b, others]) => others.length - all.length || SEVERITY.indexOf(b) - SEVERITY.indexOf(a),
  ) as [[FieldState, Cell[]], ...[FieldState, Cell[]][]]
  return {
    state,
    others: [...rest.map(([state, cells]) => ({ state, words: runLabel(cells.map(nameOf)) })), ...bitsOf(run)],
  }
}

/** The bits in another state than their fields, named with the field where not all fields of the row have the same. */
function bitsOf(run: readonly Cell[]): NonNullable<FrameRow['others']> {
  const [first] = run as readonly [Cell]
  const areAlike = run.every(it => JSON.stringify(it.bits) === JSON.stringify(first.bits))
  return (areAlike ? [first] : run).flatMap(cell =>
    (cell.bits ?? []).map(({ from, to, state }) => ({
      state,
      words: areAlike
        ? bitWords(from, to)
        : say('{bits} of {field}', { bits: bitWords(from, to), field: nameOf(cell) }),
    })),
  )
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

/** The label of a run, shortened to its first name where it is too long. */
function labelWithin(names: readonly string[], characters: number): string {
  const label = runLabel(names)
  return names.length > 1 && label.length > characters ? `${names[0]} …` : label
}

/** Whether two cells have the same state and value; enough where there is no room for how they were written. */
function hasSameState(a: Cell, b: Cell): boolean {
  return (
    neverWritten(a) === neverWritten(b) &&
    (neverWritten(a) || a.state === b.state) &&
    a.value === b.value &&
    JSON.stringify(a.bits) === JSON.stringify(b.bits)
  )
}

/** Whether nothing writes a cell, be it a register or not: neighbours of both kinds share a row. */
function neverWritten({ state, value }: Cell): boolean {
  return state === 'unset' || (state === 'none' && value === undefined)
}

/** Whether two cells were written alike, and both or neither are of the interface with user space. */
function isWrittenAlike(a: Cell, b: Cell): boolean {
  return hasSameState(a, b) && a.how === b.how && (a.field.uapi ?? false) === (b.field.uapi ?? false)
}
