/**
 * Share the time of a talk among its slides, in proportion to how long each takes to say.
 *
 * @param seconds - how long each slide takes, in running order.
 * @param duration - of the talk, s.
 * @returns whole seconds, which sum to the duration; all zero if there is nothing to say.
 */
export function fitBudgets(seconds: readonly number[], duration: number): readonly number[] {
  const all = seconds.reduce((sum, it) => sum + it, 0)
  if (all === 0) return seconds.map(() => 0)
  let [shared, said] = [0, 0]
  return seconds.map(it => {
    said += it
    // Rounded as a sum, so that what one slide loses the next one gets.
    const budget = Math.round((said / all) * duration) - shared
    shared += budget
    return budget
  })
}
