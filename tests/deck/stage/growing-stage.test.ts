import { describe, expect, test } from 'vitest'
import type { Deck } from '../../../src/deck/deck.ts'
import { deckModules } from '../../../src/build/deck-modules.ts'
import { sceneForArch } from '../../../src/deck/scene-for-arch.ts'
import { appliesTo } from '../../../src/model/analysis/applicability.ts'
import { loadFiles } from '../../../src/model/read/load-files.ts'
import { readDataset } from '../../../src/model/read/read-dataset.ts'

const deck = JSON.parse(deckModules().deck()) as Deck
const { value: data } = readDataset(loadFiles())
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

/** What each mechanism stands on, on an arch and in each release, where its links name arches: by the data; drawn. */
function standingOn(arch: string) {
  return Object.entries(deck.availability[arch]!).flatMap(([release, { classes, missingLinks }]) =>
    data.mechanisms
      .filter(it => classes[it.id])
      .map(({ id, buildsOn }) => ({
        id,
        release,
        own: buildsOn.filter(it => it.arches && appliesTo(it, { arch, release })).map(it => it.on),
        on: buildsOn
          .filter(it => it.arches && !missingLinks.includes(`${it.on}>${id}`))
          .filter(({ on }) =>
            buildsOn.some(it => it.on === on && deck.arches.some(({ id: arch }) => appliesTo(it, { arch, release }))),
          )
          .map(it => it.on)
          .filter(on => !buildsOn.some(it => it.on === on && !it.arches)),
      })),
  )
}

describe('a mechanism is drawn on what it stands on there, not on what it comes to stand on later as well', () => {
  test.for(deck.arches.map(it => it.id))('on %s', arch => {
    const drawn = standingOn(arch)
    const standing = drawn.filter(it => it.own.length > 0)
    expect(standing.filter(({ own, on }) => [...new Set(on)].some(it => !own.includes(it)))).toEqual([])
    // Before that it is drawn as on one other arch, not as on several at once.
    const kretprobe = drawn.filter(it => it.id === 'kretprobe')
    expect(kretprobe.filter(it => new Set(it.on).size > 1)).toEqual([])
  })

  test('is tried on what the data have', () => {
    expect(deck.arches.flatMap(it => standingOn(it.id)).filter(it => it.own.length > 0).length).toBeGreaterThan(50)
  })
})
