import type { Document, Node } from 'yaml'
import { isScalar, Lexer, visit } from 'yaml'

/** How deep values may be nested. The dataset has 12 levels. */
export const MOST_VALUE_DEPTH = 64

/** How many tokens a file may have. The largest has 24,000. */
export const MOST_TOKENS = 100_000

/** Marks that the lexer puts between tokens and that are not in the file: a document, a scalar or an error begins. */
const MARKS = new Set(['\u0002', '\u0018', '\u001F'])

/** Something that YAML allows and the dataset does not. The offset is in characters from the start of the file. */
export type Unwanted = { readonly offset: number; readonly problem: string; readonly tip: string }

/**
 * Why a file would take too much time or memory to parse: the parser recurses into each nested value.
 *
 * @param text - what the file holds.
 * @returns undefined for a file of usual size and depth.
 */
export function exceedsLimits(text: string): Unwanted | undefined {
  let [offset, tokens, flow, onLine] = [0, 0, 0, 0]
  for (const token of new Lexer().lex(text)) {
    tokens++
    // A token of one character is punctuation: scalars come with their text, quotes with what they enclose.
    if (token === '[' || token === '{') flow++
    if (token === ']' || token === '}') flow = Math.max(0, flow - 1)
    if (token === '\n') onLine = 0
    if (flow === 0 && (token === '-' || token === '?' || token === ':')) onLine++
    if (flow > MOST_VALUE_DEPTH || (flow === 0 && onLine > MOST_VALUE_DEPTH))
      return {
        offset,
        problem: `values stand more than ${MOST_VALUE_DEPTH} deep in one another`,
        tip: 'write less deep',
      }
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

/**
 * What a document has of YAML's features that the dataset does not use: anchors, aliases, merge keys, tags and
 * duplicate keys.
 *
 * @param document - without syntax errors.
 * @returns every occurrence.
 */
export function disallowedYaml(document: Document): readonly Unwanted[] {
  const found: Unwanted[] = []
  const report = (node: unknown, problem: string, tip: string) =>
    found.push({ offset: (node as Node).range?.[0] ?? 0, problem, tip })
  visit(document, {
    Alias: (_, node) => report(node, 'anchors and aliases are not used in the dataset', 'write the value out'),
    Node(_, node) {
      if (node.anchor) report(node, 'anchors and aliases are not used in the dataset', 'write the value out')
      // Only an explicit tag counts: the parser adds none of its own.
      if (node.tag) report(node, 'tags are not used in the dataset', 'take it out')
    },
    Map(_, { items }) {
      const seen = new Set<unknown>()
      for (const { key } of items) {
        const name = isScalar(key) ? key.value : key
        if (name === '<<') report(key, 'merge keys are not used in the dataset', 'write the keys out')
        else if (name === '__proto__')
          report(key, 'unknown key __proto__', 'it means something to JavaScript; choose another')
        else if (seen.has(name))
          report(key, `Map keys must be unique: ${String(name)} stands here a second time`, 'take one of them out')
        seen.add(name)
      }
    },
  })
  return found
}
