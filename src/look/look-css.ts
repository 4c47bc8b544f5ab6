import { readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { create, type Font } from 'fontkit'
import { COLOURS, type FaceRole, type Look } from '../model/schema/look.ts'
import { FONT_FORMATS, type ReadLook } from './read-look.ts'

/** The custom property that has the face of a role. */
const PROPERTIES: Readonly<Record<FaceRole, string>> = {
  text: '--sans',
  code: '--mono',
  headline: '--slab',
  film: '--western',
}

/**
 * Write the style sheet of a look: its faces with their files, and its colours as custom properties.
 *
 * @param look - the look.
 * @returns CSS whose addresses are absolute paths, for Vite to replace.
 */
export function lookCss(look: ReadLook): string {
  const { film = { ...look.faces.headline, files: undefined } } = look.faces
  const stacks = Object.entries({ ...look.faces, film }).map(
    ([role, face]) => `${PROPERTIES[role as FaceRole]}: ${familiesOf(face!)};`,
  )
  return [
    ...fontFaces(look),
    rule(':root', [
      ...coloursOf(look.light),
      ...stacks,
      `--western-weight: ${look.faces.film ? 400 : 700};`,
      ...(isWide(look.fontFiles.headline!['600']!) ? ['--quote: var(--head);'] : []),
    ]),
    rule('html.dark', coloursOf(look.dark)),
  ].join('\n')
}

/**
 * The families of a face, as CSS lists them.
 *
 * @param face - the face.
 * @returns its own family, then those that stand in for it.
 */
export function familiesOf(face: Pick<Look['faces']['text'], 'family' | 'fallback'>): string {
  const isGeneric = (name: string) => ['serif', 'sans-serif', 'monospace'].includes(name)
  return [face.family, ...face.fallback].map(it => (isGeneric(it) ? it : `'${it}'`)).join(', ')
}

/** A text of usual letters, and the width for which two lines of a quotation are made, em. */
const SAMPLE = 'the quick brown fox jumps over the lazy dog'
const USUAL_EM = 20

/** Whether a face is wider than quotations have room for in their usual size. */
function isWide(file: string): boolean {
  const font = create(readFileSync(file)) as Font
  return font.layout(SAMPLE).advanceWidth / font.unitsPerEm > USUAL_EM
}

function fontFaces({ faces, fontFiles }: ReadLook): readonly string[] {
  const rules = Object.entries(fontFiles).flatMap(([role, files]) =>
    Object.entries(files).map(([weight, file]) =>
      rule('@font-face', [
        `font-family: '${faces[role as FaceRole]!.family}';`,
        'font-style: normal;',
        'font-display: swap;',
        `font-weight: ${weight};`,
        `src: url(${JSON.stringify(file)}) format('${FONT_FORMATS[extname(file)]}');`,
      ]),
    ),
  )
  return [...new Set(rules)]
}

function coloursOf(scheme: Look['light']): readonly string[] {
  return COLOURS.map(it => `--${it}: ${scheme[it]};`)
}

function rule(selector: string, declarations: readonly string[]): string {
  return `${selector} {\n${declarations.map(it => `  ${it}`).join('\n')}\n}`
}
