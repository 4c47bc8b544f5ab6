import type { ExplorerRow } from './explorer.ts'
import type { BenchRow } from './export.ts'
import type { GrowthRow } from './growth.ts'
import type { HazardsRow } from './hazards.ts'
import type { MotionRow, StageRow } from './stage.ts'
import type { EngineRow, LargeRow, ProofRow } from './layout.ts'

/** Everything that `npm run bench` measures. */
export type Bench = {
  readonly engines: readonly EngineRow[]
  readonly proof: ProofRow
  readonly coldLayoutMs: readonly number[]
  readonly large: LargeRow
  readonly hazards: readonly HazardsRow[]
  readonly hazardsCommandMs: number
  /** From a saved data file to the new picture, ms, smallest first. */
  readonly dataEditMs: readonly number[]
  readonly export: readonly BenchRow[]
  readonly stage: StageRow
  readonly growth: readonly GrowthRow[]
  readonly explorer: readonly ExplorerRow[]
}

/**
 * The measurements as people read them, both sides of each.
 *
 * @param options - what was measured.
 * @returns lines of text.
 */
export function benchRows({
  engines,
  proof,
  coldLayoutMs,
  large,
  hazards,
  hazardsCommandMs,
  dataEditMs,
  export: exports,
  stage: { motion, motionAtOnce, switched, memory, walk },
  growth,
  explorer,
}: Bench): string {
  const lines = [
    'Layout: the growing stage, each step laid out; ours once for all',
    ...engines.map(
      it =>
        `  ${it.engine.padEnd(18)} ${number(it.leftRightSwaps)} left/right swaps ${number(it.upDownSwaps)} up/down` +
        ` ${number(it.crossings)} crossings at the end ${number(it.ms, 0)} ms`,
    ),
    `  crossings: ${proof.crossings}; proven: no picture with these rows has fewer than ${proof.bound}`,
    `  the whole talk, cold: ${ms(median(coldLayoutMs))} (median of ${coldLayoutMs.length} processes; ${ms(coldLayoutMs[0]!)} to ${ms(coldLayoutMs.at(-1)!)})`,
    `  ${large.boxes} boxes and ${large.scenes} scenes: ${ms(large.layoutMs + large.camerasMs)}`,
    '',
    'Analysis',
    ...hazards.map(
      it => `  ${String(it.times).padStart(3)} x the captures: ${ms(it.ms)} for ${it.hazards} ways to a reader`,
    ),
    `  npm run hazards, all arches and releases, start-up included: ${ms(hazardsCommandMs)}`,
    '',
    `A data file saved in npm run dev, to the new picture: ${ms(median(dataEditMs))} (median of ${dataEditMs.length})`,
    '',
    'Against others, in the same run',
    ...exports.map(
      it =>
        `  ${it.what.padEnd(40)} ${it.ours.toFixed(2).padStart(8)} ${it.unit}  ${it.other.toFixed(2).padStart(8)} ${it.unit}` +
        `  ratio ${(it.ours / it.other).toFixed(2)}  (${it.against})`,
    ),
    '',
    `On stage, the CPU four times slower, on ${motion.scene}`,
    ...motionRows(motion),
    '  the same, the window opened this moment',
    ...motionRows(motionAtOnce).map(it => `  ${it}`),
    `  two windows, the CPU as it is, ${switched.switches} switches: another arch ${ms(switched.here.archMs)} here and` +
      ` ${ms(switched.there.archMs)} in the other, another release ${ms(switched.here.releaseMs)} and` +
      ` ${ms(switched.there.releaseMs)}, at worst; ${switched.reloads} reloads`,
    `  the talk ${memory.rounds} times forward and back: ${memory.beforeMb.toFixed(1)} MB, then` +
      ` ${memory.afterMb.toFixed(1)} MB (${percent(memory.afterMb / memory.beforeMb - 1)});` +
      ` ${memory.said.length} console messages`,
    `  two windows, ${walk.steps} random steps, ${walk.reloads} reloads, ${walk.reopenings} reopened, ${walk.sleeps} asleep: out of step for at most ${ms(walk.longestApartMs)}; ${walk.said.length} console messages`,
    '',
    ...growthRows(growth),
    '',
    ...explorerRows(explorer),
  ]
  return `${lines.join('\n')}\n`
}

function growthRows(growth: readonly GrowthRow[]): readonly string[] {
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

function explorerRows(explorer: readonly ExplorerRow[]): readonly string[] {
  return [
    'The explorer, from the key to the painted answer, CPU slowed four times',
    ...explorer.map(
      it =>
        `  ${it.what.padEnd(40)} ${ms(median(it.ms))} (median of ${it.ms.length}; ${ms(it.ms[0]!)} to ${ms(it.ms.at(-1)!)})`,
    ),
  ]
}

function motionRows({ usualFrameMs, worstFrameMs, frames, stillMs, backMs, archMs }: MotionRow): readonly string[] {
  return [
    `  frames while something moves: 95 in 100 under ${ms(usualFrameMs)}, the longest ${ms(worstFrameMs)} (${frames} frames)`,
    `  the longest frame of a step while nothing moves: ${ms(median(stillMs))} (median of ${stillMs.length}; ${ms(stillMs[0]!)} to ${ms(stillMs.at(-1)!)})`,
    `  to the frame that shows it: a step back ${ms(backMs)}, another arch ${ms(archMs)}`,
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
