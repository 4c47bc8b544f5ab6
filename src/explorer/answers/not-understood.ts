import type { Entity } from '../entities.ts'
import type { ExplorerIndex } from '../explorer-index.ts'
import type { Mentions } from '../find-mentions.ts'
import type { QueryContext, QueryResult } from '../suggestions.ts'
import { say } from '../../words/say.ts'
import { entitySuggestion, noMatch, NOTHING } from '../suggestions.ts'

/** Up to how many entities are offered whose other names have an unknown word. */
const MAX_NEAR = 5

/** How many letters such a word has at least. */
const MIN_LETTERS = 3

/** After these words stands a name: `does sparc64 …`, `on mips`. */
const BEFORE_NAMES: ReadonlySet<string> = new Set(
  'is are was were does do did has have had on in of by for with use uses using support supports read reads'.split(' '),
)

/** Words of the language that stand where a name could, and are none. */
const NO_NAMES: ReadonlySet<string> = new Set('callee'.split(' '))

/**
 * The result for a question with a word that was not understood. A name that the data do not have is said to be not in
 * the data; of any other word it is said that it was not understood, for the data may well have the answer.
 *
 * @param text - the question, in lower case.
 * @param mentions - what of it was understood, and the words that were not; at least one.
 * @param context - where it is asked.
 * @param index - the dataset with its index.
 * @returns what is near: the names that were understood, then queries that can be asked.
 */
export function notUnderstood(
  text: string,
  mentions: Mentions,
  context: QueryContext,
  index: ExplorerIndex,
): QueryResult {
  const [word] = mentions.unknown as readonly [string]
  const known = withWord(word, index)
  const named = [...mentions.mechanisms, ...mentions.readers, ...mentions.captures, ...mentions.registers]
  const near = [...new Set([...named, ...known])].map(it => entitySuggestion(it, context, index))
  const { options } = noMatch(word, { wanted: NOTHING, among: index.entities }, context, index)
  const isName = known.length === 0 && isNamePlace(word, text)
  return {
    message: isName
      ? say('Not in the data: “{word}”; you can ask for', { word })
      : say('Not understood: “{word}”; you can ask for', { word }),
    isUnderstood: false,
    options: [...near, ...options.filter(it => near.every(one => one.key !== it.key))],
  }
}

/**
 * The result where a question names what the data do not have.
 *
 * @param word - what it names.
 * @param context - where it is asked.
 * @param index - the dataset with its index.
 * @returns with a message that says so, and examples of queries.
 */
export function notInData(word: string, context: QueryContext, index: ExplorerIndex): QueryResult {
  const result = noMatch(word, { wanted: NOTHING, among: index.entities }, context, index)
  return { ...result, message: say('Not in the data: “{word}”; you can ask for', { word }) }
}

/** The entities one of whose names has a word, such as a commit with it in its title. */
function withWord(word: string, { entries }: ExplorerIndex): readonly Entity[] {
  if (word.length < MIN_LETTERS) return []
  const found = entries.filter(({ names }) => names.some(it => it.words.includes(word)))
  return found.slice(0, MAX_NEAR).map(it => it.entity)
}

/** Whether a word looks like a name of code or of an arch, or stands where a name does. */
function isNamePlace(word: string, text: string): boolean {
  if (/[\d_.]/.test(word)) return true
  if (NO_NAMES.has(word)) return false
  const words = text.split(/[^a-z0-9._-]+/).filter(Boolean)
  return BEFORE_NAMES.has(words[words.indexOf(word) - 1] ?? '')
}
