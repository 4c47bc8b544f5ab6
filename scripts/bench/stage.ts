import type { BrowserContext, CDPSession, Page } from 'playwright-chromium'
import type { Deck } from '../../src/deck/deck.ts'
import { sceneForArch } from '../../src/deck/scene-for-arch.ts'
import { benchSwitch, type SwitchRow } from './switch.ts'
import { launchChromium } from '../../src/chromium/launch.ts'
import { buildDeck } from '../../src/build/build-deck.ts'
import { readDeck } from '../../src/build/read-deck.ts'
import { serveDeck } from '../../src/server/serve-deck.ts'
import { walkWindows, type RandomWalk } from './walk-windows.ts'

/** How much slower than this machine the one is on which motion is measured. */
const SLOWER = 4

/** How long somebody who has gone back looks before going on again, ms. */
const LOOK = 400

/**
 * Minimum time for which the window has been open when the fullest scene comes, ms. After loading, V8 runs two garbage
 * collections, the first 30 s later, the second some 9 s after that: each may take a frame or two.
 */
const OPEN_BEFORE = 45_000

/** How motion, stepping and switching feel on a machine four times slower; ms. */
export type MotionRow = {
  /** The scene with the most on the stage. */
  readonly scene: string
  readonly frames: number
  /** From one frame to the next, while something moves: the longest, and what 95 in 100 stay under. */
  readonly worstFrameMs: number
  readonly usualFrameMs: number
  /** Longest frame of each step while nothing moves: the picture is being made; shortest first. */
  readonly stillMs: readonly number[]
  /** From a key to the frame that shows its effect: one step back, and another arch. */
  readonly backMs: number
  readonly archMs: number
}

/** What memory does while the talk is gone through again and again; MB after garbage has been collected. */
export type MemoryRow = {
  readonly rounds: number
  readonly beforeMb: number
  readonly afterMb: number
  readonly said: readonly string[]
}

/** What `npm run bench` reports of the talk on stage. */
export type StageRow = {
  readonly motion: MotionRow
  /** The same in a window that has been opened this moment. */
  readonly motionAtOnce: MotionRow
  readonly switched: SwitchRow
  readonly memory: MemoryRow
  readonly walk: RandomWalk
}

/** How much is measured of the talk on stage. */
type StageSize = {
  /** How often the talk is gone through, forward and back. */
  readonly rounds: number
  /** Of the walk through two windows. */
  readonly steps: number
}

/** A deck that is served, and where its pages are opened. */
type OnStage = { readonly context: BrowserContext; readonly origin: string; readonly deck: Deck }

/**
 * The parts of what is measured of the talk on stage, in the built deck: frames, memory, and two windows in step. Each
 * has a Chromium of its own.
 *
 * @param size - how much is measured.
 * @returns what measures each part.
 */
export function stageParts({ rounds, steps }: StageSize): {
  readonly [Part in keyof StageRow]: () => Promise<StageRow[Part]>
} {
  return {
    motion: () => onStage(it => measureMotion(it, { openBefore: OPEN_BEFORE })),
    motionAtOnce: () => onStage(it => measureMotion(it, { openBefore: 0 })),
    switched: () => onStage(({ context, origin, deck }) => benchSwitch(context, origin, deck, fullestScene(deck))),
    memory: () => onStage(({ context, origin, deck }) => measureMemory(context, origin, deck, rounds)),
    walk: () => onStage(({ context, origin, deck }) => walkWindows(context, origin, deck, { steps, seed: 0.25 })),
  }
}

async function onStage<T>(measure: (stage: OnStage) => Promise<T>): Promise<T> {
  const [browser, served] = await Promise.all([launchChromium(), buildDeck().then(folder => serveDeck(folder))])
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 720 } })
    return await measure({ context, origin: served.origin, deck: readDeck() })
  } finally {
    await Promise.all([browser.close(), served.close()])
  }
}

/**
 * The scene whose last step has the most boxes on a stage, the first of several.
 *
 * @param options - the deck.
 * @returns the scene's id.
 */
export function fullestScene({ order, scenes }: Deck): string {
  const boxes = (id: string) =>
    scenes[id]!.slot && scenes[id]!.view !== 'hazard' && scenes[id]!.steps.length > 1
      ? Object.keys(scenes[id]!.steps.at(-1)!.boxes).length
      : 0
  return order.toSorted((a, b) => boxes(b) - boxes(a))[0]!
}

/** Open the deck at a place, all loaded, on a machine as slow as asked for. */
async function openSlow(context: BrowserContext, address: string): Promise<{ page: Page; cdp: CDPSession }> {
  const page = await context.newPage()
  const cdp = await context.newCDPSession(page)
  await page.goto(address)
  await page.waitForSelector('html[data-loaded]')
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
  return { page, cdp }
}

/** Go through the fullest scene and into the next several times, and time every frame. */
async function measureMotion(
  { context, origin, deck }: OnStage,
  { openBefore }: { openBefore: number },
): Promise<MotionRow> {
  const scene = fullestScene(deck)
  const no = deck.order.indexOf(scene) + 1
  const { page } = await openSlow(
    context,
    `${origin}/#/${no - 1}?clicks=${deck.scenes[deck.order[no - 2]!]!.steps.length - 1}`,
  )
  await page.waitForTimeout(openBefore)
  const frames: number[] = []
  const stills: number[] = []
  const backs: number[] = []
  for (let round = 0; round < 10; round++) {
    for (let step = 0; step < deck.scenes[scene]!.steps.length; step++) {
      const { still, moving } = await framesOf(page, 'PageDown')
      frames.push(...moving)
      stills.push(Math.max(...still))
    }
    for (let step = 0; step < deck.scenes[scene]!.steps.length; step++) backs.push(await effectOf(page, 'PageUp'))
    await page.waitForTimeout(LOOK)
  }
  await page.keyboard.press('PageDown')
  const arches: number[] = []
  for (let round = 0; round < 2 * deck.arches.length; round++) arches.push(await effectOf(page, 'a'))
  frames.sort((a, b) => a - b)
  stills.sort((a, b) => a - b)
  return {
    scene,
    stillMs: stills,
    frames: frames.length,
    worstFrameMs: frames.at(-1)!,
    usualFrameMs: frames[Math.floor(frames.length * 0.95)]!,
    backMs: Math.max(...backs),
    archMs: Math.max(...arches),
  }
}

/**
 * Press a key and time each frame from the first one after it, ms: apart while nothing moves and while something does.
 */
function framesOf(page: Page, key: string): Promise<{ still: number[]; moving: number[] }> {
  return watchKey(page, key, () => {
    window.watched = new Promise<{ still: number[]; moving: number[] }>(resolve => {
      const times: number[] = []
      let motions: Animation[] = []
      // Once the frame has been drawn: to ask in it would make it longer.
      const note = () => setTimeout(() => (motions = document.getAnimations()))
      const sortedFrames = () => {
        const spans = motions.flatMap(({ startTime, effect }) =>
          startTime === null
            ? []
            : [[Number(startTime), Number(startTime) + Number(effect!.getComputedTiming().endTime)] as const],
        )
        const [from, to] = [Math.min(...spans.map(it => it[0])), Math.max(...spans.map(it => it[1]))]
        const frames = times
          .slice(1)
          .map((end, i) => ({ ms: end - times[i]!, isMoving: times[i]! >= from && times[i]! < to }))
        const lengths = (isMoving: boolean) => frames.filter(it => it.isMoving === isMoving).map(it => it.ms)
        return { still: lengths(false), moving: lengths(true) }
      }
      // To look whether it still moves would cost more than a frame has: it is over after this time, and some more.
      const frame = (now: number) => {
        times.push(now)
        if (now - times[0]! < 800) return requestAnimationFrame(frame)
        removeEventListener('transitionrun', note)
        resolve(sortedFrames())
      }
      addEventListener('transitionrun', note, { once: true })
      addEventListener('keydown', () => requestAnimationFrame(frame), { once: true })
    })
  })
}

/** Press a key, and tell how long it took to the frame that shows its effect, ms. */
function effectOf(page: Page, key: string): Promise<number> {
  return watchKey(page, key, () => {
    window.watched = new Promise<number>(resolve => {
      addEventListener(
        'keydown',
        ({ timeStamp }) => {
          // The frame after the next begins when the next has been drawn.
          requestAnimationFrame(() => requestAnimationFrame(now => resolve(now - timeStamp)))
        },
        { once: true, capture: true },
      )
    })
  })
}

declare global {
  interface Window {
    watched?: Promise<unknown>
  }
}

/** Press a key once the page is watching, and tell what it has seen. */
async function watchKey<Seen>(page: Page, key: string, watch: () => void): Promise<Seen> {
  await page.evaluate(watch)
  await page.keyboard.press(key)
  return (await page.evaluate(() => window.watched)) as Seen
}

/**
 * Go through the whole talk and back, again and again, and weigh what is left.
 *
 * @param context - where the page is opened.
 * @param origin - where the deck is served, no slash at the end.
 * @param deck - the deck that is served.
 * @param rounds - how often, after a first round that is not counted.
 * @returns the page's memory before and after, and what it said on the console.
 */
export async function measureMemory(
  context: BrowserContext,
  origin: string,
  deck: Deck,
  rounds: number,
): Promise<MemoryRow> {
  const page = await context.newPage()
  const said: string[] = []
  page.on('console', message => said.push(message.text()))
  page.on('pageerror', error => said.push(error.message))
  const cdp = await context.newCDPSession(page)
  await page.goto(origin)
  await page.waitForSelector('html[data-loaded]')
  const scenes = deck.order.map(id => sceneForArch(deck, id, deck.arch))
  const [first, last] = [
    `1 ${scenes[0]!.steps[0]!.caption}`,
    `${scenes.length} ${scenes.at(-1)!.steps.at(-1)!.caption}`,
  ]
  const steps = scenes.reduce((sum, it) => sum + it.steps.length, 0) - 1
  const round = async () => {
    for (const [key, end] of [
      ['PageDown', last],
      ['PageUp', first],
    ] as const) {
      for (let step = 0; step < steps; step++) await page.keyboard.press(key)
      await page.waitForFunction(wanted => {
        const slide = document.querySelector('#slide-content .slidev-page:not([style*="display: none"])')
        return (
          `${slide?.getAttribute('data-slidev-no')} ${slide?.querySelector('[data-step-caption]')?.getAttribute('data-step-caption')}` ===
          wanted
        )
      }, end)
    }
  }
  const weigh = async () => {
    await cdp.send('HeapProfiler.collectGarbage')
    const { usedSize } = await cdp.send('Runtime.getHeapUsage')
    return usedSize / 1e6
  }
  // What the first round compiles and keeps is no leak.
  await round()
  const beforeMb = await weigh()
  for (let done = 0; done < rounds; done++) await round()
  return { rounds, beforeMb, afterMb: await weigh(), said }
}
