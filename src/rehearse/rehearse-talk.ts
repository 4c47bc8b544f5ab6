import type { Page } from 'playwright-chromium'
import type { BuildOptions } from '../build/build-deck.ts'
import { secondsToSay, wordsIn } from '../presentation/speaking-time.ts'
import { auditSlides, type Audit, type VisualIssueCode } from './audit-slide.ts'
import { leastContrast, textContrast } from '../look/contrast.ts'
import { withDeckPage } from '../chromium/deck-page.ts'
import { layOutForScreen } from '../chromium/print-viewport.ts'
import { type PrintOptions, drawDeck } from '../print/print-deck.ts'
import { notesFor } from '../model/notes-for-arch.ts'
import type { Slide } from '../model/read/read-slides.ts'
import { readValidDeck } from '../build/read-deck.ts'

/** Something that a speaker should fix; on a slide and at a step, both from 1, or on none where it is the talk's. */
export type RehearsalFault = {
  readonly slide?: number
  readonly step?: number
  readonly scene?: string
  readonly code: VisualIssueCode | 'time' | 'words' | 'still' | 'contrast'
  readonly problem: string
  readonly tip: string
}

/** How a slide went; times in seconds. */
export type RehearsedSlide = {
  readonly slide: number
  readonly scene: string
  readonly headline: string
  readonly steps: number
  /** Words in its notes, and how long they take. */
  readonly spoken: number
  readonly seconds: number
  readonly budget: number
  /** Words that one has to read on it, at its last step. */
  readonly words: number
}

/** How the talk went; times in seconds. Slides without a budget stand behind the talk, and take no time of it. */
export type Rehearsal = {
  readonly ok: boolean
  readonly scheme: 'light' | 'dark'
  readonly wordsPerMinute: number
  readonly seconds: number
  readonly duration: number
  readonly slides: readonly RehearsedSlide[]
  readonly faults: readonly RehearsalFault[]
}

/** How to rehearse: at which speed of speech, in which colours, and for which arch and release if not the talk's. */
export type RehearseOptions = BuildOptions & {
  readonly at?: Pick<PrintOptions, 'arch' | 'release'>
  readonly wordsPerMinute: number
  readonly dark: boolean
}

/** How far a slide's notes may go beyond its budget: this share of it or this many seconds, whichever is more. */
const LEEWAY = { share: 0.1, seconds: 5 }

/** How fast people read for themselves, words a minute, and for how much of a slide's time they should have to. */
const READING = { wordsPerMinute: 240, share: 1 / 3 }

/** A slide, px. */
const CANVAS = { width: 980, height: 552 }

const TIPS: Readonly<Record<VisualIssueCode, string>> = {
  small: '16 px is the least; shorten what stands there',
  leaves: 'shorten the text, or give its panel more width in data/scenes.yaml',
  cut: 'shorten the sketch, so that the stage has more room',
  overlap: 'shorten one of the two',
  link: 'move a mechanism to another row',
  alt: 'give it an aria-label, or aria-hidden where it tells nothing',
}

/**
 * Walk every step of the talk in Chromium, and find what a speaker should fix before giving it.
 *
 * @param options - with those of the build.
 * @returns the times of the talk and of its slides, and all faults, by slide and step.
 * @throws Error when the deck does not build or does not come to rest; DataError when its data are at fault.
 */
export async function rehearseTalk({ wordsPerMinute, dark, at, ...build }: RehearseOptions): Promise<Rehearsal> {
  const { data, slides: talk } = readValidDeck(build.deck, undefined, build.slides)
  const { audits, still } = await withDeckPage(build, async (page, origin) => {
    build.progress?.('Walking the talk …')
    await drawDeck(page, origin, { ...at, dark, keepAll: true })
    await layOutForScreen(page)
    return { audits: await auditSlides(page), still: await stepsWithoutChange(page) }
  })

  const arch = at?.arch ?? talk.arch
  const slides = talk.slides.flatMap((slide, i): readonly RehearsedSlide[] => {
    const own = audits.filter(it => placeOf(it).slide === i + 1)
    const aboutArch = data.talk.scenes.find(it => it.id === slide.id)?.aboutArch
    const note = notesFor(slide.note, { aboutArch, arch })
    // One without a step is left out on this arch.
    return own.length === 0 ? [] : [{ slide: i + 1, ...rehearsedSlide({ ...slide, note }, own, wordsPerMinute) }]
  })
  const given = slides.filter(it => it.budget > 0)
  const seconds = given.reduce((sum, it) => sum + it.seconds, 0)
  const faults: readonly RehearsalFault[] = [
    ...longTalk(seconds, talk.duration, wordsPerMinute),
    ...given.flatMap(it => [...longSlide(it, wordsPerMinute), ...wordySlide(it)]),
    ...audits.flatMap(audit =>
      [...audit.faults.map(it => ({ ...it, tip: TIPS[it.code] })), ...faintTexts(audit)].map(it => ({
        ...placed(audit),
        ...it,
      })),
    ),
    ...audits
      .filter(it => still.has(it.id))
      .map(audit => ({
        ...placed(audit),
        code: 'still' as const,
        problem: 'nothing changes',
        tip: 'let the step show something, or take it out of data/scenes.yaml and its [click] out of the notes',
      })),
  ].toSorted((a, b) => (a.slide ?? 0) - (b.slide ?? 0) || (a.step ?? 0) - (b.step ?? 0))
  return {
    ok: faults.length === 0,
    scheme: dark ? 'dark' : 'light',
    wordsPerMinute,
    seconds,
    duration: talk.duration,
    slides,
    faults,
  }

  function placed(audit: Audit): { slide: number; step: number; scene: string } {
    const place = placeOf(audit)
    return { ...place, scene: talk.slides[place.slide - 1]!.id }
  }
}

/** How a slide went, by its steps. */
function rehearsedSlide(
  { id: scene, note, budget }: Pick<Slide, 'id' | 'note' | 'budget'>,
  steps: readonly Audit[],
  wordsPerMinute: number,
): Omit<RehearsedSlide, 'slide'> {
  const spoken = wordsIn(note)
  const seconds = secondsToSay(spoken, wordsPerMinute)
  return {
    scene,
    headline: steps[0]?.headline ?? '',
    steps: steps.length,
    spoken,
    seconds,
    budget: budget ?? Math.ceil(seconds),
    words: wordsIn(steps.at(-1)?.prose ?? ''),
  }
}

/**
 * Write a time in minutes and seconds.
 *
 * @param seconds - rounded to whole ones.
 * @returns such as `1:05`.
 */
export function clock(seconds: number): string {
  const whole = Math.round(seconds)
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}

function placeOf({ id }: Audit): { slide: number; step: number } {
  const [slide = 0, step = 0] = id.split('-').map(Number)
  return { slide, step }
}

/** The ids of the steps that look like the step before, pixel for pixel. Each is shown alone, in the same place. */
async function stepsWithoutChange(page: Page): Promise<ReadonlySet<string>> {
  await page.setViewportSize(CANVAS)
  await page.addStyleTag({ content: '.print-slide-container:not(.is-on-show) { display: none }' })
  const still = new Set<string>()
  let before: { slide: string | undefined; pixels: Buffer } | undefined
  for (const step of await page.$$('.print-slide-container')) {
    const id = await step.evaluate(it => {
      document.querySelector('.is-on-show')?.classList.remove('is-on-show')
      it.classList.add('is-on-show')
      return it.id
    })
    const slide = id.split('-')[0]
    const now = { slide, pixels: await page.screenshot() }
    if (before?.slide === slide && before?.pixels.equals(now.pixels)) still.add(id)
    before = now
  }
  return still
}

function longTalk(seconds: number, duration: number, wordsPerMinute: number): RehearsalFault[] {
  return seconds <= duration
    ? []
    : [
        {
          code: 'time',
          problem: `the talk takes ${clock(seconds)} at ${wordsPerMinute} words a minute, and has ${clock(duration)}`,
          tip: `cut ${Math.ceil((seconds - duration) / secondsToSay(1, wordsPerMinute))} words of the notes`,
        },
      ]
}

function longSlide({ slide, scene, seconds, budget }: RehearsedSlide, wordsPerMinute: number): RehearsalFault[] {
  return seconds <= budget + Math.max(LEEWAY.seconds, budget * LEEWAY.share)
    ? []
    : [
        {
          slide,
          scene,
          code: 'time',
          problem: `the notes take ${clock(seconds)} at ${wordsPerMinute} words a minute, and have ${clock(budget)}`,
          tip: `cut ${Math.ceil((seconds - budget) / secondsToSay(1, wordsPerMinute))} words, or give the slide a larger budget in slides.md`,
        },
      ]
}

/** People read what they see before they listen: a slide must not have them read for more than a share of its time. */
function wordySlide({ slide, scene, words, budget, steps }: RehearsedSlide): RehearsalFault[] {
  const most = Math.floor((budget * READING.share) / secondsToSay(1, READING.wordsPerMinute))
  return words <= most
    ? []
    : [
        {
          slide,
          step: steps,
          scene,
          code: 'words',
          problem: `${words} words to read, and ${most} can be read in a third of its ${clock(budget)}`,
          tip: 'say some of them instead',
        },
      ]
}

/**
 * Find texts that are too faint for what they stand on.
 *
 * @param audit - of one step.
 * @returns a finding for each text, and for each block of code.
 */
export function faintTexts({ texts }: Pick<Audit, 'texts'>): Pick<RehearsalFault, 'code' | 'problem' | 'tip'>[] {
  const faint = texts.flatMap(it => {
    const found = Math.min(...it.backgrounds.map(background => textContrast(it.color, background, it.opacity)))
    return found >= leastContrast(it) ? [] : [{ ...it, found }]
  })
  // Of a block of code, the faintest word.
  const groups = Map.groupBy(faint, it => (it.block === undefined ? it : it.block))
  return [...groups.values()].map(group => {
    const worst = group.reduce((a, b) => (b.found < a.found ? b : a))
    return {
      code: 'contrast' as const,
      problem: `"${worst.text}" has a contrast of ${worst.found.toFixed(2)}, ${leastContrast(worst)} is the least`,
      tip: 'take another token of styles/tokens.css',
    }
  })
}
