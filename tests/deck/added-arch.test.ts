import { describe, expect, test } from 'vitest'
import { ADDED_ARCH, filesWithAddedArch } from '../added-arch.ts'
import { writtenArches } from '../written-arches.ts'
import { createTextMeasurer } from '../../src/build/measure-text.ts'
import { readTexts } from '../../src/build/read-deck.ts'
import { makeDeck } from '../../src/deck/make-deck.ts'
import { sceneForArch } from '../../src/deck/scene-for-arch.ts'
import { answerQuery } from '../../src/explorer/answer-query.ts'
import { buildExplorerIndex } from '../../src/explorer/explorer-index.ts'
import { packDataset, unpackDataset } from '../../src/explorer/packed-dataset.ts'
import { makeHandout } from '../../src/handout/make-handout.ts'
import { notesFor } from '../../src/model/notes-for-arch.ts'
import { loadText } from '../../src/model/read/load-files.ts'

const { data, slides, faults } = readTexts(filesWithAddedArch(), { text: loadText('slides.md') })
const deck = makeDeck(data, slides!, createTextMeasurer())
const scenes = deck.order.flatMap(id => (deck.scenes[id] ? [sceneForArch(deck, id, ADDED_ARCH)] : []))
/** Of these nothing is signed as derived, and the slides open on the talk's release. */
const written = writtenArches(data)
const isWritten = (arch: string) => written.includes(arch)

describe('a deck with an arch that was just added, and read in newer trees than the talk’s release alone', () => {
  test('has no fault', () => {
    expect(faults).toEqual([])
  })

  test('opens on the oldest release that was read of it, and on the talk’s for arches that people wrote down', () => {
    const late = deck.arches.filter(it => it.oldestRead)
    expect(late).toContainEqual({ id: ADDED_ARCH, name: ADDED_ARCH, oldestRead: '6.12' })
    expect(late.filter(it => isWritten(it.id))).toEqual([])
  })

  test('shows nothing of it as not known', () => {
    const texts = scenes.flatMap(it => it.panels.flatMap(panel => (panel.kind === 'lacking' ? panel.text : [])))
    expect(texts.filter(it => it.includes('not known'))).toEqual([])
    const { uncaptured = [] } = deck.availability[ADDED_ARCH]!['6.6']!
    expect(uncaptured).toEqual([])
    expect(scenes.find(it => it.matrix)!.matrix![ADDED_ARCH]!.rows.length).toBeGreaterThan(2)
  })

  test('signs what was derived: frames, boxes, rows of the matrix and counts', () => {
    const frames = scenes.filter(it => !it.arch).flatMap(it => it.panels.filter(panel => panel.kind === 'frame'))
    expect(frames.length).toBeGreaterThan(3)
    expect(frames.filter(it => !it.isDerived)).toEqual([])
    const { classes, derived } = deck.availability[ADDED_ARCH]!['6.6']!
    expect(derived).toEqual(expect.arrayContaining(['kprobe', 'uprobe', 'perf-events']))
    expect(derived!.filter(it => !classes[it])).toEqual([])
    const { matrix } = scenes.find(it => it.matrix)!
    expect(matrix![ADDED_ARCH]!.rows.filter(it => !it.isDerived)).toEqual([])
    expect(scenes.find(it => it.verdictCounts)!.verdictCounts![ADDED_ARCH]!.isDerived).toBe(true)
  })

  test('signs nothing of the arches whose captures were written down', () => {
    expect(written).not.toContain(ADDED_ARCH)
    for (const id of written) {
      const shown = deck.order.flatMap(scene => (deck.scenes[scene] ? [sceneForArch(deck, scene, id)] : []))
      expect(
        shown.flatMap(it => it.panels).filter(it => it.kind === 'frame' && it.isDerived),
        id,
      ).toEqual([])
      expect(
        Object.values(deck.availability[id]!).filter(it => it.derived),
        id,
      ).toEqual([])
    }
  })
})

describe('slides that have nothing to show', () => {
  const leftOutWith = (from: string) => {
    const read = readTexts(filesWithAddedArch({ from }), { text: loadText('slides.md') })
    expect(read.faults).toEqual([])
    return makeDeck(read.data, read.slides!, createTextMeasurer()).leftOut
  }

  test('are left out where the arch has none of what they need, now or later', () => {
    const leftOut = leftOutWith('arm')
    expect(leftOut[ADDED_ARCH]).toEqual(['rethook', 'fprobe'])
    expect([leftOut['arm'], leftOut['arm64']]).toEqual([['rethook', 'fprobe'], ['rethook']])
    expect([leftOut['x86-64'], leftOut['powerpc64']]).toEqual([undefined, undefined])
  })

  test('say on an arch that shows them what those say that are left out there', () => {
    const { slides } = readTexts(filesWithAddedArch(), { text: loadText('slides.md') })
    const fprobe = slides!.slides.find(it => it.id === 'fprobe')!
    expect(notesFor(fprobe.note, { aboutArch: 'x86-64', arch: 'arm64' })).toContain('rethook: a return trampoline')
  })
})

describe('the handout with such an arch', () => {
  const metadata = { title: '', author: '', occasion: '', info: '', version: '', dataVersion: '' }
  const handout = makeHandout(data, [], metadata)

  test('looks at the oldest release that was read of it, and says what was derived', () => {
    const [first] = handout.releases[ADDED_ARCH]!
    expect([first, handout.releases['x86-64']![0]]).toEqual(['6.12', '6.6'])
    expect(handout.matrices[ADDED_ARCH]![0]!.rows[0]!.isDerived).toBe(true)
    expect(handout.hazards[ADDED_ARCH]![0]!.rows.every(it => it.filledBy[0]!.endsWith('(derived, not reviewed)'))).toBe(
      true,
    )
    const { derivedOn } = handout.mechanisms.find(it => it.label === 'KProbe')!
    expect(derivedOn).toContain(ADDED_ARCH)
    expect(derivedOn!.filter(isWritten)).toEqual([])
  })
})

describe('the explorer with such an arch', () => {
  const index = buildExplorerIndex(unpackDataset(packDataset(data)))
  const ask = (query: string) =>
    answerQuery(query, { at: { arch: 'x86-64', release: '6.6' }, preferredArch: 'x86-64' }, index).options[0]!
  const answerTo = (query: string) => ask(query).answer(ask(query).viewpoint)

  test('answers as of the oldest release that was read of it, unless another is named', () => {
    expect(ask(`kprobe on ${ADDED_ARCH}`).viewpoint).toEqual({ arch: ADDED_ARCH, release: '6.12' })
    expect(ask(`kprobe on ${ADDED_ARCH} in 6.6`).viewpoint).toEqual({ arch: ADDED_ARCH, release: '6.6' })
    expect(ask('kprobe on arm64').viewpoint).toEqual({ arch: 'arm64', release: '6.6' })
  })

  test('signs what was derived', () => {
    const { frames, derivedOn } = answerTo(`kprobe on ${ADDED_ARCH}`)
    expect(frames.map(it => it.isDerived)).toEqual(frames.map(() => true))
    expect(derivedOn).toContain(ADDED_ARCH)
    expect(derivedOn!.filter(isWritten)).toEqual([])
    expect(answerTo('kprobe').frames.filter(it => it.isDerived)).toEqual([])
    expect(answerTo(`${ADDED_ARCH}-exception-entry`).overline).toContain('derived, not reviewed')
  })
})
