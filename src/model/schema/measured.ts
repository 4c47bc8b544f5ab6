import { z } from 'zod'
import { id, sentence } from './primitives.ts'
import { release } from './release.ts'

/** What many calls showed that a field holds. */
export const measuredState = z
  .enum(['captured', 'made-up', 'unset', 'unknown'])
  .describe(
    "captured: the CPU's own value in every call, saved or computed: values cannot tell; made-up: something else was written; unset: what memory held before was still there; unknown: the values allow more than one of these",
  )
export type MeasuredState = z.infer<typeof measuredState>

const fields = z
  .strictObject({
    fields: z.array(sentence).min(1).optional().describe("Names of the struct's fields; or from and to"),
    from: sentence.optional().describe("First field of a run, in the struct's order"),
    to: sentence.optional().describe('Last field of that run'),
    state: measuredState,
    value: sentence.optional().describe('The constant that stood there, or its relation to something else'),
    example: sentence
      .optional()
      .describe('What stood there in one call; of a field that nothing writes what the kernel left, if it was seen'),
    note: sentence.optional().describe('What else was seen, or why the values cannot tell'),
    explained: sentence.optional().describe('Why it differs from what was read; without it, a difference is a fault'),
  })
  .refine(it => (it.fields ? !it.from && !it.to : it.from !== undefined && it.to !== undefined), {
    message: 'name the fields: either fields, or from and to',
  })

/** What a running kernel showed: `data/measured/<arch>-<release>.yaml`, written by `npm run try -- ARCH --record`. */
export const measured = z.strictObject({
  arch: id,
  release: release.describe('Of the kernel that ran'),
  build: sentence.describe('As the kernel names itself in /proc/version'),
  emulator: sentence.describe('The emulator and its version'),
  cpu: sentence.describe('The CPU model that the emulator was'),
  config: z.record(z.string(), z.enum(['y', 'n'])).describe('Options of the kernel that decide which code runs'),
  captures: z
    .array(
      z.strictObject({
        capture: id,
        through: id.optional().describe('The conversion through which it was seen'),
        by: sentence.describe('How it was attached: kprobe, fprobe-exit, uprobe, ...'),
        calls: z.int().positive(),
        fields: z.array(fields).min(1),
      }),
    )
    .min(1),
})
export type Measured = z.infer<typeof measured>
export type MeasuredCapture = Measured['captures'][number]
