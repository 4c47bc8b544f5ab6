/** The files of one arch that a whole site has, relative to it. */
export type PrintedFiles = {
  readonly arch: string
  /** Its name, as links have it. */
  readonly name: string
  readonly slides: string
  readonly handout: string
}

/** The folder of the PDFs in a whole site. */
export const PRINTED = 'pdf'

/** The folder of the figures in a whole site. */
export const FIGURES = 'figures'

/** The folder of the pictures for previews of links. */
export const PREVIEWS = 'previews'

/** The picture of a slide for previews of links, relative to the site. */
export function previewPicture(slide: string): string {
  return `${PREVIEWS}/${slide}.png`
}
