import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { root } from '../../files/root.ts'
import { standsOnRoot } from '../slidev/slidev-command.ts'

/** What Slidev and the packages that it uses register beside the files of its components, and what is Vue's own. */
const REGISTERED = [
  'RouterLink',
  'RouterView',
  'VMenu',
  'VDropdown',
  'VTooltip',
  'Transition',
  'TransitionGroup',
  'KeepAlive',
  'Teleport',
  'Suspense',
  'Component',
  'Slot',
]

/** The files that are components, by what follows the name. */
const ENDINGS = new Set(['.vue', '.md', '.js', '.ts', '.jsx', '.tsx'])

/**
 * List the components that a slide may use.
 *
 * @param deck - the deck's folder, absolute.
 * @returns their names, as `RegisterFrame`.
 */
export function knownComponents(deck: string): ReadonlySet<string> {
  const folders = [
    join(root, 'node_modules/@slidev/client/builtin'),
    ...(standsOnRoot(deck) ? [deck, root] : [deck]).map(it => join(it, 'components')),
  ]
  const files = folders
    .filter(it => existsSync(it))
    .flatMap(it => readdirSync(it, { recursive: true, encoding: 'utf8' }))
    .filter(it => ENDINGS.has(extname(it)))
  return new Set([...files.map(it => pascalCase(basename(it, extname(it)))), ...REGISTERED])
}

/**
 * Whether a component's name is that of an icon, as `carbon-logo-github`, of a collection that is installed.
 *
 * @param name - as the slide writes it.
 * @returns true if it is.
 */
export function isIcon(name: string): boolean {
  const words = name.replace(/(?<=[a-z\d])(?=[A-Z])/g, '-').toLowerCase()
  const folder = join(root, 'node_modules/@iconify-json')
  const collections = existsSync(folder) ? readdirSync(folder) : []
  const collection = collections.find(it => words.startsWith(`${it}-`) || words.startsWith(`i-${it}-`))
  if (collection === undefined) return false
  const icon = words.slice(words.indexOf(`${collection}-`) + collection.length + 1)
  return readFileSync(join(folder, collection, 'icons.json'), 'utf8').includes(`"${icon}":`)
}

/**
 * A component's name in the form in which the files of components have it.
 *
 * @param name - `register-frame` or `RegisterFrame`.
 * @returns `RegisterFrame`.
 */
export function pascalCase(name: string): string {
  return name.replace(/(?:^|[-_.])(\w)/g, (_, letter: string) => letter.toUpperCase())
}
