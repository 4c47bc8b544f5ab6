import { gzipSync } from 'node:zlib'

/** The size of a record of a tar archive, bytes. */
const RECORD = 512

/**
 * Pack files as npm does: a gzipped tar archive (ustar) in which all stands in the folder `package`. The same files
 * give the same bytes: none has a time.
 *
 * @param files - the texts by name, each name of at most 90 ASCII characters.
 * @returns the bytes of the `.tgz`.
 */
export function npmTarball(files: ReadonlyMap<string, string>): Uint8Array {
  const records = [...files].flatMap(([name, text]) => {
    const content = Buffer.from(text)
    return [header(`package/${name}`, content.length), content, Buffer.alloc(-content.length & (RECORD - 1))]
  })
  return gzipSync(Buffer.concat([...records, Buffer.alloc(2 * RECORD)]), { level: 9 })
}

/** The record before a file: its fields are texts and octal numbers. */
function header(name: string, size: number): Buffer {
  const record = Buffer.alloc(RECORD)
  const write = (text: string, at: number) => record.write(text, at, 'ascii')
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, '0')}\0`
  write(name, 0)
  write(octal(0o644, 7), 100)
  write(octal(0, 7), 108)
  write(octal(0, 7), 116)
  write(octal(size, 11), 124)
  write(octal(0, 11), 136)
  write('0', 156)
  write('ustar\0' + '00', 257)
  // The checksum is of the header with blanks in its own place.
  record.fill(' ', 148, 156)
  write(
    `${octal(
      record.reduce((sum, it) => sum + it, 0),
      6,
    )} `,
    148,
  )
  return record
}
