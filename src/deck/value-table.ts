/**
 * A JSON value as a list of its parts, each that occurs in it once: where an array or an object has a part, it has the
 * part's place in the list. Parts stand before what has them; the last is the value.
 */
export type ValueTable = readonly unknown[]

/**
 * List the parts of a value that repeats itself: as JSON, the timelines take a third of the room.
 *
 * @param value - what JSON can hold.
 * @returns what {@link fromTable} takes.
 */
export function toTable(value: unknown): ValueTable {
  const table: unknown[] = []
  const places = new Map<string, number>()
  const placeOf = (part: unknown): number => {
    const listed = mapParts(part, placeOf)
    const key = `${typeof part} ${JSON.stringify(listed)}`
    const place = places.get(key) ?? table.push(listed) - 1
    places.set(key, place)
    return place
  }
  placeOf(value)
  return table
}

/**
 * Put a value together again.
 *
 * @param table - made by {@link toTable}.
 * @returns the value; parts that are equal are the same object, so nothing in it may be changed.
 */
export function fromTable(table: ValueTable): unknown {
  const parts: unknown[] = []
  for (const listed of table) parts.push(mapParts(listed, place => parts[place as number]))
  return parts.at(-1)
}

/** An array or object with each of its parts mapped; any other value as it is. */
function mapParts(value: unknown, map: (part: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(it => map(it))
  return value !== null && typeof value === 'object'
    ? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, map(part)]))
    : value
}
