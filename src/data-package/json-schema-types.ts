/** As much of JSON Schema as Zod writes for data. */
type Schema = {
  readonly type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean'
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: Schema | false
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly description?: string
}

/**
 * Write a TypeScript type for what a JSON Schema describes.
 *
 * @param schema - as `z.toJSONSchema` makes it, without references.
 * @param indent - what stands before each line but the first.
 * @returns the type, its descriptions as comments.
 * @throws RangeError for a schema of a form that Zod does not make of our data.
 */
export function typeOfSchema(schema: Schema, indent = ''): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map(it => JSON.stringify(it)).join(' | ')
  if (schema.anyOf) return schema.anyOf.map(it => typeOfSchema(it, indent)).join(' | ')
  switch (schema.type) {
    case 'string':
    case 'boolean':
    case 'number':
      return schema.type
    case 'integer':
      return 'number'
    case 'array':
      return `readonly (${typeOfSchema(schema.items!, indent)})[]`
    case 'object':
      return schema.properties
        ? objectType(schema, indent)
        : `{ readonly [name: string]: ${typeOfSchema(schema.additionalProperties as Schema, indent)} }`
    default:
      throw new RangeError(`no type for the schema ${JSON.stringify(schema).slice(0, 80)}`)
  }
}

function objectType({ properties = {}, required = [] }: Schema, indent: string): string {
  const inner = `${indent}  `
  const lines = Object.entries(properties).map(([name, it]) => {
    const comment = it.description ? `${inner}/** ${it.description.replaceAll('*/', '*\\/')} */\n` : ''
    return `${comment}${inner}readonly ${name}${required.includes(name) ? '' : '?'}: ${typeOfSchema(it, inner)}\n`
  })
  return `{\n${lines.join('')}${indent}}`
}
