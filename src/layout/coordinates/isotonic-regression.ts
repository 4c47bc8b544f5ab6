/** The least and the greatest value that a result may have. */
export type Bounds = { readonly min: number; readonly max: number }

const UNBOUNDED: Bounds = { min: -Infinity, max: Infinity }

/**
 * Find the positions nearest to the wanted ones that keep the order and a least distance between neighbours: the least
 * sum of weighted squared differences.
 *
 *     wanted     a      bc          d
 *     result     a     b  c         d      b and c, of equal weight, each move by half of what is missing
 *
 * With the distances subtracted this is isotonic regression, solved by pooling adjacent violators: neighbours in the
 * wrong order form a block, which stands at its weighted mean (R. E. Barlow, D. J. Bartholomew, J. M. Bremner,
 * H. D. Brunk: Statistical Inference under Order Restrictions, 1972). M. J. Best, N. Chakravarti: Active Set Algorithms
 * for Isotonic Regression, Mathematical Programming 47, 1990, show why that is exact, and takes linear time. Blocks
 * beyond a bound are moved to it, which keeps the result the nearest one.
 *
 * @param wanted - one position per item, in order; overwritten with the result.
 * @param weights - per item, positive: how much it costs to move it.
 * @param distances - the least distance from item i to item i + 1; one fewer than items.
 * @param bounds - the least position of the first item, and the greatest of the last. If the items do not fit between
 *   them, the distances and `min` are kept, and `max` is exceeded.
 * @returns `wanted`.
 */
export function isotonicRegression(
  wanted: Float64Array,
  weights: Float64Array,
  distances: Float64Array,
  { min, max }: Bounds = UNBOUNDED,
): Float64Array {
  // A stack of blocks: the mean, the sum of weights and the number of items of each.
  const means: number[] = []
  const masses: number[] = []
  const counts: number[] = []
  let offset = 0
  for (let i = 0; i < wanted.length; i++) {
    let mean = wanted[i]! - offset
    let mass = weights[i]!
    let count = 1
    while (means.length > 0 && means[means.length - 1]! > mean) {
      const other = masses.pop()!
      mean = (mean * mass + means.pop()! * other) / (mass + other)
      mass += other
      count += counts.pop()!
    }
    means.push(mean)
    masses.push(mass)
    counts.push(count)
    offset += distances[i] ?? 0
  }
  const top = Math.max(min, max - offset)
  offset = 0
  for (let block = 0, i = 0; block < means.length; block++) {
    const mean = Math.min(top, Math.max(min, means[block]!))
    for (let k = 0; k < counts[block]!; k++, i++) {
      wanted[i] = mean + offset
      offset += distances[i] ?? 0
    }
  }
  return wanted
}
