/**
 * The places nearest to the wanted ones that keep an order and a distance: least sum of weighted squares.
 *
 * @param wanted - one place per item, in order; overwritten with the result.
 * @param weights - how much each item insists, positive.
 * @param steps - the least distance from item i to item i + 1; one fewer than items.
 * @param low - the least place of the first item; may be -Infinity.
 * @param high - the greatest place of the last item, may be Infinity; the distances win where there is no room.
 * @returns `wanted`.
 */
export function isotonicRegression(
  wanted: Float64Array,
  weights: Float64Array,
  steps: Float64Array,
  low: number,
  high: number,
): Float64Array {
  // Without the distances this is isotonic regression, solved by pooling adjacent violators.
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
    offset += steps[i] ?? 0
  }
  const top = Math.max(low, high - offset)
  offset = 0
  for (let block = 0, i = 0; block < means.length; block++) {
    const place = Math.min(top, Math.max(low, means[block]!))
    for (let k = 0; k < counts[block]!; k++, i++) {
      wanted[i] = place + offset
      offset += steps[i] ?? 0
    }
  }
  return wanted
}
