/** One figure: a step's picture, in three files beside one another. */
export type Figure = {
  readonly scene: string
  /** From 1. */
  readonly step: number
  readonly caption: string
  readonly svg: string
  readonly png: string
  readonly pngDark: string
  readonly width: number
  readonly height: number
}

/** The file of the figure that plays all steps of a scene. */
export function playingFile(scene: string): string {
  return `${scene}-steps.svg`
}
