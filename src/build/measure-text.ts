import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { create, type Font } from 'fontkit'

const require = createRequire(import.meta.url)

/** The face that the deck's labels are set in, read from its static file. */
function readFace(weight: 400 | 600): Font {
  const file = require.resolve(`@fontsource/ibm-plex-sans/files/ibm-plex-sans-latin-${weight}-normal.woff2`)
  const font = create(readFileSync(file))
  if (!('layout' in font)) throw new RangeError(`${file} must hold one face, got a collection`)
  return font
}

/**
 * A function that tells how wide a text is in IBM Plex Sans at 16 px, kerning included.
 *
 * Faces are read on first use; widths are kept.
 * @returns px for a text and a weight.
 */
export function createTextMeasurer(): (text: string, weight: 400 | 600) => number {
  const faces = new Map<number, Font>()
  const widths = new Map<string, number>()
  return (text, weight) => {
    const key = `${weight} ${text}`
    let width = widths.get(key)
    if (width === undefined) {
      const face = faces.get(weight) ?? readFace(weight)
      faces.set(weight, face)
      width = (face.layout(text).advanceWidth / face.unitsPerEm) * 16
      widths.set(key, width)
    }
    return width
  }
}
