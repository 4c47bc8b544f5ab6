import type { Entity, EntityKind } from './entities.ts'
import { ENTITY_KINDS } from './entities.ts'

/** How well a name matches a search text: less is better. */
const RANK = { whole: 0, start: 1, words: 2, within: 3, letters: 4 } as const

/** An entity's first names are its own: name and id. The aliases follow. */
export const OWN_NAMES = 2

/** Added to the rank of a match with an alias, so that own names come first. */
const ALIAS_COST = 0.5

/** The same for some kinds: the alias of a commit is its subject, which may have words of any other name. */
const ALIAS_COSTS: Partial<Record<EntityKind, number>> = { commit: 2 }

/** How many letters a text must have to match scattered letters of a name. */
const MIN_SCATTERED_LETTERS = 3

/** An entity with its names in the form in which they are compared. */
export type SearchEntry = { readonly entity: Entity; readonly names: readonly Name[] }
/** A name or a search text: its words, and all of them without spaces. */
export type Name = {
  readonly words: readonly string[]
  readonly joined: string
  /** Index in `joined` at which each word begins. */
  readonly starts: readonly number[]
}

/** Prepare entities for the search. */
export function searchEntries(entities: readonly Entity[]): readonly SearchEntry[] {
  return entities.map(entity => ({ entity, names: [entity.name, entity.id, ...entity.aliases].map(nameOf) }))
}

/**
 * Find entities by their names. A whole name is the best match, then its beginning, the beginnings of words, a part
 * within, and scattered letters in their order.
 *
 * @param entries - as `searchEntries` prepares them.
 * @param text - as typed; capitals, spaces and punctuation make no difference.
 * @param options - what to search among, and what comes first.
 * @param options.kinds - only entities of these kinds; all by default.
 * @param options.arch - prefer entities of this arch: they come first among equals, and their aliases count as own
 *   names.
 * @returns best first; empty for a text without letters or digits.
 */
export function searchEntities(
  entries: readonly SearchEntry[],
  text: string,
  { kinds = ENTITY_KINDS, arch }: { readonly kinds?: readonly EntityKind[]; readonly arch?: string } = {},
): readonly Entity[] {
  const sought = nameOf(text)
  if (sought.joined === '') return []
  const isOfArch = ({ arches }: Entity) => arch !== undefined && arches?.includes(arch)
  const found = entries
    .filter(({ entity }) => kinds.includes(entity.kind))
    .flatMap(({ entity, names }) => {
      const aliasCost = isOfArch(entity) ? 0 : (ALIAS_COSTS[entity.kind] ?? ALIAS_COST)
      const rank = Math.min(...names.map((name, i) => rankOf(name, sought) + (i < OWN_NAMES ? 0 : aliasCost)))
      return rank < Infinity ? [{ entity, rank }] : []
    })
  const isAway = (entity: Entity) => (arch !== undefined && entity.arches !== undefined && !isOfArch(entity) ? 1 : 0)
  return found
    .sort(
      (a, b) =>
        a.rank - b.rank ||
        isAway(a.entity) - isAway(b.entity) ||
        ENTITY_KINDS.indexOf(a.entity.kind) - ENTITY_KINDS.indexOf(b.entity.kind) ||
        a.entity.name.length - b.entity.name.length ||
        (a.entity.id < b.entity.id ? -1 : a.entity.id > b.entity.id ? 1 : 0),
    )
    .map(it => it.entity)
}

/**
 * A name in the form in which it is compared: capitals, underscores, brackets and hyphens make no difference, the dots
 * of a release do.
 *
 * @param text - as typed, or as the dataset has it.
 * @returns its words in lower case, and all of them as one.
 */
export function nameOf(text: string): Name {
  const words = text
    .toLowerCase()
    .split(/[^a-z0-9.]+|(?<!\d)\.|\.(?!\d)/)
    .filter(Boolean)
  const starts = words.map((_, i) => words.slice(0, i).join('').length)
  return { words, joined: words.join(''), starts }
}

/** How well a name matches; Infinity if it does not. */
function rankOf(name: Name, sought: Name): number {
  if (name.joined === sought.joined) return RANK.whole
  if (name.joined.startsWith(sought.joined)) return RANK.start
  if (beginsWords(name.words, sought.words) || name.starts.some(at => name.joined.startsWith(sought.joined, at)))
    return RANK.words
  if (name.joined.includes(sought.joined)) return RANK.within
  return sought.joined.length >= MIN_SCATTERED_LETTERS && hasLetters(name.joined, sought.joined)
    ? RANK.letters
    : Infinity
}

/** Whether each word of the search text begins a word of the name, in their order. */
function beginsWords(words: readonly string[], sought: readonly string[]): boolean {
  let at = 0
  return sought.every(word => {
    at = words.findIndex((it, i) => i >= at && it.startsWith(word)) + 1
    return at > 0
  })
}

/** Whether a name has the letters in their order, beginning with its first letter, and not too far apart. */
function hasLetters(name: string, letters: string): boolean {
  if (name[0] !== letters[0]) return false
  let at = -1
  for (const letter of letters) {
    at = name.indexOf(letter, at + 1)
    if (at < 0) return false
  }
  return at < 2 * letters.length + 2
}
