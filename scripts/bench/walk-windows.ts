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
const SHARES = { jump: 0.1, burst: 0.1, reload: 0.06, reopen: 0.05, sleep: 0.04 }

/** One stay of a document in its window: what it showed, until when, and when it slept. */
type Stay = {
  readonly shown: readonly Shown[]
  readonly until: number
  readonly sleeps: readonly (readonly [number, number])[]
}

/**
 * Walk through the talk at random, in the audience's window and the speaker's: keys in either, addresses typed,
 * presses in quick succession, reloads, windows closed and opened again at the beginning, and windows that sleep while
 * the other moves. After each step both must show it.
 *
 * @param origin - where the deck is served, no slash at the end.
 * @param seed - of the walk, in [0, 1).
 * @throws Error when a window does not get to where the talk is.
 */
export async function walkWindows(
  context: BrowserContext,
  origin: string,
  deck: WalkedDeck,
  { steps, seed }: { steps: number; seed: number },
): Promise<RandomWalk> {
  const random = randomLcg(seed)
  const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)]!
  const scenes = deck.order.map(id => sceneForArch(deck, id, deck.arch))
  const clicks = scenes.map(it => it.steps.length - 1)
  const wanted = ({ no, clicks: done }: Position) => `${no} ${scenes[no - 1]!.steps[done]!.caption}`
  const said: string[] = []
  const open = (i: number) => openWindow(context, `${origin}/${ADDRESSES[i]!}`, text => said.push(text))
  const windows: TalkWindow[] = [await open(0), await open(1)]
  const stays: Stay[][] = [[], []]
  const sleeps: [number, number][][] = [[], []]
  const counts = { reloads: 0, reopenings: 0, sleeps: 0 }
  let place: Position = { no: 1, clicks: 0 }

  async function press(i: number, by: 1 | -1) {
    await windows[i]!.page.keyboard.press(pick(by > 0 ? FORWARD : BACK))
    place = nextPosition(place, clicks, by)
  }

  async function endStay(i: number) {
    stays[i]!.push({ shown: await windows[i]!.shown(), until: Date.now(), sleeps: sleeps[i]!.splice(0) })
  }

  const settled = (which = [0, 1]) => Promise.all(which.map(i => windows[i]!.waitFor(wanted(place))))
  await settled()

  for (let step = 0; step < steps; step++) {
    const i = random() < 0.5 ? 0 : 1
    const other = 1 - i
    const from = wanted(place)
    let doing = ''
    let share = random()
    const falls = (name: keyof typeof SHARES) => {
      doing = name
      return (share -= SHARES[name]) < 0
    }
    if (falls('jump')) {
      const no = 1 + Math.floor(random() * clicks.length)
      place = { no, clicks: Math.floor(random() * (clicks[no - 1]! + 1)) }
      await windows[i]!.page.evaluate(
        hash => location.assign(hash),
        `#${i === 1 ? '/presenter' : ''}/${place.no}?clicks=${place.clicks}`,
      )
    } else if (falls('burst')) {
      const by = random() < 0.7 ? 1 : -1
      for (let press3 = 0; press3 < 3; press3++) await press(i, by)
    } else if (falls('reload')) {
      counts.reloads++
      await endStay(i)
      await windows[i]!.page.reload({ waitUntil: 'commit' })
    } else if (falls('reopen')) {
      counts.reopenings++
      await endStay(i)
      await windows[i]!.page.close()
      await press(other, random() < 0.7 ? 1 : -1)
      windows[i] = await open(i)
    } else if (falls('sleep')) {
      counts.sleeps++
      const fellAsleep = Date.now()
      const wake = await windows[i]!.sleep()
      for (let moved = 0; moved < 2; moved++) await press(other, random() < 0.7 ? 1 : -1)
      await settled([other])
      await wake()
      sleeps[i]!.push([fellAsleep, Date.now()])
    } else {
      doing = 'step'
      await press(i, random() < 0.65 ? 1 : -1)
    }
    await settled().catch((error: unknown) => {
      throw new Error(`step ${step} of the walk, ${doing} in window ${i} from ${from}: ${(error as Error).message}`, {
        cause: error,
      })
    })
  }
  await Promise.all([endStay(0), endStay(1)])
  await Promise.all(windows.map(it => it.page.close()))
  return { steps, ...counts, longestApartMs: longestApart(stays[0]!, stays[1]!), said }
}

/** The longest time for which two windows that were both awake showed different things, ms. */
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
