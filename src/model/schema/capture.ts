import { z } from 'zod'
import { id, sources } from './primitives.ts'
import { readSince, release } from './release.ts'
import { role } from './role.ts'

const sentence = z.string().min(1)

/** What a field of a register struct holds when code reads it. */
export const fieldState = z
  .enum(['captured', 'computed', 'made-up', 'unset', 'none', 'unknown'])
  .describe(
    "captured: what the stopped code had, saved; computed: the same value, but not saved; made-up: something else was written; unset: never written; none: no register of that code, but padding or a word of the kernel's own; unknown: not found out",
  )
export type FieldState = z.infer<typeof fieldState>

const which = {
  fields: z.array(z.string().min(1)).min(1).optional().describe("Names of the struct's fields; or from and to"),
  from: z.string().min(1).optional().describe("First field of a run, in the struct's order"),
  to: z.string().min(1).optional().describe('Last field of that run'),
}
const needsFields = (it: { fields?: unknown; from?: unknown; to?: unknown }) =>
  it.fields ? !it.from && !it.to : it.from !== undefined && it.to !== undefined
const NEEDS_FIELDS = { message: 'name the fields: either fields, or from and to' }

/** What was written, and why it is or is not what the stopped code had. */
const remarks = {
  how: sentence.max(24).optional().describe('In the frame: pushed, by the CPU, never written'),
  value: sentence.max(24).optional().describe('What stands there, where it was not captured: 0, __KERNEL_CS'),
  wrong: sentence.optional().describe('made-up: what is wrong with the value'),
  note: sentence.optional().describe('computed: from what; none: what the slot is for'),
}

/** Bits of a field in another state than the rest of it. */
const bits = z
  .strictObject({
    from: z.int().min(0).max(511).describe('Lowest bit, 0 is the least significant'),
    to: z.int().min(0).max(511).describe('Highest bit'),
    state: fieldState,
    value: remarks.value,
    wrong: remarks.wrong,
    note: remarks.note,
  })
  .refine(it => it.from <= it.to, { message: 'from is the lowest bit, to the highest' })
export type BitRange = z.infer<typeof bits>
const exceptBits = z
  .array(bits)
  .min(1)
  .optional()
  .describe('Bits in another state; state is that of all bits which are not named here')

type Remarked = { readonly state: string } & { readonly [K in 'value' | 'wrong' | 'note']?: string | undefined }
const explainsMadeUp = (it: Remarked) => it.state !== 'made-up' || (it.value !== undefined && it.wrong !== undefined)
const EXPLAINS_MADE_UP = { message: 'a field that is made up needs its value, and what is wrong with it' }
const explainsComputed = (it: Remarked) => it.state !== 'computed' || (it.value !== undefined && it.note !== undefined)
const EXPLAINS_COMPUTED = { message: 'a field that is computed needs its value, and a note that says from what' }

const written = z
  .strictObject({ ...which, state: fieldState, ...remarks, bits: exceptBits })
  .refine(needsFields, NEEDS_FIELDS)
  .refine(explainsMadeUp, EXPLAINS_MADE_UP)
  .refine(explainsComputed, EXPLAINS_COMPUTED)

/** A place in the kernel that fills a register struct, field by field over the whole struct. */
export const capture = z.strictObject({
  id,
  name: sentence.describe('The code that does it, as the kernel calls it'),
  role: role.optional().describe('What it is for, as on other arches; none where it is like no site of another'),
  since: release.describe('The first release in which it is'),
  readSince,
  until: release.optional(),
  origin: z
    .enum(['exception', 'trampoline', 'software'])
    .describe(
      'exception: entry code, after the CPU took an exception; trampoline: a stub that code was diverted to; software: C code or a macro',
    ),
  struct: sentence.describe('The struct that it fills: pt_regs, ftrace_regs, ... as in data/arch/<arch>.yaml'),
  summary: sentence.describe('What is special about it, in one sentence'),
  isDerived: z.literal(true).optional().describe('By a program from a kernel tree; a person has not reviewed it'),
  isCleared: z
    .literal(true)
    .optional()
    .describe('The same code sets all of the struct to 0 first: what is never written there is 0'),
  hasCalled: z
    .literal(true)
    .optional()
    .describe('The function whose registers these are has called another one: it is no leaf function'),
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
  role: role.optional(),
  since: release.describe('The first release in which it is'),
  readSince,
  until: release.optional(),
  proposal: sentence.optional().describe('The patch that proposed it, where it is not in a release'),
  takes: sentence.describe('The struct it reads'),
  gives: sentence.describe('The struct it fills'),
  summary: sentence,
  writesBack: z
    .union([z.literal('all'), z.array(z.string().min(1)).min(1)])
    .optional()
    .describe(
      'Fields that, if code changes them in the struct given, are changed in the struct taken, too. all: it is the same memory; none, if absent',
    ),
  writes: z
    .array(
      z
        .strictObject({
          ...which,
          state: z.enum(['copied', ...fieldState.exclude(['captured']).options]),
          of: sentence.optional().describe('The field that is copied, where it has another name'),
          ...remarks,
          bits: exceptBits,
        })
        .refine(needsFields, NEEDS_FIELDS)
        .refine(explainsMadeUp, EXPLAINS_MADE_UP)
        .refine(explainsComputed, EXPLAINS_COMPUTED),
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
