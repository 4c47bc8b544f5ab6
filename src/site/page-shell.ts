import { NO_ICON } from '../build/vite/own-icon.ts'
import { escapeXml } from '../files/escape-xml.ts'

/** What the head of a page says of it. */
export type PageHead = {
  readonly title: string
  /** One or two sentences, plain text. */
  readonly description: string
  /** BCP 47. */
  readonly lang: string
  /** The way from the page to the deck's folder: `../`. */
  readonly top: string
  /** Where the page stands in the site: `slides/kprobe/`. */
  readonly path: string
  /** Where the site stands, with a slash at the end, as far as the deck knows it. */
  readonly address?: string | undefined
  /** The icon of the deck, relative to the site. */
  readonly icon?: string | undefined
  /** A picture for previews, relative to the site. */
  readonly picture?: string | undefined
}

/**
 * Write a page around its body.
 *
 * @param head - what the head says.
 * @param body - HTML.
 * @returns the whole page.
 */
export function pageHtml(head: PageHead, body: string): string {
  const { title, description, lang, top, path, address, picture, icon } = head
  const meta = (key: 'name' | 'property', name: string, content: string) =>
    `<meta ${key}="${name}" content="${escapeXml(content)}">`
  return [
    '<!DOCTYPE html>',
    `<html lang="${escapeXml(lang)}">`,
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeXml(title)}</title>`,
    meta('name', 'description', description),
    meta('property', 'og:type', 'article'),
    meta('property', 'og:title', title),
    meta('property', 'og:description', description),
    // Previews take addresses that are whole: where the deck knows none, they have no picture.
    ...(address === undefined
      ? []
      : [
          `<link rel="canonical" href="${escapeXml(address + path)}">`,
          meta('property', 'og:url', address + path),
          ...(picture === undefined
            ? []
            : [meta('property', 'og:image', address + picture), meta('name', 'twitter:card', 'summary_large_image')]),
        ]),
    `<link rel="icon" href="${icon === undefined ? NO_ICON : escapeXml(top + icon)}">`,
    `<link rel="stylesheet" href="${top}pages/pages.css">`,
    '</head>',
    `<body>${body}</body>`,
    '</html>',
    '',
  ].join('\n')
}
