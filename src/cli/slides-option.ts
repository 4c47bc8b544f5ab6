import { existsSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { UsageError } from '../errors/usage-error.ts'
import { root } from '../files/root.ts'
import { SLIDES_FILE } from '../model/dataset.ts'

/** The option of every command that shows a talk. */
export const SLIDES_OPTION = { hint: 'FILE', help: `the talk in this file, beside ${SLIDES_FILE} (otherwise that one)` }

/**
 * The file of slides that was asked for on the command line.
 *
 * @param file - as it was typed; undefined if it was not.
 * @returns its name, relative to the deck's root.
 * @throws UsageError when there is no such file, or it is not beside `slides.md`: Slidev would take its folder for the
 *   deck's, which has neither data nor layouts.
 */
export function slidesFile(file: string | undefined): string {
  if (file === undefined) return SLIDES_FILE
  const path = resolve(file)
  if (!existsSync(path) || !path.endsWith('.md'))
    throw new UsageError(`--slides ${file}: there is no such file of slides`)
  if (dirname(path) !== root) throw new UsageError(`--slides ${file}: put the file beside ${SLIDES_FILE}`)
  return basename(path)
}

/**
 * What the names of a talk's files begin with.
 *
 * @param slides - its file, relative to the deck's root.
 * @returns `short` for `short.md`, and `pt-regs` for the deck's own.
 */
export function nameOf(slides: string): string {
  return slides === SLIDES_FILE ? 'pt-regs' : slides.slice(0, -'.md'.length)
}
