// Loaded by `node --import` before Slidev builds: writes down in which state everything was found that was read for it.
import fs, { readdirSync, realpathSync, statSync, writeFileSync } from 'node:fs'
import { registerHooks, syncBuiltinESMExports } from 'node:module'
import { basename, dirname, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isMainThread } from 'node:worker_threads'
import { INPUTS_FILE } from './build-environment.ts'
import { CHANGED, stateOf } from './build-inputs.ts'

type Functions = Record<string, unknown>

/** Functions that change what stands at their first path, or at their second one. */
const WRITES = /^(?:append|createWrite|mk|rm|unlink|write)/
const COPIES = /^(?:copy|cp|rename)/

/** Functions that read the names in a folder. */
const LISTS = /^(?:opendir|readdir)/

/** Where the system answers as it pleases. */
const MADE_UP = /^\/(?:dev|proc|sys)\//

const file = process.env[INPUTS_FILE]!
const deck = process.cwd()

/** Folders on the way to the deck and to Slidev. All that is looked for in them is asked for by name as well. */
const PASSED = [deck, realpathSync(process.argv[1]!)].flatMap(foldersAbove)

const states = new Map<string, string>()
/** What the build itself writes is no input of it. */
const outputs = new Set<string>()
let isOurs = false

/** A path, and the folders above it. */
function foldersAbove(path: string): readonly string[] {
  return dirname(path) === path ? [path] : [path, ...foldersAbove(dirname(path))]
}

/** Note the state of a path, or of the names in a folder, each time that it is asked for: it may change in between. */
function note(path: string, isListed = false): void {
  const own = relative(deck, path)
  if (isOurs || MADE_UP.test(path) || path.startsWith(dirname(file) + sep)) return
  // Packages are known by what npm has written down of them.
  if (basename(path) === 'node_modules' || (isListed && PASSED.includes(path))) return
  isOurs = true
  const [, packages] = /^((?:.*?[/\\])??node_modules)[/\\]/.exec(own) ?? []
  const input = packages === undefined ? `${own}${isListed ? sep : ''}` : `${packages}${sep}.package-lock.json`
  const before = states.get(input)
  if (packages === undefined || before === undefined) {
    const state = stateOf(input, deck)
    states.set(input, before === undefined || before === state ? state : CHANGED)
  }
  isOurs = false
}

/** Note the names in a folder, and in all folders in it if those are read too. */
function noteNames(folder: string, isDeep: boolean): void {
  note(folder, true)
  if (!isDeep || isOurs) return
  isOurs = true
  const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory()
  const entries = isFolder ? readdirSync(folder, { recursive: true, withFileTypes: true }) : []
  isOurs = false
  for (const it of entries) if (it.isDirectory()) note(resolve(it.parentPath, it.name), true)
}

function noteCall(name: string, [first, second]: readonly unknown[]): void {
  const path = first instanceof URL ? fileURLToPath(first) : first
  // Some take the number of an open file; and a pattern asks for the paths that it stands for, one by one.
  if (typeof path !== 'string' || name.startsWith('glob')) return
  if (WRITES.test(name) || (name.startsWith('open') && /[aw+]/.test(String(second)))) outputs.add(resolve(path))
  if (COPIES.test(name)) outputs.add(resolve(String(second)))
  note(resolve(path))
  if (LISTS.test(name)) noteNames(resolve(path), Object(second).recursive === true)
}

/**
 * Have all functions of an object note what they are called for; functions have some of their own:
 * `realpathSync.native`.
 */
function wrapAll(functions: Functions, nameOf = (key: string) => key): void {
  for (const [key, call] of Object.entries(functions)) {
    if (typeof call !== 'function' || !/^[a-z]/.test(key)) continue
    const noting = function (this: unknown, ...args: unknown[]): unknown {
      noteCall(nameOf(key), args)
      return Reflect.apply(call, this, args)
    }
    functions[key] = Object.defineProperties(noting, Object.getOwnPropertyDescriptors(call))
    wrapAll(functions[key] as Functions, () => key)
  }
}

if (isMainThread) {
  wrapAll(fs as unknown as Functions)
  wrapAll(fs.promises as unknown as Functions)
  syncBuiltinESMExports()
  registerHooks({
    load(url, context, nextLoad) {
      if (url.startsWith('file:')) note(fileURLToPath(url))
      return nextLoad(url, context)
    },
  })
  process.on('exit', () => {
    isOurs = true
    const inputs = [...states].filter(([input]) => !outputs.has(resolve(deck, input)))
    writeFileSync(file, JSON.stringify(Object.fromEntries(inputs)))
  })
}
