import { expect, test } from 'vitest'
import { readDeck } from '../../src/build/read-deck.ts'
import { hasRoomForLegend } from '../../src/deck/panels/legend-room.ts'

test('the legend of field states stands on a slide that has room for it above the stage, and on no other', () => {
  const { scenes, stage } = readDeck()
  const withLegend = Object.keys(scenes).filter(id => scenes[id]!.hasLegend)
  expect(withLegend).toHaveLength(1)
  expect(hasRoomForLegend(scenes[withLegend[0]!]!, stage.boxes)).toBe(true)
  // Its frame is as wide as the slide, and the stage begins right below it.
  expect(hasRoomForLegend(scenes.perf!, stage.boxes)).toBe(false)
  expect(hasRoomForLegend(scenes.mapping!, stage.boxes)).toBe(false)
})
