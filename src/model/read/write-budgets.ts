import { documentOf } from '../yaml/parse-yaml.ts'

/** The key of a budget at the beginning of a line, its value, and a remark behind it. */
const BUDGET = /^(["']?budget["']?[ \t]*:)[^#]*?([ \t]+#.*|[ \t]*)$/

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
    const keys = keysAt(lines, line - 1)
    if (keys) lines.splice(keys.start, keys.end - keys.start, ...withBudget(lines.slice(keys.start, keys.end), budget))
    // A block without keys begins right after the line that ends the one before.
    else lines.splice(line - 1, 0, `budget: ${budget}`, '---')
  }
  return lines.join('\n')
}

/** The lines of a block's keys: between two lines `---`, or in code named `yaml` that begins the slide. */
function keysAt(lines: readonly string[], at: number): { readonly start: number; readonly end: number } | undefined {
  const first = lines.findIndex((it, i) => i >= at && it.trim() !== '')
  const begin = lines[at]!.startsWith('---') ? at : /^```ya?ml[ \t]*$/.test(lines[first] ?? '') ? first : -1
  if (begin < 0) return undefined
  const mark = lines[begin]!.slice(0, 3)
  return { start: begin + 1, end: lines.findIndex((it, i) => i > begin && it.trimEnd() === mark) }
}

/** Keys with a budget, in place of the one that they have. */
function withBudget(keys: readonly string[], budget: number): readonly string[] {
  const old = keys.findIndex(it => BUDGET.test(it))
  if (old >= 0) return keys.with(old, keys[old]!.replace(BUDGET, `$1 ${budget}$2`))
  if (!keys.some(it => it.startsWith('{'))) return [...keys, `budget: ${budget}`]
  const map = documentOf(keys.join('\n'))
  map.set('budget', budget)
  return map.toString().trimEnd().split('\n')
}
