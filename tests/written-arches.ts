import type { Dataset } from '../src/model/dataset.ts'

/**
 * The arches of which people have written captures down: what is required of the shipped facts is required of these,
 * and not of an arch that was just added.
 *
 * @param data - has the captures.
 * @returns the arches' ids, sorted.
 */
export function writtenArches({ captures }: Pick<Dataset, 'captures'>): readonly string[] {
  return [...new Set([...captures.values()].flatMap(it => (it.value.isDerived ? [] : it.arch)))].sort()
}
