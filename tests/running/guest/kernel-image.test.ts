import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { unpackKernel } from '../../../src/running/guest/kernel-image.ts'

/** A compressed EFI image, as far as its header goes. */
function packed(payload: Uint8Array, compression: string): Buffer {
  const header = Buffer.alloc(64)
  header.write('MZ', 0)
  header.write('zimg', 4)
  header.writeUInt32LE(header.length, 8)
  header.writeUInt32LE(payload.length, 12)
  header.write(compression, 24)
  return Buffer.concat([header, payload, Buffer.from('what follows')])
}

describe('unpackKernel(image)', () => {
  const kernel = Buffer.from('a kernel')

  test('unpacks what only EFI firmware would, and leaves all others as they are', () => {
    expect(unpackKernel(packed(zstdCompressSync(kernel), 'zstd'))).toEqual(kernel)
    expect(unpackKernel(packed(gzipSync(kernel), 'gzip'))).toEqual(kernel)
    expect(unpackKernel(kernel)).toBe(kernel)
  })

  test('says so where it cannot', () => {
    expect(() => unpackKernel(packed(kernel, 'lzo'))).toThrow('packed with lzo')
  })
})
