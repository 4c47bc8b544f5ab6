import type { DeckModule } from './deck-modules.ts'
import { SERVED_DATA } from './vite/print-only.ts'

/** The deck's data for a page that asks for them, see {@link servedData}. */
export type ServedData = {
  /** Make some now, which takes a second in which nothing else is done here; they are asked for later. */
  readonly make: (module: DeckModule) => void
  /** The data that are asked for by an address' path, if it is one of theirs. */
  readonly read: (path: string) => Promise<Buffer | undefined>
  /** Never settles unless they cannot be made; then it rejects, with the DataError where the dataset is at fault. */
  readonly fault: Promise<never>
}

/** The deck's data, for a build that has none in it. */
export function servedData(): ServedData {
  const { promise: fault, reject } = Promise.withResolvers<never>()
  fault.catch(() => undefined) // whose it is waits for it when it has something to wait for
  const make = async (module: DeckModule) => {
    const { deckJson } = await import('./deck-modules.ts')
    return deckJson(module)
  }
  return {
    make: module => void make(module).catch(reject),
    read: async path => {
      const [, module] = SERVED_DATA.exec(path) ?? []
      return module
        ? make(module as DeckModule).then(
            text => Buffer.from(text),
            (error: unknown) => void reject(error),
          )
        : undefined
    },
    fault,
  }
}
