import { readdirSync } from 'node:fs'

/** The ids of the arches in a dataset, sorted: the names in `arch/`, without what stands beside them by hand. */
export function archIds(dataDir: string): readonly string[] {
  return readdirSync(`${dataDir}/arch`)
    .filter(file => /^[^.]+\.yaml$/.test(file))
    .map(file => file.slice(0, -'.yaml'.length))
    .sort()
}
