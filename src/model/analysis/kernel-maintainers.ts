import type { Maintainers } from '../schema/cause.ts'

/** Who should have a report about some files of the kernel. */
export type Addressees = { readonly people: readonly string[]; readonly lists: readonly string[] }

/**
 * Find who maintains files of the kernel.
 *
 * @param files - paths in the kernel tree.
 * @param maintainers - the sections of MAINTAINERS that the dataset has.
 * @returns people and lists, each once, in the order of the sections.
 */
export function addresseesOf(files: readonly string[], { sections }: Maintainers): Addressees {
  const mine = sections.filter(it => it.files.some(pattern => files.some(file => matches(file, pattern))))
  return {
    people: [...new Set(mine.flatMap(it => it.people ?? []))],
    lists: [...new Set(mine.flatMap(it => it.lists ?? []))],
  }
}

/** Whether a path is one of those that a pattern of MAINTAINERS stands for; one that ends in `/` is a whole folder. */
function matches(file: string, pattern: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]')
  return new RegExp(`^${expression}${pattern.endsWith('/') ? '' : '$'}`).test(file)
}
