/** An element of the SVG with its attributes; a `hatch` becomes the strokes over the box in its attributes. */
export type Shape = {
  readonly tag: 'g' | 'rect' | 'path' | 'text' | 'line' | 'circle' | 'image' | 'hatch'
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
  /** The step's caption; the headline where the slide shows no scene. */
  readonly caption: string
  /** The slide's background colour. */
  readonly background: string
  /** The bounds of what is drawn. */
  readonly area: Area
  readonly drawn: readonly Shape[]
}
