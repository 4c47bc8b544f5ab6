import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../../src/files/root.ts'

/** All that a deck is made of. */
const PARTS = [
  'components',
  'data',
  'languages',
  'layouts',
  'looks',
  'public',
  'scripts',
  'setup',
  'src',
  'styles',
  'slides.md',
  'custom-nav-controls.vue',
  'global-bottom.vue',
  'LICENSE',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
]

/** A copy of the deck in a folder of its own, to be changed at will. */
export type DeckCopy = {
  /** Absolute. */
  readonly folder: string
  /** A file's text; empty where there is none. */
  readonly text: (file: string) => string
  /** Replace a file's text, or write a new one. */
  readonly edit: (file: string, change: (text: string) => string) => void
  readonly remove: () => void
}

/**
 * Copy the deck; it shares the installed packages, and what Node has compiled.
 *
 * @returns the copy, in a temporary folder.
 */
export function copyDeck(): DeckCopy {
  const folder = mkdtempSync(join(tmpdir(), 'pt-regs-remix-'))
  for (const part of PARTS) cpSync(join(root, part), join(folder, part), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  // What Node has compiled of the packages.
  mkdirSync(join(folder, '.cache'))
  symlinkSync(join(root, '.cache/node'), join(folder, '.cache/node'))
  return {
    folder,
    text: file => readIfThere(join(folder, file)),
    edit: (file, change) => writeFileSync(join(folder, file), change(readIfThere(join(folder, file)))),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
