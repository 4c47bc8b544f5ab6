import ts from 'typescript'

/** How many columns a line may have, as oxfmt has it too. */
export const MOST_COLUMNS = 120

/** A line that is too long, counted from 1, and its columns without what does not count. */
export type LongLine = { readonly line: number; readonly columns: number }

/** Part of a text, in characters: from `start` up to `end`. */
type Range = { readonly start: number; readonly end: number }

/** An address, which cannot be broken. */
const ADDRESS = /\bhttps?:\/\/[^\s"'`)>]+/g

/** A string in the template of a Vue component: in an expression, so between quotes that are not an attribute's. */
const TEMPLATE_STRING = /'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g

/**
 * Find the lines that are too long. The contents of strings, templates, regular expressions and addresses do not count:
 * they cannot be broken.
 *
 * @param file - the file's name; its extension says how it is read.
 * @param text - what it holds.
 * @returns in order; empty for a text without such a line.
 */
export function longLines(file: string, text: string): readonly LongLine[] {
  if (!text.split('\n').some(it => it.length > MOST_COLUMNS)) return []
  const free = [...literals(file, text), ...rangesOf(text, ADDRESS)].toSorted((a, b) => a.start - b.start)
  let start = 0
  return text.split('\n').flatMap((content, index) => {
    const line = { start, end: start + content.length }
    start = line.end + 1
    const columns = content.length - covered(line, free)
    return columns > MOST_COLUMNS ? [{ line: index + 1, columns }] : []
  })
}

/** The literals of a file. */
function literals(file: string, text: string): readonly Range[] {
  if (/\.m?ts$|\.mjs$/.test(file)) return scriptLiterals(text)
  if (!file.endsWith('.vue')) return []
  const [script] = text.matchAll(/(?<=<script[^>]*>)[\s\S]*?(?=<\/script>)/g)
  const [template] = text.matchAll(/(?<=^<template>)[\s\S]*(?=^<\/template>)/gm)
  return [
    ...shifted(scriptLiterals(script?.[0] ?? ''), script?.index ?? 0),
    ...shifted(rangesOf(template?.[0] ?? '', TEMPLATE_STRING), template?.index ?? 0),
  ]
}

/** The contents of strings, templates and regular expressions in TypeScript or JavaScript. */
function scriptLiterals(text: string): readonly Range[] {
  const found: Range[] = []
  const visit = (node: ts.Node): void => {
    if (
      ts.isStringLiteralLike(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddleOrTemplateTail(node) ||
      ts.isRegularExpressionLiteral(node)
    )
      found.push({ start: node.getStart() + 1, end: node.end - 1 })
    node.forEachChild(visit)
  }
  visit(ts.createSourceFile('a.ts', text, ts.ScriptTarget.Latest, true))
  return found
}

/** What a pattern finds. */
function rangesOf(text: string, pattern: RegExp): readonly Range[] {
  return [...text.matchAll(pattern)].map(({ 0: match, index }) => ({ start: index, end: index + match.length }))
}

/** Ranges moved to where the text that they are of begins. */
function shifted(ranges: readonly Range[], by: number): readonly Range[] {
  return ranges.map(({ start, end }) => ({ start: start + by, end: end + by }))
}

/** How many characters of a line lie in ranges, which are sorted by their starts and may overlap. */
function covered(line: Range, ranges: readonly Range[]): number {
  let sum = 0
  let from = line.start
  for (const { start, end } of ranges) {
    const a = Math.max(start, from)
    const b = Math.min(end, line.end)
    if (b <= a) continue
    sum += b - a
    from = b
  }
  return sum
}
