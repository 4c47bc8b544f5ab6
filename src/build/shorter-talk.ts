import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DATA_FOLDER, SLIDES_FILE } from '../model/dataset.ts'
import { notesParts } from '../model/notes-for-arch.ts'
import { blockTexts } from '../model/read/slide-sources.ts'
import { writeBudgets } from '../model/read/write-budgets.ts'
import { fitBudgets } from '../presentation/fit-budgets.ts'
import { secondsForSteps, wordsByStep } from '../presentation/speaking-time.ts'
import { chooseSlides } from './choose-slides.ts'
import { readDeck, readValidDeck } from './read-deck.ts'

/**
 * Write a shorter talk out of the deck's own: some of its slides as they are, with budgets that sum to its duration.
 *
 * @param from - the deck's root, absolute.
 * @param minutes - how long the talk is to be.
 * @returns the text of its slides.
 * @throws DataError when the deck has faults.
 */
export function shorterTalk(from: string, minutes: number): string {
  const { data, slides: deck } = readValidDeck(from)
  const { scenes } = readDeck(from)
  const text = readFileSync(join(from, SLIDES_FILE), 'utf8')
  const blocks = blockTexts(text)
  const slides = deck.slides
    .filter(it => it.file === SLIDES_FILE)
    .map(it => ({
      ...it,
      seconds: secondsForSteps(wordsByStep(notesParts(it.note)[0]!)),
      hasLegend: scenes[it.id]?.hasLegend === true,
    }))
  const chosen = chooseSlides(slides, data, minutes * 60).map(i => slides[i]!)
  const shorter = chosen
    .map(({ line }, i) =>
      i === 0
        ? blocks.get(line)!.replace(/^(["']?duration["']?[ \t]*:)[^#\n]*?([ \t]*#.*|[ \t]*)$/m, `$1 ${minutes}min$2`)
        : blocks.get(line)!,
    )
    .map(it => it.trim())
    .join('\n\n')
  const lines = [...blockTexts(shorter).keys()]
  const inTalk = chosen.map((it, i) => ({ ...it, line: lines[i]! })).filter(it => it.budget !== 0)
  const budgets = fitBudgets(
    inTalk.map(it => it.seconds),
    minutes * 60,
  )
  return `${writeBudgets(shorter, new Map(inTalk.map(({ line }, i) => [line, budgets[i]!])))}\n`
}

/**
 * Write the budgets of a deck's slides from how long their notes take to say and their steps to see, so that they sum
 * to its duration.
 *
 * @param from - the deck's root, absolute.
 * @param file - of its slides, relative to that.
 * @param wordsPerMinute - how fast the speaker speaks.
 * @returns the new text of the file. Slides with a budget of 0 stand behind the talk and keep it; slides of other files
 *   keep theirs.
 * @throws DataError when the deck has faults.
 */
export function withFittedBudgets(from: string, file: string, wordsPerMinute: number): string {
  const { slides, duration } = readValidDeck(from, DATA_FOLDER, file).slides
  const own = slides.filter(it => it.file === file && it.budget !== 0)
  const others = slides.filter(it => it.file !== file).reduce((sum, it) => sum + (it.budget ?? 0), 0)
  const budgets = fitBudgets(
    own.map(it => secondsForSteps(wordsByStep(notesParts(it.note)[0]!), wordsPerMinute)),
    duration - others,
  )
  return writeBudgets(readFileSync(join(from, file), 'utf8'), new Map(own.map(({ line }, i) => [line, budgets[i]!])))
}
