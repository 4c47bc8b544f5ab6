import { existsSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { UsageError } from '../errors/usage-error.ts'
import { root } from '../files/root.ts'
import { DATA_FOLDER, type Dataset, namedArch, SLIDES_FILE } from '../model/dataset.ts'

/** The option of every command that shows a talk. */
export const SLIDES_OPTION = {
  hint: 'FILE',
  help: `the talk in this file, with the dataset in ${DATA_FOLDER}/ beside it (otherwise ${SLIDES_FILE})`,
}

/** A talk: the folder of its deck, absolute, and the file of its slides, relative to that. */
export type DeckFile = { readonly deck: string; readonly slides: string }

/**
 * The talk that was asked for on the command line.
 *
 * @param file - its slides, as it was typed; undefined if it was not.
 * @returns the deck's folder is that of the file: `data/`, `layouts/` and `public/` are read from there.
 * @throws UsageError when there is no such file, or no dataset beside it.
 */
export function deckFile(file: string | undefined): DeckFile {
  if (file === undefined) return { deck: root, slides: SLIDES_FILE }
  const path = resolve(file)
  if (!existsSync(path) || !path.endsWith('.md'))
    throw new UsageError(`--slides ${file}: there is no such file of slides`)
  const deck = dirname(path)
  if (!existsSync(join(deck, DATA_FOLDER)))
    throw new UsageError(`--slides ${file}: there is no ${DATA_FOLDER}/ beside it, which holds the dataset`)
  return { deck, slides: basename(path) }
}

/**
 * Refuse a dataset without registers, in a command that is about them.
 *
 * @param dataset - of it, the captures.
 * @param talk - the talk that it is of.
 * @throws UsageError where it has none.
 */
export function requireRegisters({ captures }: Pick<Dataset, 'captures'>, { deck }: DeckFile): void {
  if (captures.size > 0) return
  throw new UsageError(
    `is about registers, and ${join(relative(root, deck), DATA_FOLDER)}/ has none: no captures/ in it`,
  )
}

/**
 * What the names of a talk's files begin with.
 *
 * @param talk - the talk.
 * @returns `short` for `short.md`, `pt-regs` for the repository's own; for a deck in another folder its name comes
 *   first: `mine` and `mine-short`.
 */
export function nameOf({ deck, slides }: DeckFile): string {
  const own = slides === SLIDES_FILE ? [] : [slides.slice(0, -'.md'.length)]
  if (deck === root) return own[0] ?? 'pt-regs'
  return [basename(deck), ...own].join('-')
}

/**
 * Where a file of a talk goes if no other place is named.
 *
 * @param talk - the talk.
 * @param arch - for which it is made.
 * @param ending - of its name: `-handout.pdf`.
 * @returns absolute, in `out/`.
 */
export function outputFile(talk: DeckFile, arch: string, ending: string): string {
  return join(root, 'out', `${[nameOf(talk), namedArch(arch)].filter(it => it !== undefined).join('-')}${ending}`)
}
