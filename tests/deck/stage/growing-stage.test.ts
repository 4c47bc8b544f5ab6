import { describe, expect, test } from 'vitest'
import type { Deck } from '../../../src/deck/deck.ts'
import { deckModules } from '../../../src/build/deck-modules.ts'
import { sceneForArch } from '../../../src/deck/scene-for-arch.ts'

const deck = JSON.parse(deckModules().deck()) as Deck
const origin = deck.stage.boxes.find(it => it.isOrigin)!

/** All steps in which the stage grows, in running order. */
function growingOn(arch: string) {
  return deck.order
    .map(id => sceneForArch(deck, id, arch))
    .filter(it => it.view === 'grow')
    .flatMap(it => it.steps)
}

describe('while the stage grows', () => {
  test.for(deck.arches.map(it => it.id))('the origin bars stand on one line on %s', arch => {
    const edges = growingOn(arch).map(({ camera, origins = origin }) =>
      Math.round(camera.y + camera.scale * (origins.y + origins.height)),
    )
    expect(edges.length).toBeGreaterThan(40)
    expect(Math.max(...edges) - Math.min(...edges)).toBe(0)
  })

  test('the camera never goes closer', () => {
    const scales = growingOn(deck.arch).map(it => it.camera.scale)
    expect(scales.filter((scale, i) => scale > (scales[i - 1] ?? scale) + 1e-9)).toEqual([])
  })
})

describe('the stage of all classes', () => {
  test('begins in ink, and gets one class after the other', () => {
    expect(deck.scenes['mapping']!.steps.map(it => it.coloured?.length)).toEqual([0, 1, 2, 3, 3])
  })
})
