import type { BoxClass } from '../../model/schema/stage.ts'

/** What draws the signs of a class: attributes of an element, for CSS, and whether strokes are drawn over it. */
export type ClassSign = {
  readonly attributes: Readonly<Record<`data-${string}`, string | undefined>>
  readonly isHatched: boolean
}

/**
 * The signs of a class.
 *
 * @param look - of the stage.
 * @param id - of a class; undefined for what has none.
 * @returns no attributes for what has none.
 */
export function classSign(look: { readonly classes: readonly BoxClass[] }, id: string | undefined): ClassSign {
  const found = look.classes.find(it => it.id === id)
  return found
    ? {
        attributes: {
          'data-class': found.id,
          'data-colour': found.colour,
          'data-outline': found.outline,
          'data-hatched': found.isHatched && '',
        },
        isHatched: found.isHatched ?? false,
      }
    : { attributes: {}, isHatched: false }
}

/**
 * Find a class.
 *
 * @param look - of the stage.
 * @param id - of a class.
 * @returns the class.
 * @throws RangeError for an id that there is not; `npm run check` reports that earlier.
 */
export function classById({ classes }: { readonly classes: readonly BoxClass[] }, id: string): BoxClass {
  const found = classes.find(it => it.id === id)
  if (!found) throw new RangeError(`there is no class ${id}`)
  return found
}
