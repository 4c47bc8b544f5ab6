import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { typeOfSchema } from '../../src/data-package/json-schema-types.ts'

const typeOf = (schema: z.ZodType) => typeOfSchema(z.toJSONSchema(schema) as Parameters<typeof typeOfSchema>[0])

describe('typeOfSchema(schema)', () => {
  test.for([
    ['a text', z.string(), 'string'],
    ['a count', z.int(), 'number'],
    ['words', z.enum(['a', 'b']), '"a" | "b"'],
    ['a list', z.array(z.literal(true)), 'readonly (true)[]'],
    ['names', z.record(z.string(), z.boolean()), '{ readonly [name: string]: boolean }'],
    ['either', z.union([z.literal('all'), z.array(z.string())]), '"all" | readonly (string)[]'],
    [
      'an object',
      z.strictObject({ id: z.string().describe('Its name'), note: z.string().optional() }),
      '{\n  /** Its name */\n  readonly id: string\n  readonly note?: string\n}',
    ],
  ] as const)('writes the type of %s', ([, schema, type]) => {
    expect(typeOf(schema)).toBe(type)
  })

  test('refuses what it has no type for', () => {
    expect(() => typeOf(z.null())).toThrow('no type for the schema')
  })
})
