// npm run bench: what ours costs, and what others cost, in the same run.
import { performance } from 'node:perf_hooks'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { stageInput } from '../src/deck/stage/stage-input.ts'
import { stageScenes } from '../src/deck/stage/resolve-steps.ts'
import { createTextMeasurer } from '../src/build/measure-text.ts'
import { root } from '../src/files/root.ts'
import { measureDataEdit } from './bench/data-edit.ts'
import { benchExplorer, benchRoom } from './bench/explorer.ts'
import { benchExport, benchFirstSlide } from './bench/export.ts'
import { benchGrowth } from './bench/growth.ts'
import { benchHazards } from './bench/hazards.ts'
import { stageParts } from './bench/stage.ts'
import { coldLayoutMs, compareEngines, largeStage, measureLarge, provenCrossings } from './bench/layout.ts'
import { type BenchPart, measureParts } from './bench/measure-parts.ts'
import * as report from './bench/report.ts'
import { printJson, runCommand } from '../src/cli/command.ts'
import { readValidDeck } from '../src/build/read-deck.ts'

/** How many times as long the deck is whose growth is measured. */
const GROWTH = 10

/** How often each export is timed. */
const EXPORTS = 3

/** How often a data file is saved. */
const SAVES = 5

/** How often the talk is gone through, forward and back, to see whether memory grows. */
const ROUNDS = 20

/** How many steps are walked through two windows at random. */
const WALK_STEPS = 1000

/** How often a cold process is started; the median counts. */
const COLD_RUNS = 9

await runCommand({
  name: 'npm run bench',
  summary:
    'Measures the layout, the analysis, the export and the first slide, each against its peer in the same run, the talk on stage, and how soon the explorer answers.',
  subject: 'the shipped talk, and the programs that it is measured against',
  options: { json: { help: 'print the measurements as JSON' } },
  async run({ values, progress, signal }) {
    const { bench, parts } = benchParts(progress)
    const failed = await measureParts(parts, {
      print: lines => {
        if (!values.json) process.stdout.write(`${lines.join('\n')}\n\n`)
      },
      fail: (what, error) => process.stderr.write(`npm run bench: ${what}: ${(error as Error).message}\n`),
      signal,
    })
    if (values.json) printJson(bench())
    return failed > 0 ? 1 : 0
  },
})

/** All that is measured, part by part, and what has been measured so far. */
function benchParts(progress: (text: string) => void): { parts: readonly BenchPart[]; bench: () => report.Bench } {
  let bench: report.Bench = { export: [], stage: {} }
  const add = <Figures extends Partial<report.Bench>>(figures: Figures): Figures => {
    bench = { ...bench, ...figures }
    return figures
  }
  const stage = stageParts({ rounds: ROUNDS, steps: WALK_STEPS })
  const onStage = async <Part extends keyof typeof stage>(part: Part) => {
    const row = await stage[part]()
    add({ stage: { ...bench.stage, [part]: row } })
    return row as Awaited<ReturnType<(typeof stage)[Part]>>
  }
  const compared = (what: string, rows: report.Bench['export']) => {
    add({ export: [...bench.export, ...rows] })
    return report.comparisonLines(what, rows)
  }
  const parts: readonly BenchPart[] = [
    ['the layout', async () => report.layoutLines(add(await measureLayout(progress)))],
    ['the analysis', () => report.analysisLines(add(measureAnalysis()))],
    [
      'a data file saved',
      async () => report.dataEditLines(add({ dataEditMs: await measureDataEdit(SAVES) }).dataEditMs),
    ],
    ['the export', async () => compared('Export, against others', await benchExport(EXPORTS, progress))],
    ['the first slide', async () => compared('First slide, against another', [await benchFirstSlide()])],
    ['motion', async () => report.motionLines('the window open for a while', await onStage('motion'))],
    ['motion at once', async () => report.motionLines('the window opened this moment', await onStage('motionAtOnce'))],
    ['switches', async () => report.switchLines(await onStage('switched'))],
    ['memory', async () => report.memoryLines(await onStage('memory'))],
    ['two windows', async () => report.walkLines(await onStage('walk'))],
    ['growth', async () => report.growthLines(add({ growth: await benchGrowth(GROWTH) }).growth)],
    [
      'the explorer',
      async () =>
        report.explorerLines(
          add({ explorer: [...(await benchExplorer(progress)), ...(await benchRoom(progress))] }).explorer,
        ),
    ],
  ]
  return { parts, bench: () => bench }
}

async function measureLayout(progress: (text: string) => void): Promise<report.LayoutFigures> {
  const { data, slides } = readValidDeck()
  const measure = createTextMeasurer()
  const input = stageInput(data.mechanisms)
  // The picture at the end of the talk: what some arch has at the release where the talk looks back.
  const shown = stageScenes(data, slides.arch)
    .flatMap(({ steps }) => steps.map(it => it.shown))
    .filter((ids, i, all) => ids.length > (all[i - 1]?.length ?? 0))
  const atTheEnd = {
    ...input,
    links: input.links.filter(link => link.child !== 'kretprobe' || link.parent !== 'exceptions'),
    reveals: shown,
  }
  progress('Laying out, with five engines …')
  return {
    engines: await compareEngines(atTheEnd, measure),
    large: measureLarge(largeStage(300, 250), measure),
    proof: provenCrossings(atTheEnd, measure),
    coldLayoutMs: coldLayoutMs(input, measure, COLD_RUNS),
  }
}

function measureAnalysis(): report.AnalysisFigures {
  return {
    hazards: benchHazards(readValidDeck().data),
    hazardsCommandMs: commandMs(['hazards.ts', '--json']),
  }
}

function commandMs([script, ...args]: readonly string[]): number {
  const start = performance.now()
  execFileSync(process.execPath, [join(root, 'scripts', script!), ...args], { cwd: root, maxBuffer: 256 * 1024 * 1024 })
  return performance.now() - start
}
