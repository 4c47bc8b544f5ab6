/** Whether a line with this `mark` is marked at a step: `true` is always, a list names the steps. */
export function isMarkedAt(mark: true | readonly number[] | undefined, step: number): boolean {
  return mark === true || (mark?.includes(step) ?? false)
}
