import type { Plugin } from 'vite'
import { escapeXml } from '../../files/escape-xml.ts'

/** What a link to the deck is previewed by, and what search engines read. */
export type Preview = { readonly description: string | undefined; readonly author: string | undefined }

/**
 * Writes what pages say of themselves as words: Slidev writes JSON there, with quotes and `\n`.
 *
 * @param preview - of the deck.
 * @returns the plugin.
 */
export function linkPreviews(preview: Preview): Plugin {
  return {
    name: 'link-previews',
    transformIndexHtml: {
      order: 'post',
      handler: html => withPreview(html, preview),
    },
  }
}

/**
 * The page with its description and author as words.
 *
 * @param html - as Slidev writes it.
 * @param preview - see {@link Preview}.
 * @returns the same page otherwise.
 */
export function withPreview(html: string, { description, author }: Preview): string {
  const words: Readonly<Record<string, string | undefined>> = {
    description,
    'og:description': description,
    author,
  }
  return html.replaceAll(/<meta (?:name|property)="([\w:]+)" content="[^"]*">/g, (tag, name: string) =>
    words[name] === undefined ? tag : tag.replace(/content="[^"]*"/, () => `content="${escapeXml(words[name]!)}"`),
  )
}
