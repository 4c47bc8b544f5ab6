import { type QrCode, qrCode } from '../canvas/qr-code.ts'
import { bylineOf, type Headmatter } from '../model/read/headmatter.ts'

/** Who gives the talk, where and when, for the title slide and the handout's cover (module `virtual:imprint`). */
export type Imprint = {
  /** `Ada Kernelhacker, Kernel Recipes, Paris, September 2027`; empty if the headmatter says nothing of it. */
  readonly byline: string
  /** The page that the line leads to. */
  readonly url?: string
  readonly links: readonly { readonly text: string; readonly url: string }[]
  /** The faces that it is set in, and their licence; the text's with what stands in for it, as CSS lists them. */
  readonly faces: { readonly names: readonly string[]; readonly licence?: string; readonly text: string }
  /** The picture as a `data:` address, so that it is there in a single file, too. */
  readonly logo?: { readonly source: string; readonly alt: string }
  /** Where the built site stands, and the same for cameras. */
  readonly site?: { readonly url: string; readonly code: QrCode }
}

/**
 * Take what a title slide shows from the headmatter.
 *
 * @param head - the headmatter.
 * @param faces - see {@link Imprint}.
 * @param logo - the picture that it names, as a `data:` address.
 * @returns what is shown of it.
 */
export function makeImprint(head: Headmatter, faces: Imprint['faces'], logo: string | undefined): Imprint {
  return {
    byline: bylineOf(head),
    ...(head.eventUrl !== undefined && { url: head.eventUrl }),
    links: head.links ?? [],
    faces,
    ...(head.siteUrl !== undefined && { site: { url: head.siteUrl, code: qrCode(head.siteUrl) } }),
    ...(logo !== undefined && { logo: { source: logo, alt: head.logo!.alt } }),
  }
}
