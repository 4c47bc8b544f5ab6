import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../files/root.ts'
import { DATA_FOLDER } from '../dataset.ts'

/**
 * The ids of the arches in a dataset, sorted: the names of the files in `arch/`, without `.structs` and `.fixes`
 * files.
 *
 * @param deck - the deck's folder, absolute.
 * @param folder - the dataset's folder, relative to it.
 * @returns `x86-64` for `arch/x86-64.yaml`; none for a dataset without arches.
 */
export function archIds(deck: string = root, folder: string = DATA_FOLDER): readonly string[] {
  const arches = join(deck, folder, 'arch')
  if (!existsSync(arches)) return []
  return readdirSync(arches)
    .filter(file => /^[^.]+\.yaml$/.test(file))
    .map(file => file.slice(0, -'.yaml'.length))
    .sort()
}
