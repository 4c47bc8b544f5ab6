import type { Document, Node, Pair } from 'yaml'
import type { Fault, FaultCode, SourcePosition } from '../../errors/fault.ts'
import type { Unwanted } from './yaml-limits.ts'
import { isMap, isScalar, LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { closestMatch } from '../../errors/closest-match.ts'
import { escapedLine } from '../../errors/escape-invisible.ts'
import { exceedsLimits, disallowedYaml } from './yaml-limits.ts'

/** A way into a document: keys and indexes, outermost first. */
export type Path = readonly PropertyKey[]

/** One YAML file that satisfies its schema, and where each part of it stands. */
export type YamlFile<T> = {
  readonly value: T
  /** A fault at the value under `path`, or at the nearest thing around it that exists. */
  readonly faultAt: (path: Path, code: FaultCode, problem: string, tip: string) => Fault
}

/** How many faults of one file are told. */
const MOST_FAULTS = 500

/** What was read last of each file: in the dev server one file changes at a time, and the others are read again. */
const lastRead = new Map<
  string,
  { readonly text: string; readonly schema: z.ZodType; readonly read: YamlFile<unknown> | readonly Fault[] }
>()

/**
 * Parse a YAML file and hold it against a schema. A file that has not changed since is not parsed again.
 *
 * @param file - path relative to the repository's root; it stands in the faults.
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
 * @param file - the file that it stands in, relative to the repository's root; it stands in the faults.
 * @param lineBefore - how many lines of that file stand before it.
 * @returns the value, or every fault that YAML and the schema find, the first {@link MOST_FAULTS} of them.
 */
export function parseYaml<T>(
  file: string,
  text: string,
  schema: z.ZodType<T>,
  lineBefore = 0,
): YamlFile<T> | readonly Fault[] {
  const lines = new LineCounter()
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1)
  lines.lineStarts.unshift(0)
  const place = (offset: number): SourcePosition => {
    const { line, col } = lines.linePos(offset)
    return { file, line: line + lineBefore, col }
  }
  const yamlFault = ({ offset, problem, tip }: Unwanted): Fault => ({ ...place(offset), code: 'yaml', problem, tip })
  const excess = exceedsLimits(text)
  if (excess) return [yamlFault(excess)]
  const document = parseDocument(text, {
    uniqueKeys: false,
    stringKeys: true,
    merge: false,
    version: '1.2',
    logLevel: 'error',
  })
  if (document.errors.length > 0)
    return firstOf(
      document.errors.map(error =>
        yamlFault({
          offset: error.pos[0],
          problem: firstLine(error.message),
          tip: 'mend the YAML; the rest of the file is read after that',
        }),
      ),
      place,
    )
  const unwanted = disallowedYaml(document)
  if (unwanted.length > 0) return firstOf(unwanted.map(yamlFault), place)

  const faultAt: YamlFile<T>['faultAt'] = (path, code, problem, tip) => ({
    ...place(offsetOf(document, path)),
    code,
    problem,
    tip,
  })
  const value = asShown(document.toJS())
  const left = text.includes(TODO) ? leftToDo(value) : []
  const result = schema.safeParse(value)
  if (result.success && left.length === 0) return { value: result.data, faultAt }
  // What nobody has filled in yet needs no second fault to say that it does not fit.
  const issues = (result.error?.issues ?? []).filter(
    ({ path }) => !left.some(it => it.path.join('.') === path.join('.')),
  )
  return firstOf(
    [
      ...left.map(({ path, tip }) => faultAt(path, 'todo', `${path.join('.')} is still to be filled in`, tip)),
      ...issues.slice(0, MOST_FAULTS + 1).flatMap(issue => schemaFaults(issue, schema, document, faultAt)),
    ],
    place,
  )
}

/** How a text begins that `npm run new` left for a person; what belongs there follows. */
const TODO = 'TODO'

/** The texts that nobody has filled in, in the file's order. */
function leftToDo(value: unknown, path: Path = []): readonly { readonly path: Path; readonly tip: string }[] {
  if (typeof value === 'string')
    return /^TODO\b/.test(value)
      ? [{ path, tip: value.slice(TODO.length).trim() || 'see the schema named in the first line of the file' }]
      : []
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, it]) => leftToDo(it, [...path, Array.isArray(value) ? Number(key) : key]))
}

/** No more faults than a person can mend, and where that is the case, one more to say so. */
function firstOf(faults: readonly Fault[], place: (offset: number) => SourcePosition): readonly Fault[] {
  return faults.length <= MOST_FAULTS
    ? faults
    : [
        ...faults.slice(0, MOST_FAULTS),
        {
          ...place(0),
          code: 'yaml',
          problem: `there are more than ${MOST_FAULTS} faults in this file`,
          tip: 'mend these first',
        },
      ]
}

/** A value with its texts as they may be shown anywhere: whatever is made of the dataset is made of this. */
function asShown(value: unknown): unknown {
  if (typeof value === 'string') return escapedLine(value)
  if (Array.isArray(value)) return value.map(asShown)
  return value !== null && typeof value === 'object'
    ? Object.fromEntries(Object.entries(value).map(([key, it]) => [key, asShown(it)]))
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
  return [
    faultAt(
      issue.path,
      'schema',
      `${where}: ${issue.message}`,
      near ? `did you mean ${near}?` : 'see the schema named in the first line of the file',
    ),
  ]
}

/** Made once for each schema: it takes longer than to read a file. */
const jsonSchemas = new WeakMap<z.ZodType, object>()

/** Keys that the schema knows at a path, for tips; read from its JSON Schema. */
function knownKeys(schema: z.ZodType, path: Path): string[] {
  type JsonSchema = {
    properties?: Record<string, JsonSchema>
    items?: JsonSchema
    anyOf?: JsonSchema[]
    oneOf?: JsonSchema[]
  }
  const whole = jsonSchemas.get(schema) ?? z.toJSONSchema(schema, { unrepresentable: 'any' })
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

/** Where a path's value begins; a missing one is told at the map around it. A last part `{key}` means the key itself. */
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

function firstLine(message: string): string {
  return message.split('\n')[0]!.replace(/ at line \d+, column \d+:?$/, '')
}
