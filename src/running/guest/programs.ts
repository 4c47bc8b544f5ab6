import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * Find a program of the machine.
 *
 * @param name - as it is typed.
 * @returns its path, or undefined if there is none.
 */
export function programPath(name: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map(it => join(it, name))
    .find(it => existsSync(it))
}
