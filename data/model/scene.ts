import { z } from 'zod'
import { id, sources } from './mechanism.ts'
import { release } from './release.ts'
import { source } from './source.ts'

const text = z.string().min(1)
const from = z.int().min(0).optional().describe('The step from which it is there; 0 if absent')
const marked = z.union([z.literal(true), z.array(z.int().min(0))]).optional()
  .describe('The line in question: true for every step, or the steps in which it is marked')

/** Lines of our own pseudo-code. Never the kernel's text. */
const code = z.strictObject({
  kind: z.literal('code'),
  title: text,
  lines: z.array(z.strictObject({
    text: z.string().max(64),
    note: text.max(40).optional().describe('A remark set beside the line, in soft ink'),
    mark: marked,
    from,
  })).min(1).max(12),
  width: z.number().positive().optional().describe('Share of the row, beside the other panels; 1 if absent'),
})

/** A column of memory: one cell a slot, low addresses first. */
const cells = z.strictObject({
  kind: z.literal('cells'),
  title: text,
  columns: z.int().min(1).max(3).optional().describe('Over how many columns the cells are spread; 1 if absent'),
  bracket: text.optional().describe('A word that holds for the whole struct, such as UAPI'),
  cells: z.array(z.strictObject({
    name: text.max(20),
    offset: z.string().max(6).optional(),
    value: text.max(24).optional(),
    state: z.enum(['captured', 'made-up', 'unset']),
    from,
  })).min(1).max(24),
  width: z.number().positive().optional(),
})

/** Short words in a flow, such as the list of program types. */
const words = z.strictObject({
  kind: z.literal('words'),
  title: text,
  words: z.array(z.strictObject({ text: text.max(28), mark: marked, from })).min(1).max(40),
  width: z.number().positive().optional(),
})

/** Where the registers are taken, as a row of panels. */
export const panel = z.discriminatedUnion('kind', [code, cells, words])
export type Panel = z.infer<typeof panel>

const step = z.strictObject({
  says: text.max(160).describe('One sentence: caption, alt text and bookmark'),
  release: release.optional().describe('As of which release the stage is drawn, from this step on'),
  reveals: z.array(id).optional().describe('What enters the stage; it stays for the rest of the talk'),
  focus: z.array(id).optional().describe('What is lit while the rest dims; [] lights all again'),
  path: z.array(id).optional().describe('A way through the stage, from the bottom up, link by link; [] ends it'),
})

/** What one slide shows of the stage, step by step. Each step inherits from the step before. */
export const scene = z.strictObject({
  id,
  view: z.enum(['none', 'grow', 'classes', 'helpers', 'hazard', 'conversions'])
    .describe('none: no stage; grow: what is new in the accent; classes, helpers, conversions: the whole stage coloured; hazard: one path beside a frame'),
  kicker: z.array(text).optional().describe('What stands above the headline, if not release, year and name of the first step'),
  release: release.optional(),
  year: z.int().min(1991).max(2100).optional(),
  name: text.optional(),
  arch: id.optional().describe('The arch that the scene is about, whatever arch is on show'),
  steps: z.array(step).min(1),
  sketch: z.strictObject({ panels: z.array(panel).min(1).max(3), sources }).optional(),
  cites: z.array(source).optional().describe('What stands at the foot of the slide, in this order'),
  footnotes: z.array(id).optional().describe('Ids of the differences between talk and kernel that this slide owns up to'),
})

/** The talk's scenes in running order, and the release at which it looks back. */
export const talk = z.strictObject({
  release: release.describe('The release at which the talk looks back: a box is lacking if the arch on show lacks it here, or in a step of a later release'),
  scenes: z.array(scene).min(1),
})
export type Talk = z.infer<typeof talk>
export type Scene = z.infer<typeof scene>
export type Step = Scene['steps'][number]
