import type { BrowserContext } from 'playwright-chromium'
import type { Position } from '../../src/presentation/presentation-state.ts'
import type { Deck } from '../../src/deck/deck.ts'
import type { Shown, TalkWindow } from './talk-window.ts'
import { randomLcg } from 'd3'
import { sceneForArch } from '../../src/deck/scene-for-arch.ts'
import { nextPosition } from '../../src/presentation/presentation-state.ts'
import { openWindow } from './talk-window.ts'

/** What a walk through the talk in two windows came to. */
export type RandomWalk = {
  readonly steps: number
  readonly reloads: number
  readonly reopenings: number
  readonly sleeps: number
  readonly answers: number
  readonly pointings: number
  /** The longest time for which the two, both there and awake, showed different steps, ms. */
  readonly longestApartMs: number
  /** What the windows said on the console. */
  readonly said: readonly string[]
}

/** What a walk needs to know of the deck. */
export type WalkedDeck = Pick<Deck, 'arch' | 'arches' | 'otherArches' | 'order' | 'scenes'>

/** The address that windows are opened with: the one that `npm start` prints, at any point of the talk. */
const ADDRESSES = ['#/1', '#/presenter/1'] as const

/** Keys that go one click on, and back. */
const FORWARD = ['ArrowRight', 'PageDown', 'Space']
const BACK = ['ArrowLeft', 'PageUp']

/** How often something other than a step happens, of all steps. */
const SHARES = { jump: 0.1, burst: 0.1, reload: 0.06, reopen: 0.05, sleep: 0.04, answer: 0.08, point: 0.08 }

/** What the speaker is asked on the way. */
const QUESTIONS = ['who reads cs', 'is cs valid in a kretprobe', 'how rethook to user_mode', 'does fprobe use rethook']

/** One stay of a document in its window: what it showed, until when, and when it slept. */
type Stay = {
  readonly shown: readonly Shown[]
  readonly until: number
  readonly sleeps: readonly (readonly [number, number])[]
}

/**
 * Walk through the talk at random, in the audience's window and the speaker's: keys in either, addresses typed,
 * presses in quick succession, reloads, windows closed and opened again at the beginning, windows that sleep while the
 * other moves, questions that the speaker shows, and things that the speaker points at. After each step both must show
 * it.
 *
 * @param context - where both windows are opened.
 * @param origin - where the deck is served, no slash at the end.
 * @param deck - the deck that is served.
 * @param seed - of the walk, in [0, 1).
 * @returns what happened on the walk, and how far the windows were apart.
 * @throws Error when a window does not get to where the talk is.
 */
export async function walkWindows(
  context: BrowserContext,
  origin: string,
  deck: WalkedDeck,
  { steps, seed }: { steps: number; seed: number },
): Promise<RandomWalk> {
  const walk = await beginWalk(context, origin, deck, seed)
  await settled(walk)
  for (let step = 0; step < steps; step++) {
    const window = walk.random() < 0.5 ? 0 : 1
    const from = walk.wanted()
    const move = moveFor(walk.random())
    await MOVES[move](walk, window)
    await settled(walk).catch((error: unknown) => {
      throw new Error(
        `step ${step} of the walk, ${move} in window ${window} from ${from}: ${(error as Error).message}`,
        { cause: error },
      )
    })
  }
  const { windows, stays, counts, said } = walk
  await Promise.all([endStay(walk, 0), endStay(walk, 1)])
  await Promise.all(windows.map(it => it.page.close()))
  return { steps, ...counts, longestApartMs: longestApart(stays[0]!, stays[1]!), said }
}

/** The audience's window or the speaker's. */
type Which = 0 | 1

/** A walk that is under way. */
type Walk = {
  readonly windows: TalkWindow[]
  readonly open: (window: Which) => Promise<TalkWindow>
  readonly said: readonly string[]
  readonly random: () => number
  /** The clicks of each slide. */
  readonly clicks: readonly number[]
  place: Position
  /** The question whose answer is on show; undefined for none. */
  question: string | undefined
  /** What a window shows at that place. */
  readonly wanted: () => string
  readonly stays: readonly [Stay[], Stay[]]
  /** The sleeps of each window in its present stay. */
  readonly sleeps: readonly [[number, number][], [number, number][]]
  readonly counts: { reloads: number; reopenings: number; sleeps: number; answers: number; pointings: number }
}

async function beginWalk(context: BrowserContext, origin: string, deck: WalkedDeck, seed: number): Promise<Walk> {
  const scenes = deck.order.map(id => sceneForArch(deck, id, deck.arch))
  const said: string[] = []
  const open = (window: Which) => openWindow(context, `${origin}/${ADDRESSES[window]}`, text => said.push(text))
  return {
    windows: [await open(0), await open(1)],
    open,
    said,
    random: randomLcg(seed),
    clicks: scenes.map(it => it.steps.length - 1),
    place: { no: 1, clicks: 0 },
    question: undefined,
    wanted(this: Walk) {
      const slide = `${this.place.no} ${scenes[this.place.no - 1]!.steps[this.place.clicks]!.caption}`
      return this.question === undefined ? slide : `${slide} | ${this.question}`
    },
    stays: [[], []],
    sleeps: [[], []],
    counts: { reloads: 0, reopenings: 0, sleeps: 0, answers: 0, pointings: 0 },
  }
}

/** Wait until windows show where the talk is. */
async function settled(walk: Walk, which: readonly Which[] = [0, 1]): Promise<void> {
  await Promise.all(which.map(it => walk.windows[it]!.waitFor(walk.wanted())))
}

/** Press a key in a window: one click on, or back. */
async function press(walk: Walk, window: Which, by: 1 | -1): Promise<void> {
  const keys = by > 0 ? FORWARD : BACK
  await walk.windows[window]!.page.keyboard.press(keys[Math.floor(walk.random() * keys.length)]!)
  walk.place = nextPosition(walk.place, walk.clicks, by)
}

async function endStay({ stays, windows, sleeps }: Walk, window: Which): Promise<void> {
  stays[window].push({
    shown: await windows[window]!.shown(),
    until: Date.now(),
    sleeps: sleeps[window].splice(0),
  })
}

type Move = keyof typeof SHARES | 'step'

/** The move for a random number in [0, 1). */
function moveFor(random: number): Move {
  let share = random
  for (const name of Object.keys(SHARES) as (keyof typeof SHARES)[]) if ((share -= SHARES[name]) < 0) return name
  return 'step'
}

const MOVES: Readonly<Record<Move, (walk: Walk, window: Which) => Promise<void>>> = {
  async step(walk, window) {
    await press(walk, window, walk.random() < 0.65 ? 1 : -1)
  },
  async jump(walk, window) {
    const no = 1 + Math.floor(walk.random() * walk.clicks.length)
    walk.place = { no, clicks: Math.floor(walk.random() * (walk.clicks[no - 1]! + 1)) }
    await walk.windows[window]!.page.evaluate(
      hash => location.assign(hash),
      `#${window === 1 ? '/presenter' : ''}/${no}?clicks=${walk.place.clicks}`,
    )
  },
  async burst(walk, window) {
    const by = walk.random() < 0.7 ? 1 : -1
    for (let pressed = 0; pressed < 3; pressed++) await press(walk, window, by)
  },
  async reload(walk, window) {
    walk.counts.reloads++
    await endStay(walk, window)
    await walk.windows[window]!.page.reload({ waitUntil: 'commit' })
  },
  async reopen(walk, window) {
    walk.counts.reopenings++
    await endStay(walk, window)
    await walk.windows[window]!.page.close()
    await press(walk, other(window), walk.random() < 0.7 ? 1 : -1)
    walk.windows[window] = await walk.open(window)
  },
  async sleep(walk, window) {
    walk.counts.sleeps++
    const fellAsleep = Date.now()
    const wake = await walk.windows[window]!.sleep()
    for (let moved = 0; moved < 2; moved++) await press(walk, other(window), walk.random() < 0.7 ? 1 : -1)
    await settled(walk, [other(window)])
    await wake()
    walk.sleeps[window].push([fellAsleep, Date.now()])
  },
  async answer(walk, window) {
    walk.counts.answers++
    const { page } = walk.windows[1]!
    await page.keyboard.press('/')
    await page.locator('.explorer-veil.is-open').waitFor()
    const question = QUESTIONS[Math.floor(walk.random() * QUESTIONS.length)]!
    await page.locator('.explorer-search input').fill(question)
    await page.keyboard.press('Enter')
    walk.question = question
    await settled(walk)
    walk.question = undefined
    await walk.windows[window]!.page.keyboard.press('Escape')
  },
  async point(walk) {
    walk.counts.pointings++
    const { page } = walk.windows[1]!
    const { x, y, width, height } = (await page.locator('.presenter-now').boundingBox())!
    for (const share of [0.3, 0.4, 0.5]) await page.mouse.move(x + share * width, y + share * height)
    await page.evaluate(() => {
      const box = document.querySelector('.presenter-now [data-mechanism]')
      box?.dispatchEvent(new MouseEvent('click', { bubbles: true }))
    })
    await press(walk, 1, 1)
  },
}

const other = (window: Which): Which => (window === 0 ? 1 : 0)

/**
 * The longest time for which two windows that were both awake showed different things, ms.
 *
 * @param one - what one window showed, stay by stay.
 * @param other - what the other showed.
 * @returns the time, ms; 0 if they never differed.
 */
export function longestApart(one: readonly Stay[], other: readonly Stay[]): number {
  const times = [...one, ...other]
    .flatMap(it => [it.until, ...it.shown.map(({ at }) => at), ...it.sleeps.flat()])
    .sort((a, b) => a - b)
  let since: number | undefined
  let longest = 0
  for (const at of times) {
    const [a, b] = [shownAt(one, at), shownAt(other, at)]
    if (since !== undefined) longest = Math.max(longest, at - since)
    if (a === undefined || b === undefined || a === b) since = undefined
    else since ??= at
  }
  return longest
}

/** What a window showed at a moment; undefined where it was not there, showed nothing yet, or slept. */
function shownAt(stays: readonly Stay[], at: number): string | undefined {
  const stay = stays.find(it => it.shown.length > 0 && it.shown[0]!.at <= at && at < it.until)
  if (!stay || stay.sleeps.some(([from, to]) => from <= at && at < to)) return undefined
  return stay.shown.findLast(it => it.at <= at)!.what
}
