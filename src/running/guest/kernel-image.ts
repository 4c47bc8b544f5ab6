import { gunzipSync, zstdDecompressSync } from 'node:zlib'

/** The header of a compressed EFI image: where it has the payload's offset and size, and the compression. */
const HEADER = { mark: 4, offset: 8, size: 12, compression: 24, compressionEnd: 56 } as const

/**
 * Unpack a kernel that unpacks itself only where there is EFI firmware. QEMU starts the image within.
 *
 * @param image - the file of the kernel.
 * @returns the image within, or the file as it is where it is none of that kind.
 * @throws Error if it is packed in a way that Node cannot unpack.
 */
export function unpackKernel(image: Buffer): Buffer {
  if (image.toString('latin1', 0, 2) !== 'MZ' || image.toString('latin1', HEADER.mark, HEADER.mark + 4) !== 'zimg')
    return image
  const offset = image.readUInt32LE(HEADER.offset)
  const payload = image.subarray(offset, offset + image.readUInt32LE(HEADER.size))
  const compression = image.toString('latin1', HEADER.compression, HEADER.compressionEnd).split('\0')[0]
  switch (compression) {
    case 'gzip':
      return gunzipSync(payload)
    case 'zstd':
    case 'zstd22':
      return zstdDecompressSync(payload)
    default:
      throw new Error(
        `the kernel is packed with ${compression}, which cannot be unpacked here; give one that is not packed`,
      )
  }
}
