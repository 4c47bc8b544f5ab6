import { z } from 'zod'
import { id, language, sources } from './primitives.ts'
import { fieldState } from './capture.ts'
import { release } from './release.ts'
import { source } from './source.ts'

const text = z.string().min(1)
const from = z.int().min(0).optional().describe('The step from which it is there; 0 if absent')
const marked = z
  .union([z.literal(true), z.array(z.int().min(0))])
  .optional()
  .describe('The line in question: true for every step, or the steps in which it is marked')

const lines = z
  .array(
    z.strictObject({
      text: z.string().max(64),
      note: text.max(40).optional().describe('A remark set beside the line, in soft ink'),
      mark: marked,
      from,
      struck: z.int().min(1).optional().describe('The step from which it is struck through: it does not hold any more'),
      capture: id
        .optional()
        .describe('The capture site whose struct stands in the line as a strip, a cell for each field'),
    }),
  )
  .min(1)
  .max(12)

/** Lines of our own pseudo-code. Never the kernel's text. */
const code = z.strictObject({
  kind: z.literal('code'),
  title: text,
  lines,
  otherArches: z
    .strictObject({ title: text, lines })
    .optional()
    .describe('What stands there on an arch that the scene is not about; as many lines, or fewer'),
  width: z.number().positive().optional().describe('Share of the row, beside the other panels; 1 if absent'),
})

/** Short words in a flow, such as the list of program types. */
const words = z.strictObject({
  kind: z.literal('words'),
  title: text,
  words: z
    .array(z.strictObject({ text: text.max(28), mark: marked, from }))
    .min(1)
    .max(40),
  width: z.number().positive().optional(),
})

/** A capture's struct, drawn from its data: a row for each run of fields with the same state. */
const frame = z.strictObject({
  kind: z.literal('frame'),
  title: text,
  capture: id.describe('The capture site, in data/captures/'),
  rows: z
    .enum(['runs', 'each'])
    .optional()
    .describe('runs: a row for neighbours with the same state, the default; each: one for each field'),
  columns: z.int().min(1).max(3).optional().describe('Over how many columns the rows are spread; 1 if absent'),
  values: z
    .array(text)
    .optional()
    .describe('Names of fields at which it stands what a running kernel had there in one call, if one signed them'),
  fillsAtStep: z
    .array(z.int().min(0))
    .optional()
    .describe(
      "From which step each group of the capture's writes is there, in their order; the last one holds for the rest; all from the first step if absent",
    ),
  reader: id.optional().describe('A reader of which the fields that it reads have rows of their own, and are ringed'),
  readAt: z.int().min(0).optional().describe('The step from which they are ringed; 0 if absent'),
  highlighted: z
    .array(z.int().min(0))
    .min(1)
    .optional()
    .describe(
      'The steps that speak of the struct: it is marked in them like a line of code, and pale before the first, unless it fills step by step',
    ),
  upTo: text
    .optional()
    .describe(
      'Name of the last field that has its row; those after it are counted, with a sign for each of their states',
    ),
  order: z
    .strictObject({ text: text.max(40), from: z.int().min(0) })
    .optional()
    .describe('Beside a tall struct, what is said of the order of its fields, from which step on: an arrow shows it'),
  width: z.number().positive().optional(),
})

/** The struct of the scene's hazard, as it is when the reader gets it. */
const hazardFrame = z.strictObject({
  kind: z.literal('hazard-frame'),
  title: text,
  from: z.int().min(0).optional().describe('The step from which it is filled; 0 if absent'),
  width: z.number().positive().optional(),
})

/** An empty outline where the room waits for a struct, and there is none. */
const nothing = z.strictObject({
  kind: z.literal('nothing'),
  title: text,
  text: text.max(40).describe('What stands in it'),
  from,
  width: z.number().positive().optional(),
})

/** Where the registers are taken, as a row of panels. */
export const panel = z.discriminatedUnion('kind', [code, words, frame, hazardFrame, nothing])
export type Panel = z.infer<typeof panel>

const step = z.strictObject({
  caption: text
    .max(160)
    .describe('One sentence: caption, alt text and bookmark; {arch} stands for the name of the arch on show'),
  consequence: text
    .max(60)
    .optional()
    .describe('What comes of it, in a few words on the slide of a hazard; from this step on'),
  otherArches: text.max(160).optional().describe('The same on an arch that the scene is not about'),
  translations: z
    .record(language, z.strictObject({ caption: text.max(160), otherArches: text.max(160).optional() }))
    .optional()
    .describe('By language, as in `lang:` of the slides: the caption, and the one on another arch'),
  release: release.optional().describe('As of which release the stage is drawn, from this step on'),
  reveals: z
    .array(id)
    .optional()
    .describe(
      'What enters the stage; it stays for the rest of the talk. What it builds on comes with the scene by itself',
    ),
  draws: z
    .array(id)
    .min(1)
    .optional()
    .describe('On which of the mechanisms that it needs what entered before is drawn only from this step on'),
  focus: z.array(id).optional().describe('What is highlighted while the rest dims; [] ends it'),
  highlightClass: id.optional().describe('Highlighted beside the focus: what is of this class, on the arch on show'),
  reader: id
    .optional()
    .describe(
      'In the matrix, the reader whose fields stay highlighted while the rest dims, from this step on; in the view helpers, the one whose callers are marked, at this step; with highlightClass, those that call it with registers of that class',
    ),
  coloured: z
    .array(id)
    .optional()
    .describe('Which classes have their colours, from this step on, in a view that colours the stage; all if absent'),
  structs: z
    .record(id, text.max(24))
    .optional()
    .describe('By id of an origin, the struct that stands for it, written on its bar from this step on'),
  copies: z
    .array(id)
    .optional()
    .describe('Boxes that carry the sign of a copy, from this step on: there a pt_regs is made of another struct'),
  signs: z
    .array(fieldState)
    .min(1)
    .max(3)
    .optional()
    .describe('On a slide of words, the field states that stand as a small struct before the item of this step'),
  path: z.array(id).optional().describe('A way through the stage, from the bottom up, link by link; [] ends it'),
})

/** What one slide shows of the stage, step by step. Each step inherits from the step before. */
export const scene = z.strictObject({
  id,
  view: z
    .enum(['none', 'grow', 'classes', 'helpers', 'hazard', 'conversions', 'matrix', 'arches', 'verdicts'])
    .describe(
      'none: no stage; matrix: the capture sites by fields; arches: the mechanisms by arch; verdicts: how often which verdict is found; grow: what is new filled with ink; classes, helpers, conversions: the whole stage coloured; hazard: one path beside a frame',
    ),
  overline: z
    .array(text)
    .optional()
    .describe('What stands above the headline, if not release, year and name of the first step'),
  release: release.optional(),
  year: z.int().min(1991).max(2100).optional(),
  name: text.optional(),
  arch: id.optional().describe('The arch that the scene is about, also when another is on show'),
  aboutArch: id
    .optional()
    .describe('The arch that its words and sketches name; on any other, the texts of otherArches are shown'),
  onlyWith: z
    .array(id)
    .min(1)
    .optional()
    .describe(
      "The slide is left out on an arch that has none of these mechanisms, in the talk's release or a later one",
    ),
  print: z
    .union([z.enum(['all', 'final']), z.array(z.int().min(0)).min(1)])
    .optional()
    .describe(
      'Which steps are printed: all of them, which is the default, the final one, or those listed, counted from 0',
    ),
  hazard: z
    .strictObject({
      arch: id,
      release,
      reader: id,
      in: id.describe('The mechanism that runs the reader'),
      proposal: z.literal(true).optional().describe('Under a patch that was not merged'),
      fixedIn: release
        .optional()
        .describe('The release in which it is fixed: the last step shows frame and verdict as of that one'),
      cause: id
        .optional()
        .describe(
          'The cause in data/causes/ whose trial on a running kernel stands on the slide once the reader reads',
        ),
    })
    .optional()
    .describe(
      'The hazard that a scene of view hazard plays, as the analysis finds it; its path is highlighted link by link',
    ),
  steps: z.array(step).min(1),
  sketch: z
    .strictObject({
      panels: z.array(panel).min(1).max(3),
      sources: sources.optional().describe('What the panels are drawn after; a frame brings its own'),
    })
    .optional(),
  cites: z.array(source).optional().describe('What stands at the foot of the slide, in this order'),
  helpers: z
    .array(id)
    .min(1)
    .max(5)
    .optional()
    .describe('In the view helpers, the readers that stand above the stage, with how many boxes call each'),
  footnotes: z
    .array(id)
    .optional()
    .describe('Ids of the differences between talk and kernel that this slide owns up to'),
})

/** The scenes that slides may show, in any order, and the release at which the talk looks back. */
export const talk = z.strictObject({
  release: release.describe(
    'The release at which the talk looks back: a box is lacking if the arch on show lacks it here, or in a step of a later release',
  ),
  scenes: z.array(scene).min(1),
})
/** A scene, with the language of the slide that shows it, where that is another than the deck's. */
export type Scene = z.infer<typeof scene> & { readonly lang?: string }
export type Talk = Omit<z.infer<typeof talk>, 'scenes'> & { readonly scenes: readonly Scene[] }
export type Step = Scene['steps'][number]
