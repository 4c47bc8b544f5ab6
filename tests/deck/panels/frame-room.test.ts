import { expect, test } from 'vitest'
import type { Deck } from '../../../src/deck/deck.ts'
import type { FrameRow } from '../../../src/deck/panels/register-rows.ts'
import type { Timelines } from '../../../src/deck/timelines.ts'
import { fromTable, type ValueTable } from '../../../src/deck/value-table.ts'
import { deckModules } from '../../../src/build/deck-modules.ts'
import { panelWidths } from '../../../src/canvas/panel-size.ts'
import { CANVAS, MARGIN } from '../../../src/canvas/slide-areas.ts'
import { sceneForArch } from '../../../src/deck/scene-for-arch.ts'
import { valueAtRelease } from '../../../src/deck/value-at-release.ts'

const modules = deckModules()
const deck = JSON.parse(modules.deck()) as Deck
const timelines = fromTable(JSON.parse(modules.timelines()) as ValueTable) as Timelines

// As components/panels/RegisterFrame.vue draws a row, slide px.
const CHARACTER = 9.6
const COLUMN_GAP = 14
/** Width up to which a row has its short name and no offset, with its borders. */
const NARROW = 288
/** Space beside name and text with the borders, that beside the offset, and how much wider the bar of the UAPI is. */
const BESIDE = 30
const BESIDE_OFFSET = 8
const BAR = 5
const SIGN = 24
/** Right of the text there is that much room to spare before it touches the border. */
const SPARE = 6

/** How wide the words of a row are, with all the space around them. */
function widthOf(row: FrameRow, width: number): number {
  const count = row.registers.length > 1 ? ` ×${row.registers.length}` : ''
  const name = width <= NARROW ? row.short : `${row.offset}${row.label}${count}`
  const signs = (row.others?.length ?? 0) * SIGN
  return (name.length + row.text.length) * CHARACTER + signs + BESIDE + BAR + (width <= NARROW ? 0 : BESIDE_OFFSET)
}

/** The rows whose words are wider than they are. */
function overfull(panels: ReturnType<typeof sceneForArch>['panels']): readonly string[] {
  const widths = panelWidths(panels, CANVAS.width - 2 * MARGIN)
  return panels.flatMap((panel, i) => {
    if (panel.kind !== 'frame') return []
    const columns = panel.columns ?? 1
    const width = (widths[i]! - COLUMN_GAP * (columns - 1)) / columns
    return panel.rows.filter(row => widthOf(row, width) > width + SPARE).map(it => `${it.short}: ${it.text}`)
  })
}

test.for(deck.arches.map(it => it.id))('no name and no text reaches over the border of its row, on %s', arch => {
  const now = deck.order.flatMap(id => overfull(sceneForArch(deck, id, arch).panels).map(it => `${id}, ${it}`))
  expect(now).toEqual([])
  const chosen = Object.entries(timelines[arch]!.frames).flatMap(([id, frames]) =>
    deck.releases.flatMap(release => {
      const scene = valueAtRelease(frames, release, deck.releases)!
      return overfull(sceneForArch(deck, id, arch, { release, scene }).panels).map(it => `${id} in ${release}, ${it}`)
    }),
  )
  expect(chosen).toEqual([])
})
