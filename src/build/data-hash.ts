import { root } from '../files/root.ts'
import { DATA_FOLDER } from '../model/dataset.ts'
import { hashFiles } from '../files/hash-files.ts'

/** All that the deck's data are made of, and by. */
const INPUTS = ['slides.md', DATA_FOLDER, 'src', 'package.json', 'package-lock.json']

/** The hash of all that the deck's data depend on. 16 hexadecimal digits. */
export function dataHash({ withoutNotes = false }: { readonly withoutNotes?: boolean } = {}): string {
  return hashFiles(root, INPUTS, withoutNotes ? 'without notes' : '')
}
