import type { PrintedPage } from './print-deck.ts'
import type { Bookmark } from '../pdf/add-bookmarks.ts'

/**
 * The bookmarks of a printed deck: one for each slide, leading to its first step, with its steps under it where there
 * are several.
 *
 * @param pages - an entry for each page, in order.
 * @returns the bookmarks of the slides, in order.
 */
export function deckBookmarks(pages: readonly PrintedPage[]): readonly Bookmark[] {
  const slides = Map.groupBy(
    pages.map((printed, page) => ({ ...printed, page })),
    ({ slide }) => slide,
  )
  return [...slides.values()].map(steps => {
    const children = steps.map(({ caption, page }, index) => ({
      title: caption ?? `Step ${index + 1}`,
      page,
      children: [],
    }))
    return { title: steps[0]!.headline, page: steps[0]!.page, children: steps.length > 1 ? children : [] }
  })
}
