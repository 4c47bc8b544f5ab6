import { describe, expect, test } from 'vitest'
import { readValidDeck } from '../../../src/build/read-deck.ts'
import { deckReleases } from '../../../src/deck/make-deck.ts'
import { appliesTo, introducedIn } from '../../../src/model/analysis/applicability.ts'
import { availabilityAt } from '../../../src/model/analysis/availability.ts'
import { compareReleases } from '../../../src/model/analysis/compare-releases.ts'
import { classOf } from '../../../src/model/analysis/register-class.ts'

const { data } = readValidDeck()
const viewpoints = data.arches.flatMap(({ id: arch }) => deckReleases(data).map(release => ({ arch, release })))

describe('availabilityAt(data, at)', () => {
  test('gives the class of each mechanism that is there, and the links between two of them', () => {
    for (const at of viewpoints) {
      const { classes, links } = availabilityAt(data, at)
      const where = `${at.arch} ${at.release}`
      expect(
        data.mechanisms.map(it => classes[it.id]),
        where,
      ).toEqual(data.mechanisms.map(it => classOf(it, at, data)))
      const holding = data.mechanisms.flatMap(({ id, buildsOn }) =>
        buildsOn.filter(it => appliesTo(it, at) && id in classes && it.on in classes).map(it => `${it.on}>${id}`),
      )
      expect(new Set(links), where).toEqual(new Set(holding))
      expect(new Set(links).size, where).toBe(links.length)
    }
  })

  test('counts as unread or uncaptured only what exists by then, and is not there', () => {
    const introduced = new Map(data.mechanisms.map(it => [it.id, introducedIn(it)]))
    for (const at of viewpoints) {
      const { classes, unread, uncaptured } = availabilityAt(data, at)
      for (const id of [...Object.keys(unread), ...uncaptured]) {
        const where = `${id} on ${at.arch} in ${at.release}`
        expect(classes[id], where).toBeUndefined()
        expect(compareReleases(introduced.get(id)!, at.release), where).toBeLessThanOrEqual(0)
      }
    }
  })

  test('has nothing but origins in the first release', () => {
    const origins = new Set(data.mechanisms.filter(it => it.kind === 'origin').map(it => it.id))
    const first = availabilityAt(data, { arch: 'i386', release: '0.01' })
    expect(Object.keys(first.classes).every(it => origins.has(it))).toBe(true)
    expect(first.links).toEqual([])
  })
})
