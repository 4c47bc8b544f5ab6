import type { Entity, EntityKind } from './entities.ts'
import { ENTITY_KINDS } from './entities.ts'

/** How well a name answers to some letters: less is better. */
const RANK = { whole: 0, start: 1, words: 2, within: 3, letters: 4 } as const

/**
 * What answers by another name comes after what answers by its own, of which there are two: name and id. A commit's subject
 * has words of everything. What is of the arch on show alone, as its registers are, has no other names there.
 */
const OWN_NAMES = 2
const ALIAS_COST = 0.5
const ALIAS_COSTS: Partial<Record<EntityKind, number>> = { commit: 2 }

/** Letters in order but apart are found from this many on. */
const MIN_SCATTERED_LETTERS = 3

/** A entity made ready to be searched: its names, in the form in which letters are compared. */
export type SearchEntry = { readonly entity: Entity; readonly names: readonly Name[] }
type Name = {
  readonly words: readonly string[]
  readonly joined: string
  /** Where in `joined` each word begins. */
  readonly starts: readonly number[]
}

/** Make entities ready to be searched. */
export function searchEntries(entities: readonly Entity[]): readonly SearchEntry[] {
  return entities.map(entity => ({ entity, names: [entity.name, entity.id, ...entity.aliases].map(nameOf) }))
}

/**
 * The entities that some letters may mean, best first: whole names before beginnings, beginnings before what stands
 * within, and letters in their order last; what is at home on the arch before its like.
 *
 * @param options.kinds - of these kinds only.
 * @param options.arch - the arch on show.
 */
export function searchEntities(
  entries: readonly SearchEntry[],
  text: string,
  { kinds = ENTITY_KINDS, arch }: { readonly kinds?: readonly EntityKind[]; readonly arch?: string } = {},
): readonly Entity[] {
  const asked = nameOf(text)
  if (asked.joined === '') return []
  const isAtHome = ({ arches }: Entity) => arch !== undefined && arches?.includes(arch)
  const found = entries
    .filter(({ entity }) => kinds.includes(entity.kind))
    .flatMap(({ entity, names }) => {
      const aliasCost = isAtHome(entity) ? 0 : (ALIAS_COSTS[entity.kind] ?? ALIAS_COST)
      const rank = Math.min(...names.map((name, i) => rankOf(name, asked) + (i < OWN_NAMES ? 0 : aliasCost)))
      return rank < Infinity ? [{ entity, rank }] : []
    })
  const isAway = (entity: Entity) => (arch !== undefined && entity.arches !== undefined && !isAtHome(entity) ? 1 : 0)
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

/** Upper and lower case, underscores, brackets and hyphens are the same to those who type in a hurry; dots of a release are not. */
function nameOf(text: string): Name {
  const words = text
    .toLowerCase()
    .split(/[^a-z0-9.]+|(?<!\d)\.|\.(?!\d)/)
    .filter(Boolean)
  const starts = words.map((_, i) => words.slice(0, i).join('').length)
  return { words, joined: words.join(''), starts }
}

function rankOf(name: Name, asked: Name): number {
  if (name.joined === asked.joined) return RANK.whole
  if (name.joined.startsWith(asked.joined)) return RANK.start
  if (beginsWords(name.words, asked.words) || name.starts.some(at => name.joined.startsWith(asked.joined, at)))
    return RANK.words
  if (name.joined.includes(asked.joined)) return RANK.within
  return asked.joined.length >= MIN_SCATTERED_LETTERS && hasLetters(name.joined, asked.joined) ? RANK.letters : Infinity
}

/** Whether each of the words asked for begins a word of the name, in their order. */
function beginsWords(words: readonly string[], asked: readonly string[]): boolean {
  let at = 0
  return asked.every(word => {
    at = words.findIndex((it, i) => i >= at && it.startsWith(word)) + 1
    return at > 0
  })
}

/** Whether letters stand in a name in their order, from its first one on, and not too far apart. */
function hasLetters(name: string, letters: string): boolean {
  if (name[0] !== letters[0]) return false
  let at = -1
  for (const letter of letters) {
    at = name.indexOf(letter, at + 1)
    if (at < 0) return false
  }
  return at < 2 * letters.length + 2
}
