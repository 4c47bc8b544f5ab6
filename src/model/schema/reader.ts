import { z } from 'zod'
import { id, sources } from './primitives.ts'
import { readSince, release } from './release.ts'

const sentence = z.string().min(1)
const names = z.array(z.string().min(1)).min(1)

const bits = z
  .strictObject({ from: z.int().min(0).max(511), to: z.int().min(0).max(511) })
  .refine(it => it.from <= it.to, { message: 'from is the lowest bit, to the highest' })
  .describe('The bits that are looked at, 0 is the least significant; the whole field, if absent')

const test = z
  .strictObject({
    field: z.string().min(1).describe('The field that is asked'),
    bits: bits.optional(),
    is: z.int().min(0).optional().describe('The value of those bits for which the answer is yes'),
    isNot: z.int().min(0).optional().describe('Instead: the value for which it is no'),
    real: z
      .enum(['always', 'never'])
      .optional()
      .describe('Whether the register itself, if it stands there, makes the answer yes; either, if absent'),
  })
  .refine(it => (it.is === undefined) !== (it.isNot === undefined), { message: 'a test must have either is or isNot' })
  .describe('A question that the code asks a field')
export type ReaderTest = z.infer<typeof test>

const condition = z
  .strictObject({
    fields: names.optional().describe('Of the fields that are read, those for which this holds; all, if absent'),
    bits: bits.optional(),
    onlyIf: z
      .union([z.enum(['leaf', 'asked']), test])
      .optional()
      .describe(
        'When they are read. leaf: only for a function that calls no other; asked: only if a user asks for the register by its name; a test: only if it answers yes',
      ),
    zeroIsRight: z
      .literal(true)
      .optional()
      .describe('A 0 there leads to the right answer for code of the kernel: such as "kernel" and not "user"'),
    isMark: z
      .literal(true)
      .optional()
      .describe('The code that filled the struct writes it for this reader: a value that it made up is what is wanted'),
    all: z
      .array(test)
      .min(2)
      .optional()
      .describe('Several fields that are asked together: they mislead only if each of these tests may answer yes'),
  })
  .refine(it => (it.all !== undefined) !== Boolean(it.bits ?? it.onlyIf ?? it.zeroIsRight ?? it.isMark), {
    message: 'a condition must have either all, or bits, onlyIf, zeroIsRight or isMark of its fields',
  })
export type ReaderCondition = z.infer<typeof condition>

const reads = z
  .strictObject({
    arches: z.array(id).min(1).optional().describe('All, if absent'),
    since: release.optional().describe('If later than the reader itself'),
    until: release.optional(),
    struct: z.string().min(1).optional().describe('The struct that it reads; pt_regs, if absent'),
    fields: names.describe('Names of the fields of that struct on those arches; those that it sets, for a writer'),
    conditions: z.array(condition).min(1).optional().describe('Which bits of them, and when'),
    wrong: sentence.describe('What goes wrong if such a field is not real; for a writer, if what it sets is lost'),
    sources,
  })
  .refine(
    it =>
      (it.conditions ?? []).every(one =>
        (one.fields ?? one.all?.map(test => test.field) ?? []).every(name => it.fields.includes(name)),
      ),
    { message: 'a condition is about fields that are read; name them in fields, too' },
  )
export type Reads = z.infer<typeof reads>

/** Code that reads registers out of a register struct, or sets them there, and who runs it. */
export const reader = z.strictObject({
  id,
  name: sentence.describe('As the kernel writes it: user_mode(regs)'),
  since: release,
  readSince,
  until: release.optional(),
  writes: z
    .literal(true)
    .optional()
    .describe('It sets the fields, and relies on it that the CPU gets them; otherwise it reads them'),
  summary: sentence.describe('What it wants to know, or to change'),
  runsIn: z
    .array(
      z.strictObject({
        mechanism: id,
        since: release.optional().describe('If later than the reader itself'),
        until: release.optional(),
        notThrough: z.array(id).min(1).optional().describe('It is not reached by registers that came through these'),
        notFrom: z.array(id).min(1).optional().describe('It is not reached by registers from these capture sites'),
        where: sentence.describe('Who calls it there'),
        sources,
      }),
    )
    .min(1),
  reads: z.array(reads).min(1),
})

/** data/readers.yaml */
export const readers = z.strictObject({ readers: z.array(reader).min(1) })
export type Reader = z.infer<typeof reader>
