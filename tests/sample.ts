import { randomLcg, shuffler } from 'd3'
import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** Whether all cases are tried: `npm run test:long`. */
    isLong: boolean
  }
}

/** What samples and random cases are drawn with; `SEED=2 npm test` draws others. A run that fails prints it. */
export const SEED = Number(process.env.SEED ?? 1)

/** A few of all cases, drawn at random; all of them in `npm run test:long`. */
export function sample<T>(all: readonly T[], few: number): readonly T[] {
  return inject('isLong') ? all : shuffler(randomLcg(SEED))([...all]).slice(0, few)
}

/** Seeds for random cases, each of its own: `few` of them, or `many` in `npm run test:long`. */
export function seeds(few: number, many: number): readonly number[] {
  return Array.from({ length: inject('isLong') ? many : few }, (_, i) => (SEED - 1) * many + i + 1)
}
