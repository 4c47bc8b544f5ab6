import { z } from 'zod'
import { fieldState } from './capture.ts'
import { release } from './release.ts'
import { role } from './role.ts'

/** What a person decided on a drafted site, with the kernel's lines before them. */
const siteReview = z
  .strictObject({
    role,
    name: z.string().min(1).describe('The site, as the draft calls it'),
    release: release.describe('The tree whose lines were read'),
    decision: z.enum(['keep', 'change', 'reject']),
    fields: z
      .record(
        z.string(),
        z.strictObject({
          state: fieldState,
          value: z.string().min(1).max(24).optional().describe('What stands there, where it was not captured'),
          note: z.string().min(1).optional().describe('What is wrong with it, or from what it is computed'),
        }),
      )
      .optional()
      .describe('With change: the fields that are otherwise than drafted'),
    reason: z.string().min(1).optional(),
  })
  .refine(it => (it.decision === 'change') === (it.fields !== undefined), {
    message: 'change names the fields that it changes; keep and reject name none',
  })
export type SiteReview = z.infer<typeof siteReview>

/** The reviews of an arch: `data/arch/<id>.reviewed.yaml`. */
export const archReviews = z.strictObject({ sites: z.array(siteReview).min(1) })
export type ArchReviews = z.infer<typeof archReviews>
