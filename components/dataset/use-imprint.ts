import type { Imprint } from '../../src/deck/imprint.ts'
import imprint from 'virtual:imprint'

/** Who gives the talk, where and when, from the headmatter. */
export function useImprint(): Imprint {
  return imprint
}
