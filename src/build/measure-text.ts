import { readFileSync } from 'node:fs'
import { create, type Font } from 'fontkit'
import { defaultLook, type ReadLook } from '../look/read-look.ts'

/** A face, read from its file. */
function readFace(file: string): Font {
  const font = create(readFileSync(file))
  if (!('layout' in font)) throw new RangeError(`${file} must hold one face, got a collection`)
  return font
}

/**
 * A function that tells how wide a text is in a look's face for text at 16 px, kerning included.
 *
 * Faces are read on first use; widths are kept.
 * @param look - the default one, if not given.
 * @returns px for a text and a weight.
 */
export function createTextMeasurer(look?: ReadLook): (text: string, weight: 400 | 600) => number {
  const files = () => (look ?? defaultLook()).fontFiles.text!
  const faces = new Map<number, Font>()
  const widths = new Map<string, number>()
  return (text, weight) => {
    const key = `${weight} ${text}`
    let width = widths.get(key)
    if (width === undefined) {
      const face = faces.get(weight) ?? readFace(files()[weight]!)
      faces.set(weight, face)
      width = (face.layout(text).advanceWidth / face.unitsPerEm) * 16
      widths.set(key, width)
    }
    return width
  }
}
