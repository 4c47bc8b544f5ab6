import { escapeXml } from '../files/escape-xml.ts'

/**
 * The line by which somebody's page shows a slide or an answer of the deck.
 *
 * @param siteUrl - where the site stands, with a slash at the end, as far as the deck knows it.
 * @param route - what stands behind the `#` of the deck: `/kprobe`.
 * @param title - what a screen reader calls it.
 * @returns HTML; undefined where the deck does not know its address.
 */
export function embeddingLine(siteUrl: string | undefined, route: string, title: string): string | undefined {
  if (siteUrl === undefined) return undefined
  return `<iframe src="${escapeXml(`${siteUrl}#${route}`)}" title="${escapeXml(title)}" width="980" height="552" style="border: 0" allowfullscreen></iframe>`
}
