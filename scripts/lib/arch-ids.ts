import { readdirSync } from 'node:fs'
import { nearest } from '../../data/model/fault.ts'
import { UsageError } from './command.ts'

/** The ids of the arches in a dataset, sorted: the names in `arch/`, without what stands beside them by hand. */
export function archIds(dataDir: string): readonly string[] {
  return readdirSync(`${dataDir}/arch`)
    .filter(file => /^[^.]+\.yaml$/.test(file))
    .map(file => file.slice(0, -'.yaml'.length))
    .sort()
}

/**
 * The arch that was asked for on the command line.
 *
 * @throws UsageError when the dataset has no such arch; it names those that there are.
 */
export function knownArch(id: string, dataDir: string): string {
  const known = archIds(dataDir)
  if (known.includes(id)) return id
  const near = nearest(id, known)
  throw new UsageError(`--arch ${id} is none of ${known.join(', ')}${near ? `; did you mean ${near}?` : ''}`)
}
