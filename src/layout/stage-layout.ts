/** What is to be laid out: boxes in rows and the links between them. The order of boxes and links has no meaning. */
export type StageInput = {
  readonly boxes: readonly StageInputBox[]
  readonly links: readonly StageInputLink[]
  /** Per scene, in running order, the ids shown. They only decide between layouts with equally few crossings. */
  readonly reveals: readonly (readonly string[])[]
}

/** A box before it has a position. */
export type StageInputBox = {
  readonly id: string
  /** Rows count from the bottom: 0 holds the origins. */
  readonly row: number
  /** One or two lines; the last is set in weight 600, an earlier one in 400. */
  readonly label: readonly string[]
  /** In row 0, an origin is drawn as a bar under everything that stands on it. */
  readonly isOrigin: boolean
}

/** `child` builds on `parent`, which is in the same row or in any row below. */
export type StageInputLink = { readonly parent: string; readonly child: string }

/** A point in stage px, y down. */
export type Point = { readonly x: number; readonly y: number }

/** A rectangle: `x`, `y` is the top left corner, y down. The type that holds it says its unit and origin. */
export type Rect = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/** One line of a label: `x` is its centre, `y` its baseline, stage px. */
export type LabelLine = { readonly text: string; readonly weight: 400 | 600; readonly x: number; readonly y: number }

/** A box with its position, stage px. */
export type StageBox = Rect & {
  readonly id: string
  readonly row: number
  readonly isOrigin: boolean
  readonly lines: readonly LabelLine[]
}

/** A link as it is drawn, from the parent's border to the child's. */
export type StageLink = {
  /** `PARENT>CHILD`. */
  readonly id: string
  readonly parent: string
  readonly child: string
  /** SVG path data, stage px. */
  readonly d: string
  /** The same line as a polyline, within half a px of `d` for the usual spans. */
  readonly points: readonly Point[]
}

/**
 * The layout of a stage, in stage px: at scale 1 a label is set in 16 px.
 *
 * Boxes are sorted by row and then left to right, links by id.
 */
export type StageLayout = {
  readonly width: number
  readonly height: number
  readonly boxes: readonly StageBox[]
  readonly links: readonly StageLink[]
  /** How often two links cross in this layout. */
  readonly crossings: number
  /** Proven: no layout with these rows has fewer crossings than this. */
  readonly crossingsBound: number
  /** Whether `crossings` is the least possible, so equal to `crossingsBound`. */
  readonly isExact: boolean
}
