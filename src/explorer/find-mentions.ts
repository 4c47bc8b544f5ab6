import type { Entity, EntityKind } from './entities.ts'
import type { ExplorerIndex } from './explorer-index.ts'
import type { SearchEntry } from './search-entities.ts'
import { archByName } from '../model/arch-names.ts'
import { nameOf, OWN_NAMES, searchEntities } from './search-entities.ts'
import { COMMON_WORDS } from './common-words.ts'

/** The entities that a question names, and the words that name nothing. */
export type Mentions = {
  readonly mechanisms: readonly Entity[]
  readonly registers: readonly Entity[]
  readonly readers: readonly Entity[]
  readonly captures: readonly Entity[]
  readonly arches: readonly Entity[]
  /** Structs, as `pt_regs`. */
  readonly structs: readonly string[]
  /** Words that are neither names nor words of the language of questions. */
  readonly unknown: readonly string[]
}

/** How many words a name may have. */
const MAX_NAME_WORDS = 4

/** A name must have this many letters to be meant by its beginning. */
const MIN_PREFIX_LETTERS = 3

/** The same for a capture, whose name is said less often. */
const MIN_CAPTURE_LETTERS = 6

/** The kinds of entities that a question speaks of. */
const MENTIONED: readonly EntityKind[] = ['mechanism', 'register', 'reader', 'capture', 'conversion']

/**
 * Find the names in a question.
 *
 * The longest name wins: `ebpf kprobe` is one mechanism. A plural means the name; a word that is no name may be the
 * beginning of one.
 *
 * @param text - in lower case, without arch and release at its end.
 * @param index - the dataset with its index.
 * @param arch - the arch whose registers and captures are meant first.
 * @returns each entity once, in the order of the words.
 */
export function findMentions(
  text: string,
  { entries, dataset }: Pick<ExplorerIndex, 'entries' | 'dataset'>,
  arch: string,
): Mentions {
  const structNames = new Set(dataset.arches.flatMap(it => (it.structs ?? []).map(struct => struct.name)))
  const words = text.split(/[^a-z0-9._-]+/).filter(Boolean)
  const arches = entries.filter(it => it.entity.kind === 'arch').map(it => it.entity)
  const archIds = arches.map(it => it.id)
  // The arch that is named is the one whose registers are meant.
  const here = words.map(it => archByName(it, archIds)).find(it => it !== undefined) ?? arch
  const structs: string[] = []
  const unknown: string[] = []
  const found: Entity[] = []
  for (let i = 0; i < words.length;) {
    const named = nameAt(words, i, entries, here)
    const archId = archByName(words[i]!, archIds)
    if (named && named.length > 1) found.push(named.entity)
    else if (archId) found.push(arches.find(it => it.id === archId)!)
    else if (structNames.has(words[i]!)) structs.push(words[i]!)
    else if (named) found.push(named.entity)
    else if (!isCommon(words[i]!)) {
      const begun = startedName(words[i]!, entries, here)
      if (begun) found.push(begun)
      else unknown.push(words[i]!)
    }
    i += named?.length ?? 1
  }
  const ofKind = (...kinds: readonly EntityKind[]) => [...new Set(found.filter(it => kinds.includes(it.kind)))]
  return {
    mechanisms: ofKind('mechanism'),
    registers: ofKind('register'),
    readers: ofKind('reader'),
    captures: ofKind('capture', 'conversion'),
    arches: ofKind('arch'),
    structs,
    unknown,
  }
}

/** Whether a word changes nothing, in the singular or the plural. */
function isCommon(word: string): boolean {
  return COMMON_WORDS.has(word) || COMMON_WORDS.has(word.replace(/s$/, ''))
}

/** The longest name that begins with the word at `i`, in the singular or the plural. */
function nameAt(
  words: readonly string[],
  i: number,
  entries: readonly SearchEntry[],
  arch: string,
): { readonly entity: Entity; readonly length: number } | undefined {
  for (let length = Math.min(MAX_NAME_WORDS, words.length - i); length > 0; length--) {
    const text = words.slice(i, i + length).join(' ')
    // `on rethook` is no other name of a kretprobe, though a stage of its life is called so.
    const isOwn = isCommon(words[i]!)
    if (length === 1 && isOwn) return undefined
    const find = (name: string) => wholeName(name, entries, { arch, isOwn })
    // A plural means the name, and a singular the name that is a plural: `perf_event`.
    const entity = find(text) ?? find(text.endsWith('s') ? text.slice(0, -1) : `${text}s`)
    // In `kretprobe handler` the last word changes nothing: it is no function of that id.
    const isSaid = length === 1 || entity?.kind !== 'reader' || !isCommon(words[i + length - 1]!)
    if (entity && isSaid) return { entity, length }
  }
  return undefined
}

/** The entity that a text names whole, or by its own name; a reader also without the arguments in its name. */
function wholeName(
  text: string,
  entries: readonly SearchEntry[],
  { arch, isOwn }: { readonly arch: string; readonly isOwn: boolean },
): Entity | undefined {
  const { joined } = nameOf(text)
  const matches = entries.filter(
    ({ entity, names }) =>
      MENTIONED.includes(entity.kind) &&
      ((isOwn ? names.slice(0, OWN_NAMES) : names).some(it => it.joined === joined) || bareName(entity) === joined),
  )
  const isHere = ({ entity }: SearchEntry) => entity.arches?.includes(arch) ?? true
  const byKind = (kind: EntityKind) => matches.filter(it => it.entity.kind === kind)
  const ordered = MENTIONED.flatMap(byKind)
  return (ordered.find(isHere) ?? ordered[0])?.entity
}

/** The name of a function without its arguments. */
function bareName({ kind, name }: Entity): string | undefined {
  return kind === 'reader' ? nameOf(name.replace(/\(.*/, '')).joined : undefined
}

/**
 * The mechanism in whose name a word begins with this one, `perf` for Perf events, or the reader whose name does.
 * Or the arch's capture that begins so, or has its parts: `perf_fetch_caller_regs` is perf_arch_fetch_caller_regs().
 */
function startedName(word: string, entries: readonly SearchEntry[], arch: string): Entity | undefined {
  if (word.length < MIN_PREFIX_LETTERS) return undefined
  return startedMechanism(word, entries, arch) ?? startedCapture(word, entries, arch)
}

/** The capture of an arch whose name begins with a word, or has its parts in their order. */
function startedCapture(word: string, entries: readonly SearchEntry[], arch: string): Entity | undefined {
  const { words } = nameOf(word)
  if (words.length === 1 && word.length < MIN_CAPTURE_LETTERS) return undefined
  return entries.find(({ entity, names: [name] }) => {
    if (entity.kind !== 'capture' || !entity.arches!.includes(arch)) return false
    let at = 0
    return words.every((it, i) => {
      at = name!.words.findIndex((one, k) => k >= at && (i < words.length - 1 ? one === it : one.startsWith(it))) + 1
      return at > 0 && (i > 0 || at === 1)
    })
  })?.entity
}

/** The mechanism or the reader that a word begins. */
function startedMechanism(word: string, entries: readonly SearchEntry[], arch: string): Entity | undefined {
  const parts = (name: string) => name.toLowerCase().split(/[^a-z0-9]+/)
  return searchEntities(entries, word, { kinds: ['mechanism', 'reader'], arch }).find(({ kind, name, id }) =>
    kind === 'reader'
      ? name.toLowerCase().startsWith(word)
      : [...parts(name), ...parts(id)].some(it => it.startsWith(word)),
  )
}
