import { randomLcg } from 'd3'
import { cpuMs } from '../cpu-time.ts'
import { mutate } from './mutate.ts'
import { survive } from './assert-never-crashes.ts'

/** The outcome of many changes to a deck; `wrong` names the seed of each that failed, with which it can be repeated. */
export type Tried = {
  readonly decks: number
  readonly faults: number
  readonly wrong: readonly string[]
  /** What the slowest kept a core at work, ms. */
  readonly slowest: number
}

/**
 * Change one file of a deck at random, many times over, each time from the original.
 *
 * @param seeds - one for each change.
 */
export function tryMutations(files: ReadonlyMap<string, string>, seeds: readonly number[]): Tried {
  const ends = { deck: 0, faults: 0 }
  const wrong: string[] = []
  let slowest = 0
  for (const [i, seed] of seeds.entries()) {
    const random = randomLcg(seed)
    const mutation = mutate(files, below => Math.floor(random() * below))
    const start = cpuMs()
    try {
      const outcome = survive(files, mutation)
      ends[outcome.end]++
      wrong.push(...outcome.wrong.slice(0, 1).map(it => `seed ${seed}, ${mutation.name} in ${mutation.file}: ${it}`))
    } catch (error) {
      wrong.push(`seed ${seed}, ${mutation.name} in ${mutation.file}: thrown: ${(error as Error).message}`)
    }
    // The first reads all files, and is no measure.
    if (i > 0) slowest = Math.max(slowest, cpuMs() - start)
  }
  return { decks: ends.deck, faults: ends.faults, wrong, slowest }
}
