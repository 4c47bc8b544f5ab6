/** Whether a line with this `mark` is the one in question at a step: always, or in the steps it names. */
export function isMarkedAt(mark: true | readonly number[] | undefined, step: number): boolean {
  return mark === true || (mark?.includes(step) ?? false)
}
