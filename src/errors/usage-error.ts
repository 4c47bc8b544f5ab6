/** A command was called with wrong arguments. The message says what is right. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
