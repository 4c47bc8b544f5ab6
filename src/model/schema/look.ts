import { z } from 'zod'

/** The colours of a look, which style sheets name `--paper` and so on. */
export const COLOURS = [
  'paper',
  'ink',
  'soft-ink',
  'rule',
  'accent',
  'mark-fill',
  'exception',
  'exception-fill',
  'other',
  'other-fill',
  'sparse',
  'sparse-fill',
  'sparse-hatch',
] as const
export type Colour = (typeof COLOURS)[number]

const colour = z.string().regex(/^#[0-9a-f]{6}$/i, 'must be a colour like #0072b2')
const scheme = z.strictObject(Object.fromEntries(COLOURS.map(it => [it, colour])) as Record<Colour, typeof colour>)

const family = z.string().regex(/^[\p{L}\d][\p{L}\d .-]*$/u, 'must be the name of a typeface, without quotes')

/** A typeface, with a file for each weight that is set in it. */
const face = <W extends string>(weights: readonly W[]) =>
  z.strictObject({
    family,
    fallback: z
      .array(family)
      .min(1)
      .describe('For signs that its files lack; the last is serif, sans-serif or monospace'),
    files: z
      .strictObject(Object.fromEntries(weights.map(it => [it, z.string().min(1)])) as Record<W, z.ZodString>)
      .describe('./NAME beside the look, or a file of an npm package; one static face each, for print'),
  })

/** A look: everything that a talk may set its own way. */
export const look = z.strictObject({
  name: z.string().min(1),
  faces: z.strictObject({
    text: face(['400', '600']).describe('Text, and the labels of the stage, which is laid out by it'),
    code: face(['400', '600']).describe('Code, registers and releases'),
    headline: face(['600', '700']),
    film: face(['400'])
      .optional()
      .describe(
        'The words good, bad and ugly, and the numbers of chapters; without it, they have the face of headlines',
      ),
  }),
  licence: z.string().min(1).optional().describe('Of the faces, for the colophon'),
  light: scheme,
  dark: scheme,
})

/** A look as its file has it. */
export type Look = z.infer<typeof look>

/** The two sets of colours. */
export const SCHEMES = ['light', 'dark'] as const

/** The roles of typefaces. */
export type FaceRole = keyof Look['faces']
