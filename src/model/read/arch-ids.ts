import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../files/root.ts'
import { DATA_FOLDER } from '../dataset.ts'

/**
 * The ids of the arches in a dataset, sorted: the names of the files in `arch/`, without `.structs` and `.fixes`
 * files.
 *
 * @param dataDir - the dataset's folder, absolute.
 * @returns `x86-64` for `arch/x86-64.yaml`.
 */
export function archIds(dataDir: string = join(root, DATA_FOLDER)): readonly string[] {
  return readdirSync(join(dataDir, 'arch'))
    .filter(file => /^[^.]+\.yaml$/.test(file))
    .map(file => file.slice(0, -'.yaml'.length))
    .sort()
}
