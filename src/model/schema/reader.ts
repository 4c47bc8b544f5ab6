import { z } from 'zod'
import { id, sources } from './primitives.ts'
import { readSince, release } from './release.ts'

const sentence = z.string().min(1)

const reads = z.strictObject({
  arches: z.array(id).min(1).optional().describe('All, if absent'),
  fields: z.array(z.string().min(1)).min(1).describe('Names of fields of pt_regs on those arches'),
  wrong: sentence.describe('What goes wrong if such a field is not real'),
  sources,
})

/** Code that reads registers out of a pt_regs, and who runs it. */
export const reader = z.strictObject({
  id,
  name: sentence.describe('As the kernel writes it: user_mode(regs)'),
  since: release,
  readSince,
  until: release.optional(),
  summary: sentence.describe('What it wants to know'),
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
