/** A part of what is measured: its name, and what measures it and says the results as lines of text. */
export type BenchPart = readonly [what: string, measure: () => readonly string[] | Promise<readonly string[]>]

/**
 * Measure one part after the other, each printed as soon as it is measured. A part that fails does not end the others.
 *
 * @param parts - what is measured, in order.
 * @param options - where it goes:
 * @param options.print - receives the lines of a part.
 * @param options.fail - receives the name of a part that fails, and its error.
 * @param options.signal - stops before the next part.
 * @returns how many parts failed.
 */
export async function measureParts(
  parts: readonly BenchPart[],
  options: {
    readonly print: (lines: readonly string[]) => void
    readonly fail: (what: string, error: unknown) => void
    readonly signal: AbortSignal
  },
): Promise<number> {
  let failed = 0
  for (const [what, measure] of parts) {
    options.signal.throwIfAborted()
    try {
      options.print(await measure())
    } catch (error) {
      options.signal.throwIfAborted()
      options.fail(what, error)
      failed++
    }
  }
  return failed
}
