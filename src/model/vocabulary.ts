// The words of field states and verdicts: how each is written, everywhere that people read it.
import type { Verdict } from './analysis/hazards.ts'
import type { FieldState } from './schema/capture.ts'
import type { CauseReview, Trial } from './schema/cause.ts'
import { say } from '../words/say.ts'

/** How a field state is written. */
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

/** What a program found in a kernel tree, and no person has reviewed: its sign, and how it is called. */
export const DERIVED: Term = {
  letter: 'D',
  label: 'derived, not reviewed',
  shortLabel: 'derived',
  sentence: 'A program followed the code in a kernel tree; no person has reviewed what it found.',
}

/**
 * The name of a capture or a conversion where there is room for words: it says so where no person has reviewed it.
 *
 * @param site - the capture or the conversion.
 * @returns such as `SAVE_ALL (derived, not reviewed)`.
 */
export function siteName({
  name,
  isDerived,
}: {
  readonly name: string
  readonly isDerived?: true | undefined
}): string {
  return isDerived ? `${name} (${say(DERIVED.label)})` : name
}

/** The states of a field, best first, then those of which no verdict follows. */
export const FIELD_STATES: Readonly<Record<FieldState, Term & { readonly verdict?: Verdict }>> = {
  captured: {
    letter: 'C',
    label: 'captured',
    shortLabel: 'captured',
    sentence: 'What the code that was stopped had there.',
    verdict: 'good',
  },
  computed: {
    letter: '=',
    label: 'computed',
    shortLabel: 'computed',
    sentence: 'The same value, but not saved: worked out, or looked up.',
    verdict: 'good',
  },
  'made-up': {
    letter: 'M',
    label: 'made up',
    shortLabel: 'made up',
    sentence: 'A constant, or another value; it stands at the right.',
    verdict: 'bad',
  },
  unset: {
    letter: '–',
    label: 'never written',
    shortLabel: 'unset',
    sentence: 'A zero or a leftover of what lay there.',
    verdict: 'ugly',
  },
  none: {
    letter: '·',
    label: 'no register',
    shortLabel: 'no register',
    sentence: "Padding, or a word of the kernel's own.",
  },
  unknown: {
    letter: '?',
    label: 'unknown',
    shortLabel: 'unknown',
    sentence: 'What was read does not tell.',
    verdict: 'unknown',
  },
}

/** How the sign is explained at states that many calls of a running kernel showed: the corner of a cell is filled. */
export const SIGNED_LABEL = 'measured on a running kernel'

/** The verdicts, each with the field state that it is drawn as, and all from which it follows. */
export const VERDICTS: Readonly<
  Record<Verdict, { readonly state: FieldState; readonly states: readonly FieldState[] }>
> = {
  good: { state: 'captured', states: ['captured', 'computed'] },
  bad: { state: 'made-up', states: ['made-up'] },
  ugly: { state: 'unset', states: ['unset'] },
  unknown: { state: 'unknown', states: ['unknown'] },
}

/** The three verdicts of the talk, best first. */
export const VERDICT_IDS = ['good', 'bad', 'ugly'] as const

/** The states of which no verdict follows. */
export const WITHOUT_VERDICT = ['none', 'unknown'] as const

/** The states that make a verdict, in words: `captured or computed`. */
export function statesOf(verdict: Verdict): string {
  return VERDICTS[verdict].states.map(it => say(FIELD_STATES[it].label)).join(` ${say('or')} `)
}

/** What came of trying a cause on a running kernel: as people read it, and as `--json` prints it. */
export const TRIAL_RESULTS: Readonly<
  Record<Trial['result'], { readonly label: string; readonly outcome: Exclude<TriedOutcome, 'no'> }>
> = {
  seen: { label: 'seen', outcome: 'reproduced' },
  'not-seen': { label: 'not seen', outcome: 'not-reproduced' },
  cannot: { label: 'cannot be tried', outcome: 'cannot' },
}

/** Whether a cause was reproduced on any kernel on which it was tried; `no` where it was not tried. */
export type TriedOutcome = 'reproduced' | 'not-reproduced' | 'cannot' | 'no'

/**
 * Sum up what came of trying a cause.
 *
 * @param trials - in any order; none where it was not tried.
 * @returns the outcome that says most: reproduced once is reproduced.
 */
export function triedOutcome(trials: readonly Pick<Trial, 'result'>[]): TriedOutcome {
  const results = Object.keys(TRIAL_RESULTS) as readonly Trial['result'][]
  const best = results.find(it => trials.some(trial => trial.result === it))
  return best ? TRIAL_RESULTS[best].outcome : 'no'
}

/** The statuses of causes, in words. */
export const STATUS_LABELS: Readonly<Record<CauseReview['status'], string>> = {
  reported: 'reported',
  fixed: 'fixed',
  'by-design': 'by design',
  'no-report-found': 'no report found',
}
