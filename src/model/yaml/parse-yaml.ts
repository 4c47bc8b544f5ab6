import type { Document, Node, Pair } from 'yaml'
import type { Fault, FaultCode, SourcePosition } from '../../errors/fault.ts'
import type { Unwanted } from './yaml-limits.ts'
import { isMap, isScalar, LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { closestMatch } from '../../errors/closest-match.ts'
import { escapedLine } from '../../errors/escape-invisible.ts'
import { blankTexts, parserProblem, schemaProblem } from './plain-words.ts'
import { plainValue } from './plain-value.ts'
import { exceedsLimits, disallowedYaml } from './yaml-limits.ts'

/** A path into a document: keys and indexes, outermost first. */
export type Path = readonly PropertyKey[]

/** A YAML file that satisfies its schema, with the place of each of its parts. */
export type YamlFile<T> = {
  readonly value: T
  /** A fault at the value under `path`, or at the innermost existing value around it. */
  readonly faultAt: (path: Path, code: FaultCode, problem: string, tip: string) => Fault
}

/** How many faults of one file are reported. */
const MOST_FAULTS = 500

/** The last result for each file. In the dev server one file changes at a time, and all are read again. */
const lastRead = new Map<
  string,
  { readonly text: string; readonly schema: z.ZodType; readonly read: YamlFile<unknown> | readonly Fault[] }
>()

/**
 * Parse a YAML file and hold it against a schema. A file that has not changed is not parsed again.
 *
 * @param file - path relative to the deck's root, for the faults.
 * @param text - what the file holds.
 * @param schema - what it must satisfy.
 * @returns the value, or every fault that YAML and the schema find.
 */
export function readYaml<T>(file: string, text: string, schema: z.ZodType<T>): YamlFile<T> | readonly Fault[] {
  const last = lastRead.get(file)
  if (last?.text === text && last.schema === schema) return last.read as YamlFile<T> | readonly Fault[]
  const read = parseYaml(file, text, schema)
  lastRead.set(file, { text, schema, read })
  return read
}

/**
 * Parse a piece of YAML and hold it against a schema.
 *
 * @param file - the file that contains it, relative to the deck's root, for the faults.
 * @param text - the piece.
 * @param schema - what it must satisfy.
 * @param lineBefore - how many lines of the file come before it.
 * @returns the value, or every fault that YAML and the schema find, the first {@link MOST_FAULTS} of them.
 */
export function parseYaml<T>(
  file: string,
  text: string,
  schema: z.ZodType<T>,
  lineBefore = 0,
): YamlFile<T> | readonly Fault[] {
  const lines = linesOf(text)
  const place = (offset: number): SourcePosition => {
    const { line, col } = lines.linePos(offset)
    return { file, line: line + lineBefore, col }
  }
  const yamlFault = ({ offset, problem, tip }: Unwanted): Fault => ({ ...place(offset), code: 'yaml', problem, tip })
  const faultIn =
    (document: Document): YamlFile<T>['faultAt'] =>
    (path, code, problem, tip) => ({
      ...place(offsetOf(document, path)),
      code,
      problem,
      tip,
    })
  const raw = text.includes(TODO) ? undefined : plainValue(text)
  const plain = raw === undefined ? undefined : schema.safeParse(escaped(raw))
  if (plain?.success && blankTexts(raw).length === 0) {
    let document: Document | undefined
    return { value: plain.data, faultAt: (...fault) => faultIn((document ??= documentOf(text)))(...fault) }
  }
  const excess = exceedsLimits(text)
  if (excess) return [yamlFault(excess)]
  const document = documentOf(text)
  if (document.errors.length > 0)
    return firstOf(
      document.errors.map(error => yamlFault(parserProblem(error, text))),
      place,
    )
  const unwanted = disallowedYaml(document)
  if (unwanted.length > 0) return firstOf(unwanted.map(yamlFault), place)

  const faultAt = faultIn(document)
  const read: unknown = document.toJS()
  const blank = blankTexts(read)
  const value = escaped(read)
  const left = text.includes(TODO) ? leftToDo(value) : []
  const result = schema.safeParse(value)
  if (result.success && left.length === 0 && blank.length === 0) return { value: result.data, faultAt }
  // A TODO is one fault. That it does not satisfy the schema either is not a second one.
  const issues = (result.error?.issues ?? []).filter(
    ({ path }) => !left.some(it => it.path.join('.') === path.join('.')),
  )
  return firstOf(
    [
      ...blank.map(path => faultAt(path, 'schema', `${path.join('.')} has nothing that can be seen`, 'write a text')),
      ...left.map(({ path, tip }) => faultAt(path, 'todo', `${path.join('.')} is still to be filled in`, tip)),
      ...issues.slice(0, MOST_FAULTS + 1).flatMap(issue => schemaFaults(issue, schema, document, faultAt)),
    ],
    place,
  )
}

/** Where the lines of a text begin. */
function linesOf(text: string): LineCounter {
  const lines = new LineCounter()
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1)
  lines.lineStarts.unshift(0)
  return lines
}

/** A YAML text with the place of each of its parts. */
export function documentOf(text: string): Document {
  return parseDocument(text, { uniqueKeys: false, stringKeys: true, merge: false, version: '1.2', logLevel: 'error' })
}

/** How a text begins that `npm run new` leaves to be filled in. What belongs there follows. */
const TODO = 'TODO'

/** The texts that are still to be filled in, in the file's order. */
function leftToDo(value: unknown, path: Path = []): readonly { readonly path: Path; readonly tip: string }[] {
  if (typeof value === 'string')
    return /^TODO\b/.test(value)
      ? [{ path, tip: value.slice(TODO.length).trim() || 'see the schema named in the first line of the file' }]
      : []
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, it]) => leftToDo(it, [...path, Array.isArray(value) ? Number(key) : key]))
}

/** The first faults, and one more that says so if there are too many. */
function firstOf(faults: readonly Fault[], place: (offset: number) => SourcePosition): readonly Fault[] {
  return faults.length <= MOST_FAULTS
    ? faults
    : [
        ...faults.slice(0, MOST_FAULTS),
        {
          ...place(0),
          code: 'yaml',
          problem: `there are more than ${MOST_FAULTS} faults in this file`,
          tip: 'fix these first',
        },
      ]
}

/** A value with all of its texts escaped, so that everything made of the dataset is safe to show. */
function escaped(value: unknown): unknown {
  if (typeof value === 'string') return escapedLine(value)
  if (Array.isArray(value)) return value.map(escaped)
  return value !== null && typeof value === 'object'
    ? Object.fromEntries(Object.entries(value).map(([key, it]) => [key, escaped(it)]))
    : value
}

function schemaFaults(
  issue: z.core.$ZodIssue,
  schema: z.ZodType,
  document: Document,
  faultAt: YamlFile<unknown>['faultAt'],
): readonly Fault[] {
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(schema, issue.path)
    return issue.keys.slice(0, MOST_FAULTS + 1).map(key => {
      const near = closestMatch(key, known)
      return faultAt(
        [...issue.path, { key } as unknown as PropertyKey],
        'schema',
        `unknown key ${key}`,
        near ? `did you mean ${near}?` : `known here: ${known.join(', ')}`,
      )
    })
  }
  const where = issue.path.length > 0 ? issue.path.join('.') : 'the file'
  const given: unknown = document.getIn(issue.path)
  const isMissing = issue.code === 'invalid_type' && given === undefined
  if (isMissing)
    return [
      faultAt(
        issue.path,
        'schema',
        `${where} is missing`,
        `add it: ${issue.message.replace(/^Invalid input: /, '').replace(/, received undefined$/, '')}`,
      ),
    ]
  const near = issue.code === 'invalid_value' ? closestMatch(String(given), issue.values.map(String)) : undefined
  const node = document.getIn(issue.path, true)
  const [problem, tip] = schemaProblem(issue, given, isScalar(node) ? node.source : undefined) ?? [
    issue.message,
    'see the schema named in the first line of the file',
  ]
  return [faultAt(issue.path, 'schema', `${where}: ${problem}`, near ? `did you mean ${near}?` : tip)]
}

/** The JSON Schema of each schema. Making one takes longer than reading a file. */
const jsonSchemas = new WeakMap<z.ZodType, object>()

/** The keys that the schema knows at a path, from its JSON Schema, for tips. */
function knownKeys(schema: z.ZodType, path: Path): string[] {
  type JsonSchema = {
    properties?: Record<string, JsonSchema>
    items?: JsonSchema
    anyOf?: JsonSchema[]
    oneOf?: JsonSchema[]
  }
  const whole = jsonSchemas.get(schema) ?? z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' })
  jsonSchemas.set(schema, whole)
  let here: JsonSchema[] = [whole as JsonSchema]
  for (const key of path) {
    here = here
      .flatMap(it => [it, ...(it.anyOf ?? []), ...(it.oneOf ?? [])])
      .flatMap(it => (typeof key === 'number' ? it.items : it.properties?.[String(key)]) ?? [])
  }
  return [
    ...new Set(
      here
        .flatMap(it => [it, ...(it.anyOf ?? []), ...(it.oneOf ?? [])])
        .flatMap(it => Object.keys(it.properties ?? {})),
    ),
  ]
}

/** Where the value at a path begins, or the map around it if it is missing. A last part `{key}` is the key itself. */
function offsetOf(document: Document, path: Path): number {
  for (let length = path.length; length > 0; length--) {
    const last = path[length - 1] as PropertyKey | { key: string }
    if (typeof last === 'object') {
      const around = document.getIn(path.slice(0, length - 1), true)
      const map = length === 1 ? document.contents : around
      const pair = isMap(map)
        ? map.items.find(
            item => isScalar((item as Pair).key) && ((item as Pair).key as { value: unknown }).value === last.key,
          )
        : undefined
      const range = (pair?.key as Node | undefined)?.range
      if (range) return range[0]
      continue
    }
    const range = (document.getIn(path.slice(0, length), true) as Node | undefined)?.range
    if (range) return range[0]
  }
  return document.contents?.range?.[0] ?? 0
}
