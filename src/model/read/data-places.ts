import { closestMatch } from '../../errors/closest-match.ts'

/** The folders of the dataset, with the depth at which their files stand. */
const FOLDERS: Readonly<Record<string, number>> = {
  arch: 1,
  captures: 2,
  causes: 1,
  measured: 1,
  mechanisms: 1,
  schema: 1,
}

/** The files beside them. */
const FILES: readonly string[] = ['maintainers.yaml', 'readers.yaml', 'scenes.yaml', 'stage.yaml', 'version.yaml']

/**
 * Find out whether a file in the dataset's folder has a place and a name at which it is read. One that is passed over
 * in silence would be missed only in the talk.
 *
 * @param name - its path in the dataset's folder, the parts joined by `/`.
 * @returns what to do about it; undefined if there is nothing to do.
 */
export function whereItBelongs(name: string): string | undefined {
  const parts = name.split('/')
  const file = parts.pop()!
  if (file === 'README.md') return undefined
  const [folder] = parts
  const known = folder === undefined ? FILES : Object.keys(FOLDERS)
  if (folder === undefined ? !FILES.includes(file) : !Object.hasOwn(FOLDERS, folder)) {
    const near = closestMatch(folder ?? file, known)
    return near ? `did you mean ${near}?` : `known here: ${known.join(', ')}; another belongs elsewhere`
  }
  const ending = folder === 'schema' ? '.json' : '.yaml'
  if (!file.endsWith(ending)) return `only ${ending} is read there; rename it, or take it away`
  if (folder !== undefined && parts.length !== FOLDERS[folder])
    return folder === 'captures' ? 'put it into captures/<arch>/' : `put it into ${folder}/ itself`
  return undefined
}
