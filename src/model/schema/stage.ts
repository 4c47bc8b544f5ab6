import { z } from 'zod'
import { id, sentence } from './primitives.ts'

/** A row of the stage. */
const row = z.strictObject({
  name: sentence.describe('As a heading: Probes and hooks'),
  words: sentence.optional().describe('The same within a sentence; the name, if absent'),
})

/** What a box can be, as its colour tells. */
const boxClass = z.strictObject({
  id,
  letter: z.string().length(1).describe('Where colour may be missing: in the cell of a table on paper'),
  label: sentence.describe('In a legend, and in sentences'),
  shortLabel: sentence.optional().describe('The label where there is little room; the label, if absent'),
  tableLabel: sentence.optional().describe('In the sentence above a table on paper; the label, if absent'),
  sentence: sentence.describe('What it means, in whole sentences'),
  colour: z.enum(['blue', 'grey', 'orange']).describe('Which of the colours in styles/classes.css it has'),
  outline: z.enum(['solid', 'dashed']),
  isHatched: z.literal(true).optional().describe('A sign beside the colour, as the outline is'),
})
export type BoxClass = z.infer<typeof boxClass>

/** How the stage is drawn, and the words for what is on it: `data/stage.yaml`. */
export const stageLook = z.strictObject({
  boxes: sentence.describe('What a box stands for, as a sentence: Each box is a mechanism that …'),
  question: sentence.describe('What the talk asks of the picture, within a sentence: which of … can be trusted'),
  rows: z.array(row).min(1).max(10).describe('From the bottom up; `row` of a mechanism counts from 0'),
  kinds: z.array(id).min(1).describe('What `kind` of a mechanism can be; an origin is a bar that others stand on'),
  subject: sentence.describe('What a class is said of, in a word: registers'),
  classTitle: sentence.describe('What a class tells, as the head of a table: Where its registers come from'),
  classes: z.array(boxClass).min(1).describe('In the order of the legend; no two with the same signs'),
})
export type StageLook = z.infer<typeof stageLook>
