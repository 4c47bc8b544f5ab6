import type { Definition, Kconfig } from './kconfig.ts'

/** The entries that select each symbol, by the symbol's name. */
export type Selectors = ReadonlyMap<
  string,
  readonly { readonly by: Definition; readonly select: Definition['selects'][number] }[]
>

/** A kernel's Kconfig is evaluated once for each mechanism. */
const known = new WeakMap<Kconfig, Selectors>()

/**
 * Find which entries select each symbol.
 *
 * @param kconfig - all symbols of an architecture.
 * @returns the same map for the same `kconfig`.
 */
export function selectors(kconfig: Kconfig): Selectors {
  const found = known.get(kconfig) ?? findSelectors(kconfig)
  known.set(kconfig, found)
  return found
}

function findSelectors(kconfig: Kconfig): Selectors {
  const all = new Map<string, { readonly by: Definition; readonly select: Definition['selects'][number] }[]>()
  for (const by of [...kconfig.values()].flat()) {
    for (const select of by.selects) {
      const list = all.get(select.target)
      if (list) list.push({ by, select })
      else all.set(select.target, [{ by, select }])
    }
  }
  return all
}
