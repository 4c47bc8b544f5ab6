// The words of field states, classes and verdicts: how each is written, everywhere that people read it.
import type { Verdict } from './analysis/hazards.ts'
import type { FieldState } from './schema/capture.ts'
import type { RegisterClass } from './schema/mechanism.ts'

/** How a field state or a class is written. */
export type Term = {
  /** In a cell of a table on paper, where colour may be missing. */
  readonly letter: string
  /** In a legend, and in sentences. */
  readonly label: string
  /** The label where there is little room. */
  readonly shortLabel: string
  /** What it means, for the handout's legend. */
  readonly sentence: string
}

/** The states of a field, best first. */
export const FIELD_STATES: Readonly<Record<FieldState, Term & { readonly verdict: Verdict }>> = {
  captured: {
    letter: 'C',
    label: 'captured',
    shortLabel: 'captured',
    sentence: 'What the code that was interrupted had there.',
    verdict: 'good',
  },
  'made-up': {
    letter: 'M',
    label: 'made up',
    shortLabel: 'made up',
    sentence: 'A constant, or something computed; the value stands at the right.',
    verdict: 'bad',
  },
  unset: {
    letter: '–',
    label: 'never written',
    shortLabel: 'unset',
    sentence: 'A zero or a leftover of what lay there.',
    verdict: 'ugly',
  },
}

/** The classes of the stage, in the order of their legend. */
export const CLASSES: Readonly<Record<RegisterClass, Term>> = {
  exception: {
    letter: 'E',
    label: 'from an exception entry',
    shortLabel: 'exception',
    sentence: 'The CPU took an exception, and the entry code saved every register. They are reliable.',
  },
  other: {
    letter: 'O',
    label: 'another struct, or none',
    shortLabel: 'another struct',
    sentence: 'Another struct, a record, or nothing. It claims no more than it has.',
  },
  sparse: {
    letter: 'S',
    label: 'sparse or made-up pt_regs',
    shortLabel: 'sparse',
    sentence: 'A pt_regs in which some fields were made up, or never written.',
  },
}

/** The verdicts, best first, each with the field state that it is drawn as. */
export const VERDICTS: Readonly<Record<Verdict, { readonly state: FieldState }>> = {
  good: { state: 'captured' },
  bad: { state: 'made-up' },
  ugly: { state: 'unset' },
}

/** The field states, best first. */
export const FIELD_STATE_IDS = Object.keys(FIELD_STATES) as readonly FieldState[]

/** The verdicts, best first. */
export const VERDICT_IDS = Object.keys(VERDICTS) as readonly Verdict[]
