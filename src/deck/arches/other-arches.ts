import type { Deck, DeckScene } from '../deck.ts'

/** What scenes have by arch. */
type ByArch = Pick<DeckScene, 'citationsByArch' | 'highlights' | 'matrix'>

/** What a deck shows only on other arches than the one on which it opens (module `virtual:other-arches`). */
export type OtherArches = {
  readonly otherArches: Deck['otherArches']
  readonly availability: Deck['availability']
  /** By id of the scene. */
  readonly scenes: Readonly<Record<string, ByArch>>
}

/** The keys of {@link ByArch}. */
const BY_ARCH = ['citationsByArch', 'highlights', 'matrix'] as const

/**
 * Part a deck into what its own arch needs, and the rest: a third of it, gzipped, is about arches that are rarely
 * shown.
 *
 * @param deck - the whole deck.
 * @returns the deck without the rest, and the rest; {@link withOtherArches} puts them together again.
 */
export function partOtherArches(deck: Deck): { readonly own: Deck; readonly others: OtherArches } {
  const parted = Object.entries(deck.scenes).map(([id, scene]) => {
    const isOwn = (arch: string) => arch === deck.arch || arch === scene.arch
    return { id, own: { ...scene, ...byArch(scene, isOwn) }, others: byArch(scene, arch => !isOwn(arch)) }
  })
  const isOwn = (arch: string) => arch === deck.arch
  const isShown = shownAtFirst(deck)
  return {
    own: {
      ...deck,
      availability: availabilityOf(deck, isShown),
      scenes: Object.fromEntries(parted.map(({ id, own }) => [id, own])),
      otherArches: only(deck.otherArches, isOwn),
    },
    others: {
      otherArches: only(deck.otherArches, arch => !isOwn(arch)),
      availability: availabilityOf(deck, (arch, release) => !isShown(arch, release)),
      scenes: Object.fromEntries(
        parted.filter(it => Object.keys(it.others).length > 0).map(({ id, others }) => [id, others]),
      ),
    },
  }
}

/** Whether what an arch has at a release is shown while the deck is on its own arch. */
function shownAtFirst({ arch: own, scenes }: Deck): (arch: string, release: string) => boolean {
  const shown = new Set<string>()
  const inTables = new Set<string>()
  for (const { arch = own, view, steps } of Object.values(scenes))
    for (const { release } of steps) {
      shown.add(`${arch} ${release}`)
      if (view === 'arches') inTables.add(release)
    }
  return (arch, release) => arch === own || inTables.has(release) || shown.has(`${arch} ${release}`)
}

/** What the arches have, at some releases of each. */
function availabilityOf(
  { availability }: Pick<Deck, 'availability'>,
  isWanted: (arch: string, release: string) => boolean,
): Deck['availability'] {
  return Object.fromEntries(
    Object.entries(availability).map(([arch, there]) => [arch, only(there, release => isWanted(arch, release))]),
  )
}

/**
 * Put a deck together again.
 *
 * @param own - what its own arch needs.
 * @param others - the rest.
 * @returns the whole deck.
 */
export function withOtherArches(own: Deck, others: OtherArches): Deck {
  const scenes = Object.entries(own.scenes).map(([id, scene]) => [id, joined(scene, others.scenes[id])] as const)
  return {
    ...own,
    scenes: Object.fromEntries(scenes),
    otherArches: { ...own.otherArches, ...others.otherArches },
    availability: Object.fromEntries(
      Object.entries(own.availability).map(([arch, there]) => [arch, { ...there, ...others.availability[arch] }]),
    ),
  }
}

function joined(scene: DeckScene, others: ByArch | undefined): DeckScene {
  if (!others) return scene
  return { ...scene, ...Object.fromEntries(BY_ARCH.flatMap(key => both(key, scene[key], others[key]))) }
}

function both(key: string, own: object | undefined, others: object | undefined): [string, object][] {
  return own || others ? [[key, { ...own, ...others }]] : []
}

/** What a scene has by arch, for some arches. */
function byArch(scene: DeckScene, isWanted: (arch: string) => boolean): ByArch {
  return Object.fromEntries(
    BY_ARCH.flatMap(key => {
      const values = scene[key]
      return values ? [[key, only<unknown>(values, isWanted)]] : []
    }),
  )
}

function only<T>(
  values: Readonly<Record<string, T>>,
  isWanted: (arch: string) => boolean,
): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(values).filter(([arch]) => isWanted(arch)))
}
