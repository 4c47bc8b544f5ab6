/** A thing drawn, as it will stand in the SVG; a `hatch` is strokes over the box that its attributes tell. */
export type Shape = {
  readonly tag: 'g' | 'rect' | 'path' | 'text' | 'line' | 'circle' | 'hatch'
  readonly at: Readonly<Record<string, string | number>>
  readonly children?: readonly Shape[]
  readonly text?: string
}

/** A rectangle on the slide, px. */
export type Area = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/** The picture of one step, read off the slide. */
export type ReadPicture = {
  /** The slide's number and the step's on it, both from 1. */
  readonly slide: number
  readonly step: number
  readonly headline: string
  /** The step's sentence. */
  readonly caption: string
  /** The colour of the slide's paper. */
  readonly background: string
  /** What is drawn covers this. */
  readonly area: Area
  readonly drawn: readonly Shape[]
}
