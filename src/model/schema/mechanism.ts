import { z } from 'zod'
import { FIRST_RELEASE } from './first-release.ts'
import { readSince, release } from './release.ts'
import { role } from './role.ts'
import { arches, id, sentence, sources, year } from './primitives.ts'

const birth = z.strictObject({
  release: release.describe('As the talk has it'),
  year,
  checked: z.strictObject({ release, year }).optional().describe('Where the kernel says otherwise'),
  sources,
})

const stage = z.strictObject({
  id,
  label: sentence,
  since: birth,
  summary: sentence.describe('What changed, in one sentence'),
})

const link = z.strictObject({
  on: id.describe('The mechanism or origin that this one stands on'),
  since: release.default(FIRST_RELEASE).describe('The first release in which it holds; any, if absent'),
  readSince,
  until: release.optional().describe('The first release in which it no longer holds'),
  arches,
  optional: z.literal(true).optional().describe('Only in some configurations'),
  reason: sentence,
  drawn: z
    .enum(['talk', 'reconstructed', 'words'])
    .default('reconstructed')
    .describe(
      "talk: the talk's text shows the line; reconstructed: read from the source; words: read from the source too, and described in words only: on the stage of all arches the line would cross others",
    ),
  sources,
})

const provides = z
  .strictObject({
    since: release,
    readSince,
    until: release.optional(),
    arches,
    captures: z
      .array(id)
      .min(1)
      .optional()
      .describe(
        'The capture sites that fill what it hands on, in data/captures/; one after the other in time, the usual one first',
      ),
    inherits: id.optional().describe('The mechanism whose registers are handed through, instead of captures'),
    only: z
      .array(id)
      .min(1)
      .optional()
      .describe('With inherits: of its registers, only those from these capture sites; one after the other in time'),
    through: id.optional().describe('The conversion that they go through on the way'),
    buffer: sentence
      .optional()
      .describe(
        'The static buffer that the struct lies in, by its name in the kernel. It is 0 at boot and never cleared: a field never written there is 0, or what another event left that uses the buffer',
      ),
    struct: z
      .enum(['other', 'none'])
      .optional()
      .describe('Instead of captures: it hands on no registers, but a record of another kind, or nothing'),
    class: id.optional().describe('Instead of captures, for an origin: what all that stand on it get'),
    alternative: z.literal(true).optional().describe('Another way in which it gets registers, beside the usual one'),
    proposal: sentence
      .optional()
      .describe('The patch under review that would do so; counts for hazards, not as present'),
    summary: sentence,
    sources,
  })
  .refine(it => [it.captures, it.inherits, it.struct, it.class].filter(Boolean).length === 1, {
    message: 'provides must have exactly one of captures, inherits, struct and class',
  })
  .refine(hand => hand.inherits || !hand.only, {
    message: 'only picks from what is inherited; without inherits, list captures',
  })

/** What a mechanism provides on an arch that no entry of `provides` names, by the roles of its captures. */
const tie = z
  .strictObject({
    roles: z.array(role).min(1).optional().describe('The first of these of which the arch has a capture'),
    also: z.array(role).min(1).optional().describe('With roles: those of these roles, too'),
    inherits: id
      .optional()
      .describe('The mechanism whose registers are handed through, of its those from captures of these roles'),
    struct: z.enum(['other', 'none']).optional().describe('Instead of roles: a record of another kind, or nothing'),
    alternative: z.literal(true).optional().describe('Beside the usual way; of the others the first that holds counts'),
    summary: sentence,
  })
  .refine(it => (it.roles === undefined) !== (it.struct === undefined), {
    message: 'a tie must have either roles or struct',
  })
export type Tie = z.infer<typeof tie>

const difference = z.strictObject({
  id,
  talk: sentence.describe('What the talk says'),
  kernel: sentence.describe('What the kernel says'),
  footnote: sentence.describe('Both in one sentence, for the notes and the handout'),
  sources,
})

/** One way of stopping in running code to look at the registers, or an origin of registers. */
export const mechanism = z
  .strictObject({
    id,
    label: z
      .array(z.string().min(1).max(14))
      .min(1)
      .max(2)
      .describe('As the talk writes it; the last line is set bold'),
    name: sentence,
    kind: id.describe('origin, a bar that others stand on, or one of the kinds in stage.yaml'),
    row: z.int().min(0).max(9).describe('Counted from the bottom, from 0; stage.yaml names the rows'),
    summary: sentence.describe('What it is, in one sentence'),
    since: birth.optional().describe('Since when it is there; in any release, if absent'),
    sources: sources.optional().describe('Where to look, for a mechanism without since'),
    life: z.array(stage).optional(),
    buildsOn: z.array(link),
    class: id.optional().describe('Its class, of stage.yaml, where no registers are followed'),
    provides: z.array(provides).default([]),
    ties: z.array(tie).min(1).optional(),
    differences: z.array(difference).optional(),
  })
  .refine(it => it.since ?? it.sources, { message: 'every claim needs a source: give since, or sources' })
  .refine(it => it.provides.length > 0 !== (it.class !== undefined), {
    message: 'a mechanism must have either provides or class',
  })

export type Mechanism = z.infer<typeof mechanism>
export type Link = Mechanism['buildsOn'][number]
export type RegisterSource = Mechanism['provides'][number]
export type Difference = NonNullable<Mechanism['differences']>[number]
