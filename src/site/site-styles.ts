import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { root } from '../files/root.ts'
import { lookCss } from '../look/look-css.ts'
import type { ReadLook } from '../look/read-look.ts'
import { LEGIBLE_WIDTHS } from './reading-slide.ts'

/** The style sheet of the pages, and the fonts beside it, absolute paths by name. */
export type SiteStyles = { readonly css: string; readonly fonts: ReadonlyMap<string, string> }

/**
 * Make the style sheet of the static pages.
 *
 * @param ofComponents - the styles of the components that they use.
 * @param look - of the deck: its colours, which follow the system's choice of light or dark, and its faces.
 * @returns the style sheet, and the font files that it names.
 */
export async function siteStyles(ofComponents: string, look: ReadLook): Promise<SiteStyles> {
  const fonts = new Map<string, string>()
  const ofLook = lookCss(look).replaceAll(/url\(("[^"]+")\)/g, (_, path: string) => {
    const file = JSON.parse(path) as string
    fonts.set(basename(file), file)
    return `url(fonts/${encodeURIComponent(basename(file))})`
  })
  const read = (file: string) => readFile(join(root, file), 'utf8')
  const [tokens, ...own] = await Promise.all(
    ['tokens.css', 'classes.css', 'field-states.css']
      .map(it => `styles/${it}`)
      .concat('components/reading/reading.css')
      .map(read),
  )
  const css = [followSystem(ofLook), followSystem(tokens!), ...own, ofComponents, legibleStages()].join('\n')
  return { css: css.replaceAll(/\/\*[^]*?\*\//g, '').replaceAll(/\n\s*\n/g, '\n'), fonts }
}

/** Draws each stage from its width on, and leaves its rows to screen readers there. */
function legibleStages(): string {
  return LEGIBLE_WIDTHS.map(
    width => `@container (min-width: ${width}px) {
  [data-legible-at='${width}'] > svg {
    display: block;
  }
  [data-legible-at='${width}'] > .stage-rows {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
}`,
  ).join('\n')
}

/** The deck has a switch for dark; a page without scripts follows the system, and paper is light. */
function followSystem(css: string): string {
  return css.replaceAll(/html\.dark (\{[^}]*\})/g, '@media screen and (prefers-color-scheme: dark) { :root $1 }')
}
