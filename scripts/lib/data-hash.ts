import { root } from '../../data/model/load-fs.ts'
import { hashFiles } from './hash-files.ts'

/** All that the deck's data are made of, and by. */
const INPUTS = [
  'slides.md',
  'data',
  'components/geometry',
  'components/answers/atlas.ts',
  'scripts/lib/deck-json.ts',
  'scripts/lib/read-deck.ts',
  'scripts/lib/read-handout.ts',
  'package.json',
  'package-lock.json',
]

/** The hash of all that the deck's data depend on. 16 hexadecimal digits. */
export function dataHash({ withoutNotes = false }: { readonly withoutNotes?: boolean } = {}): string {
  return hashFiles(root, INPUTS, withoutNotes ? 'without notes' : '')
}
