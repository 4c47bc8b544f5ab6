// npm run bench: what ours costs, and what others cost, in the same run.
import { performance } from 'node:perf_hooks'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { stageInput } from '../src/deck/stage/stage-input.ts'
import { stageScenes } from '../src/deck/stage/resolve-steps.ts'
import { createTextMeasurer } from '../src/build/measure-text.ts'
import { root } from '../src/files/root.ts'
import { measureDataEdit } from './bench/data-edit.ts'
import { benchExplorer } from './bench/explorer.ts'
import { benchExport } from './bench/export.ts'
import { benchGrowth } from './bench/growth.ts'
import { benchHazards } from './bench/hazards.ts'
import { benchStage } from './bench/stage.ts'
import { coldLayoutMs, compareEngines, largeStage, measureLarge, provenCrossings } from './bench/layout.ts'
import { benchRows, type Bench } from './bench/report.ts'
import { printJson, runCommand } from '../src/cli/command.ts'
import { readValidDeck } from '../src/build/read-deck.ts'

/** How many times as long the deck is whose growth is measured. */
const GROWTH = 10

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
  options: { json: { help: 'print the measurements as JSON' } },
  async run({ values, progress }) {
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
    const engines = await compareEngines(atTheEnd, measure)
    const large = measureLarge(largeStage(300, 250), measure)
    const bench: Bench = {
      engines,
      proof: provenCrossings(atTheEnd, measure),
      coldLayoutMs: coldLayoutMs(input, measure, COLD_RUNS),
      large,
      hazards: benchHazards(data),
      hazardsCommandMs: commandMs(['hazards.ts', '--json']),
      dataEditMs: await measureDataEdit(5),
      export: await benchExport(3, progress),
      stage: await benchStage({ rounds: ROUNDS, steps: WALK_STEPS }),
      growth: await benchGrowth(GROWTH),
      explorer: await benchExplorer(progress),
    }
    if (values.json) printJson(bench)
    else process.stdout.write(benchRows(bench))
  },
})

function commandMs([script, ...args]: readonly string[]): number {
  const start = performance.now()
  execFileSync(process.execPath, [join(root, 'scripts', script!), ...args], { cwd: root, maxBuffer: 256 * 1024 * 1024 })
  return performance.now() - start
}
