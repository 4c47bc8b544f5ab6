import type { FieldState } from '../../model/schema/capture.ts'
import type { Viewpoint } from '../../model/analysis/applicability.ts'
import type { Answer } from '../answer.ts'
import type { ExplorerIndex } from '../explorer-index.ts'
import { captureFrame, SEVERITY } from '../../model/analysis/register-frame.ts'
import { holdsIn, wasReadIn } from '../../model/analysis/compare-releases.ts'
import { FIELD_STATES, siteName } from '../../model/vocabulary.ts'
import { structAt } from '../../model/analysis/struct-at.ts'
import { citationsOf, countWords, fact, flowFrame, marksOf, mergedHazards, whereWords, worstOf } from '../answer.ts'
import { say } from '../../words/say.ts'
import { flowOfHazard } from '../register-paths.ts'

/** A reader of a register, and what it finds there on each path, by the mechanism that runs it. */
export type ReaderOf = {
  readonly reader: string
  readonly found: readonly { readonly mechanism: string; readonly state: FieldState }[]
}

/**
 * Find the readers of a register; code that only sets it is none.
 *
 * @param id - of a register in the index.
 * @param at - arch and release.
 * @param index - the dataset with its index.
 * @returns each reader once; empty where the arch does not have the register in `pt_regs` then.
 */
export function readersOf(id: string, at: Viewpoint, index: ExplorerIndex): readonly ReaderOf[] {
  const names = namesAt(id, at, index)
  const writers = new Set(index.dataset.readers.filter(it => it.writes).map(it => it.id))
  const found = mergedHazards(index, at)
    .filter(it => !writers.has(it.reader))
    .flatMap(({ reader, path, fields }) =>
      fields.filter(it => names.has(it.field)).map(({ state }) => ({ reader, mechanism: path.at(-1)!, state })),
    )
  return [...Map.groupBy(found, it => it.reader)].map(([reader, all]) => ({ reader, found: all }))
}

/**
 * Answer about a register: its readers, the captures that fill it, and its names on all arches.
 *
 * @param id - of a register in the index.
 * @param at - the viewpoint to show.
 * @param index - the dataset with its index.
 * @returns an answer with the frames in which a reader finds the worst state of it.
 */
export function answerRegister(id: string, at: Viewpoint, index: ExplorerIndex): Answer {
  const { dataset, registers, snapshotAt } = index
  const register = registers.get(id)!
  const names = namesAt(id, at, index)
  const readers = readersOf(id, at, index)
  const all = readers.flatMap(({ reader, found }) => found.map(it => ({ ...it, what: reader })))
  const hazards = mergedHazards(index, at).filter(it =>
    it.fields.some(field => names.has(field.field) && field.state === worstOf(all.map(one => one.state))),
  )
  const frames = hazards.map(it =>
    flowFrame(
      flowOfHazard(it, snapshotAt(at)),
      dataset,
      it.fields.map(field => field.field).filter(name => names.has(name)),
    ),
  )
  const byArch = dataset.arches.flatMap(({ id: arch, name }) => {
    const there = { ...at, arch }
    const called = [...namesAt(id, there, index)]
    const count = readersOf(id, there, index).length
    return called.length > 0 ? [`${name} ${countWords(count, 'reader')}`] : []
  })
  const homes = register.locations.filter(it => it.arch === at.arch && holdsIn(it.struct, at.release))
  const structs = [...new Set(homes.map(it => it.struct))]
  return {
    at,
    title: id,
    overline: [say('register'), at.arch],
    summary: [
      structs.length === 0
        ? say('{arch} has no such field in {release}.', { arch: at.arch, release: at.release })
        : readersWords(readers.length, at),
    ],
    facts: [
      ...filledBy(statesByCapture(id, at, index)),
      ...fact(
        'Read by',
        readers.map(it => dataset.readers.find(reader => reader.id === it.reader)!.name),
      ),
      ...fact('By arch', byArch.join('; ')),
      ...fact(
        'Also called',
        register.aliases.filter(it => it !== id),
      ),
      ...fact(
        'Stands in',
        homes.map(it =>
          say('{struct} at {offset}', { struct: it.struct.name, offset: `0x${it.field.offset.toString(16)}` }),
        ),
      ),
    ],
    frames: frames.filter((frame, i) => frames.findIndex(other => other.by === frame.by) === i),
    citations: citationsOf([...hazards.flatMap(it => it.sources.slice(-1)), ...structs.flatMap(it => it.sources)]),
    highlighted: [...new Set(all.map(it => it.mechanism))],
    marks: marksOf(all),
  }
}

/** The names of a register's fields in the `pt_regs` of an arch; empty where it is in none. */
function namesAt(id: string, { arch, release }: Viewpoint, { registers }: ExplorerIndex): ReadonlySet<string> {
  return new Set(
    registers
      .get(id)!
      .locations.filter(it => it.arch === arch && it.struct.name === 'pt_regs' && holdsIn(it.struct, release))
      .map(it => it.field.name),
  )
}

/** How many readers read a register. */
function readersWords(count: number, at: Viewpoint): string {
  const values = { count, where: whereWords(at) }
  if (count === 0) return say('No reader reads it {where}.', values)
  return count === 1 ? say('1 reader reads it {where}.', values) : say('{count} readers read it {where}.', values)
}

/** What a capture does with a register. */
export type CaptureState = { readonly name: string; readonly state: FieldState }

/**
 * What each capture of an arch does with a register.
 *
 * @param id - of a register in the index.
 * @param at - arch and release.
 * @param index - the dataset with its index.
 * @returns a capture each that was read in the release, and whose struct has the register.
 */
export function statesByCapture(id: string, at: Viewpoint, index: ExplorerIndex): readonly CaptureState[] {
  const names = namesAt(id, at, index)
  const owner = index.dataset.arches.find(it => it.id === at.arch)!
  return [...index.dataset.captures.values()]
    .filter(it => it.arch === at.arch && wasReadIn(it.value, at.release))
    .flatMap(({ value }) => {
      const struct = structAt(owner, value.struct, at.release)
      const cell = struct && captureFrame(value, struct).find(it => names.has(it.field.name))
      return cell ? [{ name: siteName(value), state: cell.state }] : []
    })
}

/** The captures of an arch, by what they do with a register: a fact for each state. */
function filledBy(states: readonly CaptureState[]): Answer['facts'] {
  return SEVERITY.toReversed().flatMap(state =>
    fact(say('{State} by', { State: capitalised(say(FIELD_STATES[state].label)) }), [
      ...new Set(states.filter(it => it.state === state).map(it => it.name)),
    ]),
  )
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
