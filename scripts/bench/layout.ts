import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { drawnCrossings } from './count-drawn-crossings.ts'
import { cameraFor } from '../../src/canvas/camera.ts'
import { layoutStage } from '../../src/layout/layout-stage.ts'
import type { MeasureText } from '../../src/layout/label-width.ts'
import type { StageInput } from '../../src/layout/stage-layout.ts'
import { root } from '../../src/files/root.ts'
import { d3dag, dagre, dot, elk, shownGraph, type Engine, type EnginePicture } from './layout-engines.ts'

/** How one engine carries a picture through the steps in which it grows. */
export type EngineRow = {
  readonly engine: string
  /** For all steps, in this process, as they come. */
  readonly ms: number
  readonly steps: number
  /** Link crossings in the last step's picture, counted on the drawn lines. */
  readonly crossings: number
  /** Pairs of boxes that change sides from one step to the next, summed over the steps. */
  readonly leftRightSwaps: number
  readonly upDownSwaps: number
}

/**
 * Every engine lays out each step's subset; ours lays all of it out once and shows a part.
 *
 * Only dot keeps the rows; elk gets them as partitions, dagre as least lengths of links, d3-dag not at all.
 * Call it first in a process, so that our code is as cold as theirs.
 *
 * @param input - the whole stage; `reveals` are the steps.
 * @param measure - measures the text of labels.
 * @returns a row for each engine.
 */
export async function compareEngines(input: StageInput, measure: MeasureText): Promise<readonly EngineRow[]> {
  const engines: readonly (readonly [string, Engine])[] = [
    ['@dagrejs/dagre', dagre],
    ['d3-dag sugiyama', d3dag],
    ['@viz-js/viz dot', dot],
    ['elkjs layered', elk],
  ]
  const rows = [oursRow(input, measure)]
  for (const [name, engine] of engines) {
    const start = performance.now()
    const pictures: EnginePicture[] = []
    for (const ids of input.reveals) pictures.push(await engine(shownGraph(input, ids, measure)))
    rows.push(engineRow(name, performance.now() - start, pictures))
  }
  return rows
}

function oursRow(input: StageInput, measure: MeasureText): EngineRow {
  // Fonts are read on first use; that is no part of any layout.
  for (const { label } of input.boxes) label.forEach(text => [measure(text, 400), measure(text, 600)])
  const start = performance.now()
  const { boxes, links } = layoutStage(input, measure)
  const ms = performance.now() - start
  const pictures = input.reveals.map((ids): EnginePicture => {
    const shown = new Set(ids)
    return {
      centres: new Map(
        boxes
          .filter(({ id }) => shown.has(id))
          .map(({ id, x, y, width, height }) => [id, { x: x + width / 2, y: y + height / 2 }]),
      ),
      lines: links.filter(({ parent, child }) => shown.has(parent) && shown.has(child)).map(({ points }) => points),
    }
  })
  return engineRow('ours', ms, pictures)
}

function engineRow(engine: string, ms: number, pictures: readonly EnginePicture[]): EngineRow {
  const swaps = (axis: 'x' | 'y') =>
    pictures.slice(1).reduce((sum, picture, i) => sum + swappedPairs(pictures[i]!, picture, axis), 0)
  return {
    engine,
    ms,
    steps: pictures.length,
    crossings: drawnCrossings(pictures.at(-1)?.lines ?? []),
    leftRightSwaps: swaps('x'),
    upDownSwaps: swaps('y'),
  }
}

/**
 * Pairs that are in both pictures, in one order by more than a px before and in the other after.
 *
 * @param before - one picture.
 * @param after - the other.
 * @param axis - along which the order is compared.
 * @returns the number of pairs.
 */
export function swappedPairs(before: EnginePicture, after: EnginePicture, axis: 'x' | 'y'): number {
  const ids = [...before.centres.keys()].filter(id => after.centres.has(id))
  const side = ({ centres }: EnginePicture, a: string, b: string) => {
    const apart = centres.get(a)![axis] - centres.get(b)![axis]
    return Math.abs(apart) <= 1 ? 0 : Math.sign(apart)
  }
  return ids.reduce(
    (sum, a, i) => sum + ids.slice(0, i).filter(b => side(before, a, b) * side(after, a, b) < 0).length,
    0,
  )
}

/**
 * The first layout in a fresh Node process, compilation of our code to machine code included, loading it not.
 *
 * @param input - the whole stage.
 * @param measure - measures the text of labels.
 * @param runs - processes started, one after the other.
 * @returns ms of each, smallest first.
 */
export function coldLayoutMs(input: StageInput, measure: MeasureText, runs: number): readonly number[] {
  const widths = Object.fromEntries(
    input.boxes.flatMap(({ label }) =>
      label.flatMap(text => ([400, 600] as const).map(weight => [`${weight} ${text}`, measure(text, weight)])),
    ),
  )
  const script = `import { readFileSync } from 'node:fs'
    import { layoutStage } from ${JSON.stringify(new URL('../../src/layout/layout-stage.ts', import.meta.url).href)}
    const { input, widths } = JSON.parse(readFileSync(0, 'utf8'))
    const start = performance.now()
    layoutStage(input, (text, weight) => widths[weight + ' ' + text])
    console.log(performance.now() - start)`
  return Array.from({ length: runs }, () =>
    Number(
      execFileSync(process.execPath, ['--input-type=module', '-e', script], {
        input: JSON.stringify({ input, widths }),
        encoding: 'utf8',
        env: { ...process.env, NODE_COMPILE_CACHE: join(root, '.cache/node') },
      }),
    ),
  ).sort((a, b) => a - b)
}

/** One layout of a large stage and a camera for each of its scenes. */
export type LargeRow = {
  readonly boxes: number
  readonly links: number
  readonly scenes: number
  readonly layoutMs: number
  readonly camerasMs: number
  readonly crossings: number
}

/**
 * Measure the layout of a large stage.
 *
 * @param input - see `largeStage`.
 * @param measure - measures the text of labels.
 * @returns time and crossings of its layout.
 */
export function measureLarge(input: StageInput, measure: MeasureText): LargeRow {
  const start = performance.now()
  const layout = layoutStage(input, measure)
  const laidOut = performance.now()
  for (const ids of input.reveals) cameraFor(layout, ids, { x: 44, y: 44, width: 892, height: 464 }, { maxScale: 2 })
  return {
    boxes: input.boxes.length,
    links: input.links.length,
    scenes: input.reveals.length,
    layoutMs: laidOut - start,
    camerasMs: performance.now() - laidOut,
    crossings: layout.crossings,
  }
}

/**
 * A made-up stage of any size, always the same: slabs, and four rows that stand on each other.
 *
 * @param boxCount - how many boxes it has.
 * @param sceneCount - how many scenes show parts of it.
 * @returns the stage.
 */
export function largeStage(boxCount: number, sceneCount: number): StageInput {
  const perRow = Math.ceil((boxCount - 4) / 4)
  const boxes = Array.from({ length: boxCount }, (_, i) => {
    const row = i < 4 ? 0 : 1 + Math.floor((i - 4) / perRow)
    return { id: `box-${i}`, row, label: row === 0 ? [`Origin ${i}`] : ['eBPF', `probe ${i}`], isOrigin: row === 0 }
  })
  const links = boxes.slice(4).flatMap(({ id, row }, i) => {
    const below = boxes.filter(box => box.row === row - 1)
    const first = Math.floor(((i % perRow) * below.length) / perRow)
    // Every third box stands on a second one, up to four places off.
    const parents = new Set(i % 3 === 0 && row > 1 ? [first, (first + 1 + ((i * 7) % 4)) % below.length] : [first])
    return [...parents].map(parent => ({ parent: below[parent]!.id, child: id }))
  })
  const ids = boxes.map(({ id }) => id)
  const reveals = Array.from({ length: sceneCount }, (_, scene) =>
    ids.slice(0, Math.ceil(((scene + 1) * boxCount) / sceneCount)),
  )
  return { boxes, links, reveals }
}

/** What is proven about the crossings of a stage. */
export type ProofRow = { readonly crossings: number; readonly bound: number; readonly isExact: boolean }

/**
 * The crossings of our picture, and the number below which no picture with these rows can be.
 *
 * @param input - the whole stage.
 * @param measure - measures the text of labels.
 * @returns both numbers.
 */
export function provenCrossings(input: StageInput, measure: MeasureText): ProofRow {
  const { crossings, crossingsBound, isExact } = layoutStage(input, measure)
  return { crossings, bound: crossingsBound, isExact }
}
