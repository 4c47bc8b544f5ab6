import { describe, expect, test } from 'vitest'
import { hazardsAt } from '../../src/model/analysis/hazards.ts'
import { appliesTo, introducedIn } from '../../src/model/analysis/applicability.ts'
import { classOf } from '../../src/model/analysis/register-class.ts'
import { compareReleases } from '../../src/model/analysis/compare-releases.ts'
import { lastChangeUpTo } from '../../src/explorer/snapshots.ts'
import { sample } from '../sample.ts'
import { data, knowledge, viewpoints } from './whole-dataset.ts'

const { snapshotAt, releases } = knowledge

/** Releases between those of the index, such as 6.6.3 and 6.5.99. */
const between = releases.flatMap(stop => [`${stop}.3`, `${stop}.99`]).filter(it => it.split('.').length === 3)

describe('snapshots(dataset)', () => {
  test.each(data.arches.map(it => it.id))(
    'have the classes, links and hazards of the model on %s, at releases at which something changes',
    { tags: ['sampled'] },
    arch => {
      for (const at of sample(
        viewpoints.filter(it => it.arch === arch),
        20,
      )) {
        const { existence, classes, links, hazards } = snapshotAt(at)
        for (const it of data.mechanisms) {
          const where = `${it.id} on ${arch} in ${at.release}`
          expect(classes[it.id], where).toBe(classOf(it, at, data))
          expect(existence[it.id] === 'to-come', where).toBe(
            !classes[it.id] && compareReleases(introducedIn(it), at.release) > 0,
          )
          for (const on of new Set(it.buildsOn.map(link => link.on))) {
            const holds = it.buildsOn.some(link => link.on === on && appliesTo(link, at))
            const isBoth = classes[it.id] !== undefined && classes[on] !== undefined
            expect(links[`${on}>${it.id}`] === 'there', `${on}>${where}`).toBe(holds && isBoth)
          }
        }
        expect(hazards()).toEqual(hazardsAt(data, data.readers, at))
      }
    },
  )

  test('change only at the releases of the index', { tags: ['sampled'] }, () => {
    expect(between.length).toBeGreaterThan(20)
    const cases = between.flatMap(release => data.arches.map(({ id: arch }) => ({ arch, release })))
    for (const { arch, release } of sample(cases, 60)) {
      const now = snapshotAt({ arch, release })
      const stop = snapshotAt({ arch, release: lastChangeUpTo(releases, release) })
      expect([now.existence, now.classes, now.links], `${arch} ${release}`).toEqual([
        stop.existence,
        stop.classes,
        stop.links,
      ])
      expect(now.hazards().map(it => ({ ...it, release }))).toEqual(stop.hazards().map(it => ({ ...it, release })))
    }
  })

  test('have almost nothing at the first release, and everything at the last', () => {
    const count = (release: string, state: string) =>
      data.mechanisms.filter(it => snapshotAt({ arch: data.arches.at(-1)!.id, release }).existence[it.id] === state)
        .length
    expect(count('0.01', 'to-come')).toBeGreaterThan(data.mechanisms.length - 3)
    expect(count(releases.at(-1)!, 'to-come')).toBe(0)
    expect(releases[0]).toBe('0.01')
  })
})
