/** A refused word in a text. Line and column count from 1. */
export type RefusedWord = {
  readonly line: number
  readonly column: number
  /** A word as it is written in the text, a phrase as the list has it. */
  readonly word: string
  /** What to write instead. */
  readonly instead: string
}

/** A word, or a part of an identifier: `isBoxOpen` is `is`, `Box` and `Open`, `HTTPHeader` is `HTTP` and `Header`. */
const WORD = /[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g

/** Between two words of a phrase, which may go on in the next line of a comment. */
const GAP = '(?:[ \\t]+|[ \\t]*\\r?\\n[ \\t]*(?:\\*|//|#)?[ \\t]*)'

/**
 * Find the refused words and phrases in a text.
 *
 * @param text - source code or prose.
 * @param list - each word or phrase in small letters, with what to write instead.
 * @returns in the order of the text; capitals do not matter, and a word is found as a part of an identifier too.
 */
export function findRefusedWords(text: string, list: Readonly<Record<string, string>>): readonly RefusedWord[] {
  const phrases = Object.keys(list).filter(it => it.includes(' '))
  const phrase = phrases.map(it => it.replaceAll(' ', GAP)).join('|')
  const found = [
    ...[...text.matchAll(WORD)].map(({ 0: word, index }) => ({ word, index, key: word.toLowerCase() })),
    ...(phrase ? [...text.matchAll(new RegExp(`\\b(?:${phrase})\\b`, 'gi'))] : []).map(({ 0: word, index }) => ({
      word,
      index,
      key: phrases.find(it => new RegExp(`^${it.replaceAll(' ', GAP)}$`, 'i').test(word))!,
    })),
  ].filter(({ key }) => Object.hasOwn(list, key))
  return found
    .toSorted((a, b) => a.index - b.index)
    .map(({ word, index, key }) => ({
      ...placeIn(text, index),
      word: key.includes(' ') ? key : word,
      instead: list[key]!,
    }))
}

/** Line and column of an index, from 1. */
function placeIn(text: string, index: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, index)
  return { line: before.split('\n').length, column: index - before.lastIndexOf('\n') }
}
