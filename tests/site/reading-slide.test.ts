import { describe, expect, test } from 'vitest'
import { createTextMeasurer } from '../../src/build/measure-text.ts'
import { readValidDeck } from '../../src/build/read-deck.ts'
import { readSlideWords } from '../../src/build/read-handout.ts'
import { classSign } from '../../src/deck/stage/class-sign.ts'
import { makeDeck } from '../../src/deck/make-deck.ts'
import { numberCitations } from '../../src/handout/numbered-citations.ts'
import { readingSlides } from '../../src/site/reading-slide.ts'

const { data, slides } = readValidDeck()
const deck = makeDeck(data, slides, createTextMeasurer())
const words = readSlideWords(slides.slides, false)
const all = readingSlides({ deck, words, citations: numberCitations(data) })

describe('readingSlides(parts)', () => {
  test('has every slide with its words, and every step with its caption', () => {
    expect(all.map(it => it.id)).toEqual(slides.slides.map(it => it.id))
    for (const { id, steps, headline, notes } of all) {
      expect(headline, id).not.toBe('')
      expect(notes, id).not.toBe('')
      expect(steps.map(it => it.caption)).toEqual(deck.scenes[id]?.steps.map(it => it.caption) ?? [])
    }
  })

  test('has a picture at the first step of each slide that has one, and all that changes at later steps', () => {
    for (const { id, steps } of all) {
      const scene = deck.scenes[id]
      expect(steps[0]?.stage !== undefined, id).toBe(scene?.slot !== undefined)
      expect(steps[0]?.panels !== undefined, id).toBe((scene?.panels.length ?? 0) > 0)
      // Where there is no picture, what changes is a row of a table or a list.
      const isPicture = scene?.slot !== undefined || (scene?.panels.length ?? 0) > 0
      if (isPicture)
        expect(
          steps.filter(it => !it.stage && !it.panels),
          id,
        ).toEqual([])
    }
  })

  test('draws each picture at no width at which a letter would be smaller than 14 px', () => {
    const stages = all.flatMap(it =>
      it.steps.flatMap((step, i) => (step.stage ? [{ id: it.id, i, ...step.stage }] : [])),
    )
    expect(stages.length).toBeGreaterThan(20)
    for (const { id, i, crop, legibleAt } of stages) {
      const { scale } = deck.scenes[id]!.steps[i]!.camera
      // A picture is never wider than it is on the slide.
      expect((16 * scale * Math.min(legibleAt, crop.width)) / crop.width, id).toBeGreaterThanOrEqual(14)
    }
  })

  test('has all boxes of a picture in its rows, from the top down', () => {
    const { stage } = all.find(it => it.id === 'rethook')!.steps[0]!
    const inRows = stage!.rows.flatMap(it => it.boxes.map(box => box.id))
    expect(inRows.toSorted()).toEqual(stage!.boxes.map(it => it.box.id).toSorted())
    expect(stage!.rows.at(-1)!.name).toBe('Origins')
  })

  test('gives a box in the picture the class and the struct that it has in its row', () => {
    for (const { id, steps } of all)
      for (const [i, { stage }] of steps.entries()) {
        const inRows = stage?.rows.flatMap(it => it.boxes).filter(it => it.state !== 'absent') ?? []
        for (const { id: box, boxClass, struct } of inRows) {
          const drawn = stage!.boxes.find(it => it.box.id === box)!
          expect(drawn, `${id} at step ${i}`).toMatchObject({ sign: classSign(deck.look, boxClass), struct })
        }
      }
  })

  test('leaves the notes out where they are not wanted', () => {
    const without = readSlideWords(slides.slides, true)
    expect(
      readingSlides({ deck, words: without, citations: numberCitations(data) })
        .map(it => it.notes)
        .join(''),
    ).toBe('')
  })
})
