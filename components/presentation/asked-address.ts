import { shallowRef } from 'vue'
import { parseQuestionAddress, type AskedAddress } from '../../src/explorer/question-address.ts'
import { usePresentation } from './use-presentation.ts'

/** What an address has asked for last. The explorer opens with it. */
export const asked = shallowRef<AskedAddress>()

/**
 * Ask what an address asks for, over the slide on show: for the router, which has no page for an answer.
 *
 * @param fullPath - what stands behind the `#`.
 * @returns the route of the slide; undefined where the address is no question.
 */
export function askByAddress(fullPath: string): string | undefined {
  const [path = '', query] = fullPath.split('?')
  const wanted = parseQuestionAddress({ path, query: new URLSearchParams(query) })
  if (!wanted) return undefined
  asked.value = wanted
  const { no, clicks } = usePresentation().show.value
  return `/${no}${clicks > 0 ? `?clicks=${clicks}` : ''}`
}
