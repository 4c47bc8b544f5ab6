import type { Flow } from './register-flows.ts'
import type { RegisterData } from './register-data.ts'

/** The code that writes each field of a static buffer, by its names; fields that no code writes are left out. */
export type BufferWriters = (buffer: string) => ReadonlyMap<string, readonly string[]>

/**
 * Find who writes the static buffers in which structs lie.
 *
 * @param data - the mechanisms.
 * @param flowsOf - as `flowsAt` gives it.
 * @returns a function from a buffer to the names of the code that writes each of its fields; each is computed once.
 */
export function bufferWritersAt(
  { mechanisms }: Pick<RegisterData, 'mechanisms'>,
  flowsOf: (mechanism: string) => readonly Flow[],
): BufferWriters {
  const known = new Map<string, ReadonlyMap<string, readonly string[]>>()
  return buffer => {
    const before = known.get(buffer)
    if (before) return before
    const writers = new Map<string, string[]>()
    const flows = mechanisms
      .filter(it => it.provides.some(entry => entry.buffer === buffer))
      .flatMap(it => flowsOf(it.id).filter(flow => flow.buffer === buffer))
    for (const { frame, capture, conversions } of flows) {
      const { name } = conversions.at(-1) ?? capture
      for (const { field, state, value, isCopied } of frame) {
        const isWritten = isCopied || (state !== 'unset' && (state !== 'none' || value !== undefined))
        const all = writers.get(field.name) ?? []
        if (isWritten && !all.includes(name)) writers.set(field.name, [...all, name])
      }
    }
    known.set(buffer, writers)
    return writers
  }
}
