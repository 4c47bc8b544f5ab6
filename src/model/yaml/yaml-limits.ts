import type { Document, Node } from 'yaml'
import { isScalar, Lexer, visit } from 'yaml'

/** How deep values may stand in one another, and how many words and signs a file may have. The dataset has 12 and 24,000. */
const [MOST_DEEP, MOST_TOKENS] = [64, 100_000]

/** What the lexer says between tokens, and stands in no file: that a document, a scalar or an error begins. */
const MARKS = new Set(['\u0002', '\u0018', '\u001F'])

/** Something that YAML allows and the dataset does not: where, from the start of the file, and what to do. */
export type Unwanted = { readonly offset: number; readonly problem: string; readonly tip: string }

/**
 * Why a file would take more time or room to parse than it may: the parser calls itself for each value in a value.
 *
 * @returns undefined for every file that a person has written.
 */
export function exceedsLimits(text: string): Unwanted | undefined {
  let [offset, tokens, flow, onLine] = [0, 0, 0, 0]
  for (const token of new Lexer().lex(text)) {
    tokens++
    // Those of one sign are the signs themselves: scalars and quotes come with what is in them.
    if (token === '[' || token === '{') flow++
    if (token === ']' || token === '}') flow = Math.max(0, flow - 1)
    if (token === '\n') onLine = 0
    if (token === '-' || token === '?' || token === ':') onLine++
    if (flow > MOST_DEEP || (flow === 0 && onLine > MOST_DEEP))
      return { offset, problem: `values stand more than ${MOST_DEEP} deep in one another`, tip: 'write less deep' }
    if (tokens > MOST_TOKENS)
      return {
        offset,
        problem: `the file has more than ${MOST_TOKENS} words and signs`,
        tip: 'split it, or take out what is no data',
      }
    if (!MARKS.has(token)) offset += token.length
  }
  return undefined
}

/** Everything in a document that makes it mean more than it says: anchors, aliases, merges, tags; and keys that come twice. */
export function disallowedYaml(document: Document): readonly Unwanted[] {
  const found: Unwanted[] = []
  const complain = (node: unknown, problem: string, tip: string) =>
    found.push({ offset: (node as Node).range?.[0] ?? 0, problem, tip })
  visit(document, {
    Alias: (_, node) => complain(node, 'anchors and aliases are not used in the dataset', 'write the value out'),
    Node(_, node) {
      if (node.anchor) complain(node, 'anchors and aliases are not used in the dataset', 'write the value out')
      // What has no tag of its own gets none from the parser either.
      if (node.tag) complain(node, 'tags are not used in the dataset', 'take it out')
    },
    Map(_, { items }) {
      const seen = new Set<unknown>()
      for (const { key } of items) {
        const name = isScalar(key) ? key.value : key
        if (name === '<<') complain(key, 'merge keys are not used in the dataset', 'write the keys out')
        else if (name === '__proto__')
          complain(key, 'unknown key __proto__', 'it means something to JavaScript; choose another')
        else if (seen.has(name))
          complain(key, `Map keys must be unique: ${String(name)} stands here a second time`, 'take one of them out')
        seen.add(name)
      }
    },
  })
  return found
}
