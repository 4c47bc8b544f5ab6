import { isSeq, type ErrorCode, type YAMLError } from 'yaml'
import type { z } from 'zod'
import type { Unwanted } from './yaml-limits.ts'

/** Characters that look like one that YAML knows, and are none. */
const LOOKALIKES: readonly (readonly [letters: RegExp, problem: string, tip: string])[] = [
  [/[\u00A0\u2000-\u200A\u202F\u205F\u3000]/, 'there is a no-break space, which is no space to YAML', 'write a space'],
  [/\uFF1A/, 'there is a wide colon', 'write :'],
  [/[\u201C-\u201F]/, 'there are curly quotes', 'write straight ones: "'],
]

/** What the parser's complaints mean for somebody who wrote a text, and what to do. */
const MEANINGS: Partial<Record<ErrorCode, readonly [problem: string, tip: string]>> = {
  BLOCK_AS_IMPLICIT_KEY: ['there is a colon in a text that is not in quotes', 'put the text in quotes'],
  MULTILINE_IMPLICIT_KEY: [
    'this line has no key',
    'write key: value; a text of several lines is indented below its key',
  ],
  UNEXPECTED_TOKEN: [
    'something follows the end of this value',
    'put the whole text in quotes, or take out what follows',
  ],
  BAD_SCALAR_START: ['a text that is not in quotes cannot begin so', 'put the text in quotes'],
  MISSING_CHAR: ['something does not end: a quote, a bracket or a brace', 'write what is missing'],
  BAD_INDENT: ['this line stands at a depth at which nothing is', 'indent it as the lines beside it'],
  TAB_AS_INDENT: ['there is a tab', 'write spaces'],
  BAD_DQ_ESCAPE: ['there is a \\ that means nothing', 'write \\\\, or put the text in single quotes'],
}

/**
 * Say what is wrong with a text that is no YAML: the cause, where it is known, and not the parser's grammar.
 *
 * @param error - of the parser.
 * @param text - what it read.
 * @returns the place, the problem, and what to do.
 */
export function parserProblem({ code, message, pos: [offset] }: YAMLError, text: string): Unwanted {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const end = text.indexOf('\n', offset)
  const line = text.slice(start, end < 0 ? undefined : end)
  for (const [letters, problem, tip] of LOOKALIKES) {
    const at = line.search(letters)
    if (at >= 0) return { offset: start + at, problem, tip }
  }
  const [problem, tip] = MEANINGS[code] ?? [
    message.split('\n')[0]!.replace(/ at line \d+, column \d+:?$/, ''),
    'fix the YAML; the rest of the file is read after that',
  ]
  return { offset, problem, tip }
}

/** What a schema expects, as people say it. */
const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of keys',
  record: 'a map of keys',
}

/**
 * Say what is wrong with a value of the wrong kind.
 *
 * @param issue - as the schema reports it.
 * @param given - the value, or the node of a list or map.
 * @param source - how it is written, where it is a single word.
 * @returns the problem and what to do; undefined where the schema's own words say it.
 */
export function schemaProblem(
  issue: z.core.$ZodIssue,
  given: unknown,
  source: string | undefined,
): readonly [problem: string, tip: string] | undefined {
  if (!issue.message.startsWith('Invalid ')) return undefined
  if (issue.code === 'invalid_value')
    return [`${JSON.stringify(given)} is none of ${issue.values.join(', ')}`, 'choose one of these']
  if (issue.code !== 'invalid_type') return undefined
  const wanted = KINDS[issue.expected] ?? issue.expected
  if (issue.expected === 'string' && source && ['number', 'boolean', 'bigint'].includes(typeof given))
    return [`${source} without quotes is ${String(given)}, which is no text`, `write "${source}"`]
  return [`must be ${wanted}, and is ${kindOf(given)}`, `write ${wanted}`]
}

function kindOf(given: unknown): string {
  if (given === null || given === undefined) return 'empty'
  if (isSeq(given)) return KINDS.array!
  return typeof given === 'number' ? String(given) : (KINDS[typeof given] ?? typeof given)
}

/** Texts that have no letter to be seen. */
const BLANK = /^(?:\s|[\p{Default_Ignorable_Code_Point}\u2800])+$/u

/** Where a text may be blank: beside others, such as a line of code that is empty. */
const MAY_BE_BLANK = new Set(['lines'])

/**
 * Find texts of which nothing can be seen.
 *
 * @param value - of a YAML file.
 * @param path - where it stands.
 * @returns their places.
 */
export function blankTexts(value: unknown, path: readonly PropertyKey[] = []): readonly (readonly PropertyKey[])[] {
  if (typeof value === 'string') return BLANK.test(value) ? [path] : []
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, it]) =>
    MAY_BE_BLANK.has(key) ? [] : blankTexts(it, [...path, Array.isArray(value) ? Number(key) : key]),
  )
}
