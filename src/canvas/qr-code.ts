import { encode } from 'uqr'

/** The modules of paper around the code, without which cameras do not find it. */
const QUIET = 4

/** A code that cameras read: squares of one module each. */
export type QrCode = {
  /** Its width and height with the quiet zone, modules. */
  readonly size: number
  /** The dark modules, as the `d` of one path. */
  readonly path: string
}

/**
 * Draw a text as a QR code. A seventh of it may be covered.
 *
 * @param text - such as an address.
 * @returns the code; a bar of the path is what stands side by side in a row.
 */
export function qrCode(text: string): QrCode {
  const { size, data } = encode(text, { ecc: 'M', border: QUIET })
  const bars = data.flatMap((row, y) =>
    [
      ...row
        .map(it => (it ? 'x' : ' '))
        .join('')
        .matchAll(/x+/g),
    ].map(({ index, 0: { length } }) => `M${index} ${y}h${length}v1h-${length}z`),
  )
  return { size, path: bars.join('') }
}
