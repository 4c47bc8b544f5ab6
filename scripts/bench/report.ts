import type { ExplorerRow } from './explorer.ts'
import type { BenchRow } from './export.ts'
import type { GrowthRow } from './growth.ts'
import type { HazardsRow } from './hazards.ts'
import type { MemoryRow, MotionRow, StageRow } from './stage.ts'
import type { EngineRow, LargeRow, ProofRow } from './layout.ts'
import type { SwitchRow } from './switch.ts'
import type { RandomWalk } from './walk-windows.ts'

/** What the layout costs, and what it comes to. */
export type LayoutFigures = {
  readonly engines: readonly EngineRow[]
  readonly proof: ProofRow
  readonly coldLayoutMs: readonly number[]
  readonly large: LargeRow
}

/** What the analysis costs. */
export type AnalysisFigures = {
  readonly hazards: readonly HazardsRow[]
  readonly hazardsCommandMs: number
}

/** Everything that `npm run bench` measures; a part that fails is missing. */
export type Bench = Partial<
  LayoutFigures &
    AnalysisFigures & {
      /** From a saved data file to the new picture, ms, smallest first. */
      readonly dataEditMs: readonly number[]
      readonly growth: readonly GrowthRow[]
      readonly explorer: readonly ExplorerRow[]
    }
> & {
  readonly export: readonly BenchRow[]
  readonly stage: Partial<StageRow>
}

/**
 * The layout as people read it.
 *
 * @param options - what it costs.
 * @returns lines of text.
 */
export function layoutLines({ engines, proof, coldLayoutMs, large }: LayoutFigures): readonly string[] {
  return [
    'Layout: the growing stage, each step laid out; ours once for all',
    ...engines.map(
      it =>
        `  ${it.engine.padEnd(18)} ${number(it.leftRightSwaps)} left/right swaps ${number(it.upDownSwaps)} up/down` +
        ` ${number(it.crossings)} crossings at the end ${number(it.ms, 0)} ms`,
    ),
    `  crossings: ${proof.crossings}; proven: no picture with these rows has fewer than ${proof.bound}`,
    `  the whole talk, cold: ${ms(median(coldLayoutMs))} (median of ${coldLayoutMs.length} processes; ${ms(coldLayoutMs[0]!)} to ${ms(coldLayoutMs.at(-1)!)})`,
    `  ${large.boxes} boxes and ${large.scenes} scenes: ${ms(large.layoutMs + large.camerasMs)}`,
  ]
}

/**
 * The analysis as people read it.
 *
 * @param options - what it costs.
 * @returns lines of text.
 */
export function analysisLines({ hazards, hazardsCommandMs }: AnalysisFigures): readonly string[] {
  return [
    'Analysis',
    ...hazards.map(
      it => `  ${String(it.times).padStart(3)} x the captures: ${ms(it.ms)} for ${it.hazards} ways to a reader`,
    ),
    `  npm run hazards, all arches and releases, start-up included: ${ms(hazardsCommandMs)}`,
  ]
}

/**
 * The time from a saved data file to the new picture, as people read it.
 *
 * @param dataEditMs - ms, smallest first.
 * @returns lines of text.
 */
export function dataEditLines(dataEditMs: readonly number[]): readonly string[] {
  return [
    `A data file saved in npm run dev, to the new picture: ${ms(median(dataEditMs))} (median of ${dataEditMs.length})`,
  ]
}

/**
 * Comparisons as people read them, both sides of each.
 *
 * @param what - the heading.
 * @param rows - the comparisons.
 * @returns lines of text.
 */
export function comparisonLines(what: string, rows: readonly BenchRow[]): readonly string[] {
  return [
    what,
    ...rows.map(
      it =>
        `  ${it.what.padEnd(40)} ${it.ours.toFixed(2).padStart(8)} ${it.unit}  ${it.other.toFixed(2).padStart(8)} ${it.unit}` +
        `  ratio ${(it.ours / it.other).toFixed(2)}  (${it.against})`,
    ),
  ]
}

/**
 * Motion as people read it.
 *
 * @param when - since when the window is open.
 * @param options - what was measured.
 * @returns lines of text.
 */
export function motionLines(
  when: string,
  { scene, usualFrameMs, worstFrameMs, frames, stillMs, backMs, archMs }: MotionRow,
): readonly string[] {
  return [
    `On stage, the CPU four times slower, on ${scene}, ${when}`,
    `  frames while something moves: 95 in 100 under ${ms(usualFrameMs)}, the longest ${ms(worstFrameMs)} (${frames} frames)`,
    `  the longest frame of a step while nothing moves: ${ms(median(stillMs))} (median of ${stillMs.length}; ${ms(stillMs[0]!)} to ${ms(stillMs.at(-1)!)})`,
    `  to the frame that shows it: a step back ${ms(backMs)}, another arch ${ms(archMs)}`,
  ]
}

/**
 * Other arches and releases in two windows, as people read them.
 *
 * @param options - what was measured.
 * @returns lines of text.
 */
export function switchLines({ switches, here, there, reloads }: SwitchRow): readonly string[] {
  return [
    `Two windows, ${switches} switches: another arch ${ms(here.archMs)} here and` +
      ` ${ms(there.archMs)} in the other, another release ${ms(here.releaseMs)} and` +
      ` ${ms(there.releaseMs)}, at worst; ${reloads} reloads`,
  ]
}

/**
 * Memory as people read it.
 *
 * @param options - what was measured.
 * @returns lines of text.
 */
export function memoryLines({ rounds, beforeMb, afterMb, said }: MemoryRow): readonly string[] {
  return [
    `The talk ${rounds} times forward and back: ${beforeMb.toFixed(1)} MB, then` +
      ` ${afterMb.toFixed(1)} MB (${percent(afterMb / beforeMb - 1)});` +
      ` ${said.length} console messages`,
  ]
}

/**
 * The walk through two windows as people read it.
 *
 * @param options - what was measured.
 * @returns lines of text.
 */
export function walkLines({ longestApartMs, said, ...walk }: RandomWalk): readonly string[] {
  const { steps, reloads, reopenings, sleeps, answers, pointings } = walk
  return [
    `Two windows, ${steps} random steps, ${reloads} reloads, ${reopenings} reopened, ${sleeps} asleep, ${answers} answers`,
    `  and ${pointings} things shown: out of step for at most ${ms(longestApartMs)}; ${said.length} console messages`,
  ]
}

/**
 * The growth of the export as people read it.
 *
 * @param growth - a row for each length.
 * @returns lines of text.
 */
export function growthLines(growth: readonly GrowthRow[]): readonly string[] {
  return [
    'Growth of the export, deck unchanged',
    ...growth.map(
      it =>
        `  ${String(it.times).padStart(3)} x the slides: ${it.pages} pages, ${it.seconds.toFixed(1)} s` +
        ` (${(it.seconds / growth[0]!.seconds).toFixed(1)} x), ${it.megabytes.toFixed(0)} MB in all processes` +
        ` (${(it.megabytes / growth[0]!.megabytes).toFixed(1)} x)`,
    ),
  ]
}

/**
 * The times of the explorer as people read them.
 *
 * @param explorer - a row for each question.
 * @returns lines of text.
 */
export function explorerLines(explorer: readonly ExplorerRow[]): readonly string[] {
  return [
    'The explorer, from the key to the painted answer, CPU slowed four times',
    ...explorer.map(
      it =>
        `  ${it.what.padEnd(40)} ${ms(median(it.ms))} (median of ${it.ms.length}; ${ms(it.ms[0]!)} to ${ms(it.ms.at(-1)!)})`,
    ),
  ]
}

function median(sorted: readonly number[]): number {
  return sorted[Math.floor(sorted.length / 2)]!
}

function number(value: number, digits = 0): string {
  return value.toFixed(digits).padStart(5)
}

function percent(share: number): string {
  return `${share < 0 ? '' : '+'}${(share * 100).toFixed(1)} %`
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`
}
