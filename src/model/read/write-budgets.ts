/**
 * Write budgets into a file of slides; nothing else of it changes.
 *
 * @param text - what the file holds.
 * @param budgets - seconds, by the first line of each slide's block, from 1.
 * @returns the new text.
 */
export function writeBudgets(text: string, budgets: ReadonlyMap<number, number>): string {
  const lines = text.split('\n')
  // From the last block to the first, so that lines above stay where they are.
  for (const [line, budget] of [...budgets].sort(([a], [b]) => b - a)) {
    const at = line - 1
    if (!lines[at]!.startsWith('---')) {
      // A block without keys begins right after the line that ends the one before.
      lines.splice(at, 0, `budget: ${budget}`, '---')
      continue
    }
    const end = lines.indexOf('---', at + 1)
    const old = lines.findIndex((it, i) => i > at && i < end && it.startsWith('budget:'))
    if (old >= 0) lines[old] = `budget: ${budget}`
    else lines.splice(end, 0, `budget: ${budget}`)
  }
  return lines.join('\n')
}
