import { z } from 'zod'
import { id, sentence } from './primitives.ts'
import { release } from './release.ts'

const place = z.strictObject({
  file: z.string().min(1).describe('Path in the kernel tree'),
  line: z.int().min(1),
  release: release.describe('Release of the tree'),
  what: sentence.max(60).describe('What stands there, in our own words'),
})

const trial = z.strictObject({
  kernel: sentence.describe('7.2.13+deb14-riscv64'),
  machine: sentence.describe('QEMU 7.2, virt, rv64'),
  result: z
    .enum(['seen', 'not-seen', 'cannot'])
    .describe('Whether what the report says was seen; cannot: it cannot be tried so, and saw says why'),
  by: z
    .enum(['hand', 'script', 'measurement'])
    .describe(
      "hand: a person typed lines and wrote down what they showed; script: npm run try typed those of probes/hazards/; measurement: npm run try measured the cause's fields",
    ),
  saw: sentence.describe('What was seen, in one sentence'),
})
export type Trial = z.infer<typeof trial>

/** What is known of a cause of ugly answers, beside what follows from the data. */
export const causeReview = z
  .strictObject({
    id: id.describe('As npm run hazards -- --report prints it'),
    subject: sentence.max(72).optional().describe('Subject of the report, if the one made of the data does not do'),
    status: z
      .enum(['reported', 'fixed', 'by-design', 'no-report-found'])
      .describe(
        'reported: somebody has reported it; fixed: in a later release than the newest here; by-design: it is meant so, or harmless; no-report-found: it was searched for',
      ),
    link: z.url({ protocol: /^https$/, message: 'a link must begin with https://' }).optional(),
    reason: sentence.optional().describe('by-design: why'),
    searched: sentence.optional().describe('no-report-found: where, and for what'),
    effect: sentence.optional().describe('What a user sees, beside what the readers of it say'),
    places: z.array(place).min(1).optional().describe('The lines in the tree that show it'),
    try: z.array(z.string().min(1).max(200)).min(1).optional().describe('Lines to type on such a machine'),
    tried: z.array(trial).min(1).optional(),
  })
  .refine(it => (it.status !== 'reported' && it.status !== 'fixed') || it.link, {
    message: 'what is reported or fixed needs a link',
  })
  .refine(it => it.status !== 'by-design' || it.reason, { message: 'what is by design needs a reason' })
  .refine(it => it.status !== 'no-report-found' || (it.searched && it.places), {
    message: 'where no report was found, say what was searched, and the places in the tree that show it',
  })
export type CauseReview = z.infer<typeof causeReview>

/** data/causes/<arch>.yaml */
export const causeReviews = z.strictObject({
  id: id.describe('The arch'),
  causes: z.array(causeReview).min(1).describe('By id'),
})
export type CauseReviews = z.infer<typeof causeReviews>

/** data/maintainers.yaml: sections of the kernel's MAINTAINERS, for the files that are cited. */
export const maintainers = z.strictObject({
  release: release.describe('Release of the tree that they were read in'),
  sections: z
    .array(
      z.strictObject({
        name: sentence,
        people: z.array(sentence).optional().describe('Name <address>'),
        lists: z.array(sentence).optional(),
        files: z.array(sentence).min(1).describe('Patterns of paths; one that ends in / is a folder with all below'),
      }),
    )
    .min(1),
})
export type Maintainers = z.infer<typeof maintainers>
