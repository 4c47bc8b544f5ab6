import { z } from 'zod'
import { id, sources } from './primitives.ts'
import { release } from './release.ts'

const sentence = z.string().min(1)

/** What a field of a register struct holds when code reads it. */
export const fieldState = z.enum(['captured', 'made-up', 'unset'])
export type FieldState = z.infer<typeof fieldState>

const which = {
  fields: z.array(z.string().min(1)).min(1).optional().describe("Names of the struct's fields; or from and to"),
  from: z.string().min(1).optional().describe("First field of a run, in the struct's order"),
  to: z.string().min(1).optional().describe('Last field of that run'),
}
const needsFields = (it: { fields?: unknown; from?: unknown; to?: unknown }) =>
  it.fields ? !it.from && !it.to : it.from !== undefined && it.to !== undefined
const NEEDS_FIELDS = { message: 'name the fields: either fields, or from and to' }

const written = z
  .strictObject({
    ...which,
    state: fieldState,
    how: sentence.max(24).optional().describe('In the frame: pushed, by the CPU, never written'),
    value: sentence.max(24).optional().describe('What stands there, where it is made up: 0, __KERNEL_CS'),
    wrong: sentence.optional().describe('What is wrong with a value that is made up'),
    exact: z
      .literal(true)
      .optional()
      .describe('Made up, but equal to what the interrupted code had: computed or looked up'),
  })
  .refine(needsFields, NEEDS_FIELDS)
  .refine(it => it.state !== 'made-up' || (it.value && it.wrong), {
    message: 'a field that is made up needs its value, and what is wrong with it',
  })

/** A place in the kernel that fills a register struct, field by field over the whole struct. */
export const capture = z.strictObject({
  id,
  name: sentence.describe('The code that does it, as the kernel calls it'),
  since: release,
  until: release.optional(),
  origin: z
    .enum(['exception', 'trampoline', 'software'])
    .describe(
      'exception: entry code, after the CPU took an exception; trampoline: a stub that code was diverted to; software: C code or a macro',
    ),
  struct: sentence.describe('The struct that it fills: pt_regs, ftrace_regs, ... as in data/arch/<arch>.yaml'),
  summary: sentence.describe('What is special about it, in one sentence'),
  writes: z
    .array(written)
    .min(1)
    .describe(
      'In the order in which the code writes; every field of the struct exactly once, what is never written last',
    ),
  sources,
})
export type Capture = z.infer<typeof capture>

/** Code that turns one register struct into another. */
export const conversion = z.strictObject({
  id,
  name: sentence,
  since: release,
  until: release.optional(),
  proposal: sentence.optional().describe('The patch that proposed it, where it is not in a release'),
  takes: sentence.describe('The struct it reads'),
  gives: sentence.describe('The struct it fills'),
  summary: sentence,
  writes: z
    .array(
      z
        .strictObject({
          ...which,
          state: z.enum(['copied', 'made-up', 'unset']),
          of: sentence.optional().describe('The field that is copied, where it has another name'),
          how: sentence.max(24).optional(),
          value: sentence.max(24).optional(),
          wrong: sentence.optional(),
          exact: z.literal(true).optional(),
        })
        .refine(needsFields, NEEDS_FIELDS),
    )
    .min(1),
  sources,
})
export type Conversion = z.infer<typeof conversion>

/** How a group of fields is named: one by one, or as a run. */
export type FieldGroup = {
  readonly fields?: readonly string[] | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
}
