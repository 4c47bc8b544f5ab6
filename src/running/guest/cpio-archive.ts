/** A file, a folder or a link of an archive. */
export type Entry = {
  /** Path without a leading slash. */
  readonly name: string
} & (
  | { readonly folder: true }
  | { readonly content: Uint8Array; readonly executable?: true }
  | { readonly link: string }
)

/** Types and permissions of files, as in stat.h. */
const MODE = { folder: 0o040755, file: 0o100644, program: 0o100755, link: 0o120777 } as const

const TRAILER = 'TRAILER!!!'

/**
 * Build a cpio archive in the form that the kernel unpacks as its first user space ("newc").
 *
 * @param entries - in the order in which they are made: a folder before what is in it.
 * @returns the bytes of the archive.
 */
export function cpioArchive(entries: readonly Entry[]): Uint8Array {
  const parts = [
    ...entries.map((entry, i) => record(entry.name, ...contentOf(entry), i + 1)),
    record(TRAILER, 0, new Uint8Array(), 0),
  ]
  return Buffer.concat(parts)
}

function contentOf(entry: Entry): readonly [mode: number, content: Uint8Array] {
  if ('folder' in entry) return [MODE.folder, new Uint8Array()]
  if ('link' in entry) return [MODE.link, Buffer.from(entry.link)]
  return [entry.executable ? MODE.program : MODE.file, entry.content]
}

/** One entry: thirteen numbers of eight hexadecimal digits, the name, the content; each padded to four bytes. */
function record(name: string, mode: number, content: Uint8Array, inode: number): Uint8Array {
  const path = Buffer.from(`${name}\0`)
  const numbers = [inode, mode, 0, 0, 1, 0, content.length, 0, 0, 0, 0, path.length, 0]
  const header = Buffer.from(`070701${numbers.map(it => it.toString(16).padStart(8, '0')).join('')}`)
  return Buffer.concat([padded(Buffer.concat([header, path])), padded(content)])
}

function padded(bytes: Uint8Array): Uint8Array {
  return Buffer.concat([bytes, new Uint8Array((4 - (bytes.length % 4)) % 4)])
}
