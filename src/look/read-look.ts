import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { extname, join } from 'node:path'
import { dirname } from 'node:path/posix'
import type { Fault } from '../errors/fault.ts'
import { DataError } from '../errors/fault.ts'
import { root } from '../files/root.ts'
import { loadText } from '../model/read/load-files.ts'
import { parseYaml, type YamlFile } from '../model/yaml/parse-yaml.ts'
import { judgeLook } from './judge-look.ts'
import { type FaceRole, look as schema, type Look } from '../model/schema/look.ts'

/** The look of a deck that names none. */
export const DEFAULT_LOOK = 'looks/western.yaml'

/** How CSS calls the formats of font files, by the ending of their names. */
export const FONT_FORMATS: Readonly<Record<string, string>> = {
  '.woff2': 'woff2',
  '.woff': 'woff',
  '.ttf': 'truetype',
  '.otf': 'opentype',
}

/** A look with the places of its files, absolute. */
export type ReadLook = Look & {
  readonly file: string
  /** By role, then by weight. */
  readonly fontFiles: Readonly<Partial<Record<FaceRole, Readonly<Record<string, string>>>>>
}

/**
 * Read a look, and judge it.
 *
 * @param file - relative to the deck's root.
 * @param from - the deck's root, absolute.
 * @returns the look if it can be used, and every fault in it.
 */
export function readLook(
  file: string,
  from: string = root,
): { readonly value: ReadLook | undefined; readonly faults: readonly Fault[] } {
  const unreadable: Fault[] = []
  const text = loadText(file, from, faults => void unreadable.push(...faults))
  if (text === undefined) return { value: undefined, faults: unreadable }
  const read = parseYaml(file, text, schema)
  if (!('value' in read)) return { value: undefined, faults: read }
  const found = fontFiles(read, file, from)
  const faults = [...found.faults, ...judgeLook(read.value, read.faultAt)]
  return {
    value: faults.length > 0 ? undefined : { ...read.value, file: join(from, file), fontFiles: found.files },
    faults,
  }
}

/**
 * The look of a deck that names none.
 *
 * @returns the look.
 * @throws DataError with every fault in it.
 */
export function defaultLook(): ReadLook {
  const { value, faults } = readLook(DEFAULT_LOOK)
  if (!value) throw new DataError(faults)
  return value
}

/** Where the files of a look's faces are; a fault for each that is not there, or no font. */
function fontFiles(
  { value, faultAt }: YamlFile<Look>,
  file: string,
  from: string,
): { readonly files: ReadLook['fontFiles']; readonly faults: readonly Fault[] } {
  const faults: Fault[] = []
  const { resolve } = createRequire(join(root, 'package.json'))
  const place = (path: string, at: readonly string[]): string => {
    const wrong = (problem: string, tip: string) => void faults.push(faultAt(at, 'file', problem, tip))
    if (!(extname(path) in FONT_FORMATS))
      wrong(`${path} is no font file`, `give a ${Object.keys(FONT_FORMATS).join(', ')}`)
    else if (path.startsWith('./')) {
      const found = join(from, dirname(file), path)
      if (!existsSync(found)) wrong(`there is no ${path}`, 'put the file beside the look')
      return found
    } else
      try {
        return resolve(path)
      } catch {
        wrong(`there is no ${path}`, 'put the file beside the look, as ./NAME, or install the package that has it')
      }
    return path
  }
  const files = Object.fromEntries(
    Object.entries(value.faces).map(([role, face]) => [
      role,
      Object.fromEntries(
        Object.entries(face?.files ?? {}).map(([weight, path]) => [
          weight,
          place(path as string, ['faces', role, 'files', weight]),
        ]),
      ),
    ]),
  )
  return { files, faults }
}
