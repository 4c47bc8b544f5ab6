import type { Document, Node, Pair } from 'yaml'
import type { Fault, FaultCode, Place } from './fault.ts'
import { isMap, isScalar, LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { nearest } from './fault.ts'

/** A way into a document: keys and indexes, outermost first. */
export type Path = readonly PropertyKey[]

/** One YAML file that satisfies its schema, and where each part of it stands. */
export type YamlFile<T> = {
  readonly value: T
  /** A fault at the value under `path`, or at the nearest thing around it that exists. */
  readonly faultAt: (path: Path, code: FaultCode, problem: string, tip: string) => Fault
}

/** What was read last of each file: in the dev server one file changes at a time, and the others are read again. */
const lastRead = new Map<string, { readonly text: string, readonly schema: z.ZodType, readonly read: YamlFile<unknown> | readonly Fault[] }>()

/**
 * Parse a YAML file and hold it against a schema. A file that has not changed since is not parsed again.
 *
 * @param file - path relative to the repository's root; it stands in the faults.
 * @returns the value, or every fault that YAML and the schema find.
 */
export function readYaml<T>(file: string, text: string, schema: z.ZodType<T>): YamlFile<T> | readonly Fault[] {
  const last = lastRead.get(file)
  if (last?.text === text && last.schema === schema)
    return last.read as YamlFile<T> | readonly Fault[]
  const read = parseYaml(file, text, schema)
  lastRead.set(file, { text, schema, read })
  return read
}

function parseYaml<T>(file: string, text: string, schema: z.ZodType<T>): YamlFile<T> | readonly Fault[] {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, merge: false, version: '1.2' })
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { file, line, col }
  }
  if (document.errors.length > 0) {
    return document.errors.map(error => ({
      ...place(error.pos[0]),
      code: 'yaml' as const,
      problem: firstLine(error.message),
      tip: 'mend the YAML; the rest of the file is read after that',
    }))
  }
  const faultAt: YamlFile<T>['faultAt'] = (path, code, problem, tip) =>
    ({ ...place(offsetOf(document, path)), code, problem, tip })

  let raw: unknown
  try {
    raw = document.toJS({ maxAliasCount: 0 })
  }
  catch {
    return [faultAt([], 'yaml', 'anchors and aliases are not used in the dataset', 'write the value out')]
  }
  const result = schema.safeParse(raw)
  if (result.success)
    return { value: result.data, faultAt }
  return result.error.issues.flatMap(issue => schemaFaults(issue, schema, document, faultAt))
}

function schemaFaults(issue: z.core.$ZodIssue, schema: z.ZodType, document: Document, faultAt: YamlFile<unknown>['faultAt']): Fault[] {
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(schema, issue.path)
    return issue.keys.map((key) => {
      const near = nearest(key, known)
      return faultAt([...issue.path, { key } as unknown as PropertyKey], 'schema', `unknown key ${key}`, near ? `did you mean ${near}?` : `known here: ${known.join(', ')}`)
    })
  }
  const where = issue.path.length > 0 ? issue.path.join('.') : 'the file'
  const isMissing = issue.code === 'invalid_type' && document.getIn(issue.path) === undefined
  if (isMissing)
    return [faultAt(issue.path, 'schema', `${where} is missing`, `add it: ${issue.message.replace(/^Invalid input: /, '').replace(/, received undefined$/, '')}`)]
  return [faultAt(issue.path, 'schema', `${where}: ${issue.message}`, 'see the schema named in the first line of the file')]
}

/** Keys that the schema knows at a path, for tips; read from its JSON Schema. */
function knownKeys(schema: z.ZodType, path: Path): string[] {
  type JsonSchema = { properties?: Record<string, JsonSchema>, items?: JsonSchema, anyOf?: JsonSchema[], oneOf?: JsonSchema[] }
  let here: JsonSchema[] = [z.toJSONSchema(schema, { unrepresentable: 'any' }) as JsonSchema]
  for (const key of path) {
    here = here.flatMap(it => [it, ...(it.anyOf ?? []), ...(it.oneOf ?? [])])
      .flatMap(it => (typeof key === 'number' ? it.items : it.properties?.[String(key)]) ?? [])
  }
  return [...new Set(here.flatMap(it => [it, ...(it.anyOf ?? []), ...(it.oneOf ?? [])]).flatMap(it => Object.keys(it.properties ?? {})))]
}

/** Where a path's value begins; a missing one is told at the map around it. A last part `{key}` means the key itself. */
function offsetOf(document: Document, path: Path): number {
  for (let length = path.length; length > 0; length--) {
    const last = path[length - 1] as PropertyKey | { key: string }
    if (typeof last === 'object') {
      const around = document.getIn(path.slice(0, length - 1), true)
      const map = length === 1 ? document.contents : around
      const pair = isMap(map) ? map.items.find(item => isScalar((item as Pair).key) && ((item as Pair).key as { value: unknown }).value === last.key) : undefined
      const range = (pair?.key as Node | undefined)?.range
      if (range)
        return range[0]
      continue
    }
    const range = (document.getIn(path.slice(0, length), true) as Node | undefined)?.range
    if (range)
      return range[0]
  }
  return document.contents?.range?.[0] ?? 0
}

function firstLine(message: string): string {
  return message.split('\n')[0]!.replace(/ at line \d+, column \d+:?$/, '')
}
