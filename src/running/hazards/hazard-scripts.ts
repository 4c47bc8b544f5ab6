import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../files/root.ts'

/** Lines to type that show whether a cause of ugly answers is real: one file of `probes/hazards/`. */
export type HazardScript = {
  /** Ids of the causes that it is about. */
  readonly causes: readonly string[]
  /** The lines, for the guest's shell. */
  readonly lines: readonly string[]
  /** What is printed if the cause is real. */
  readonly seen: RegExp
}

/**
 * Read a script.
 *
 * @param text - its comments name the causes, and what is seen if they are real; all other lines are to be typed.
 * @returns the script.
 * @throws Error if it does not say which causes it is about, or what is seen.
 */
export function readScript(text: string): HazardScript {
  const all = text.split('\n').map(it => it.trim())
  const comment = (name: string, example: string): string => {
    const found = all.find(it => it.startsWith(`# ${name}: `))
    if (found === undefined) throw new Error(`a script needs a line "# ${name}: ${example}"`)
    return found.slice(`# ${name}: `.length)
  }
  return {
    causes: comment('causes', 'ID, ID').split(', '),
    lines: all.filter(it => it !== '' && !it.startsWith('#')),
    seen: new RegExp(comment('seen', 'PATTERN')),
  }
}

/**
 * Read all scripts of `probes/hazards/`.
 *
 * @returns the scripts, by the names of their files.
 */
export function hazardScripts(): readonly HazardScript[] {
  const folder = join(root, 'probes/hazards')
  return readdirSync(folder)
    .sort()
    .map(it => readScript(readFileSync(join(folder, it), 'utf8')))
}
