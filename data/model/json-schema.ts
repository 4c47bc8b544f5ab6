import { z } from 'zod'
import { arch } from './arch.ts'
import { mechanism } from './mechanism.ts'
import { talk } from './scene.ts'

/** JSON Schema for editors, by file name in `data/schema/`: made from the schemas that the model itself reads by. */
export function jsonSchemas(): Readonly<Record<string, string>> {
  const schemas = { 'arch.json': arch, 'mechanism.json': mechanism, 'scenes.json': talk }
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) =>
    [name, `${JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), null, 2)}\n`]))
}
