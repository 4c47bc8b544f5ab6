// npm run rehearse: what a speaker should fix before giving the talk.
import { WORDS_PER_MINUTE } from '../src/presentation/speaking-time.ts'
import { deckFile, SLIDES_OPTION } from '../src/cli/slides-option.ts'
import { join } from 'node:path'
import { withFittedBudgets } from '../src/build/shorter-talk.ts'
import { replaceFile } from '../src/files/atomic-write.ts'
import { knownArch } from '../src/cli/arch-option.ts'
import { RELEASE_OPTION, knownRelease } from '../src/cli/release-option.ts'
import { printJson, runCommand } from '../src/cli/command.ts'
import { UsageError } from '../src/errors/usage-error.ts'
import { clock, rehearseTalk, type Rehearsal, type RehearsalFault } from '../src/rehearse/rehearse-talk.ts'

await runCommand({
  name: 'npm run rehearse',
  summary:
    'Walks through the talk in Chromium, and reports how long it takes and what to fix: notes, steps, sizes, contrast, overflow.',
  options: {
    slides: SLIDES_OPTION,
    arch: { hint: 'ID', help: 'the talk for this arch (otherwise the one that slides.md names)' },
    release: RELEASE_OPTION,
    rate: { hint: 'WORDS', help: `how many words a minute you speak (otherwise ${WORDS_PER_MINUTE})` },
    fit: { help: 'write the budgets first, so that they fit the notes and sum to the duration' },
    dark: { help: 'the slides light on dark' },
    json: { help: 'print {"ok", "seconds", "duration", "slides", "faults", …} on stdout' },
  },
  async run({ values, signal, progress }) {
    const wordsPerMinute = Number(values.rate ?? WORDS_PER_MINUTE)
    if (!Number.isInteger(wordsPerMinute) || wordsPerMinute < 60 || wordsPerMinute > 300)
      throw new UsageError(`--rate takes words a minute, 60 to 300, not ${values.rate}`)
    const { deck, slides } = deckFile(values.slides)
    if (values.fit) await replaceFile(join(deck, slides), withFittedBudgets(deck, slides, wordsPerMinute))
    const rehearsal = await rehearseTalk({
      deck,
      slides,
      at: {
        arch: values.arch === undefined ? undefined : knownArch(values.arch, deck),
        release: knownRelease(values.release, deck),
      },
      wordsPerMinute,
      dark: values.dark,
      signal,
      progress,
    })
    if (values.json) {
      printJson(rehearsal)
    } else {
      process.stdout.write(rehearsalTable(rehearsal))
      process.stderr.write(rehearsal.faults.map(faultText).join(''))
    }
    return rehearsal.ok ? 0 : 1
  },
})

function rehearsalTable({ slides, seconds, duration, wordsPerMinute, scheme, faults }: Rehearsal): string {
  const rows = slides.map(it =>
    [
      String(it.slide).padStart(5),
      String(it.steps).padStart(5),
      clock(it.seconds).padStart(7),
      (it.budget > 0 ? clock(it.budget) : 'after').padStart(6),
      String(it.words).padStart(6),
      ` ${it.headline}`,
    ].join(' '),
  )
  const count = faults.length === 0 ? 'no fault' : faults.length === 1 ? '1 fault' : `${faults.length} faults`
  const steps = slides.reduce((sum, it) => sum + it.steps, 0)
  return [
    'slide steps   takes    has  words  headline',
    ...rows,
    '',
    `${clock(seconds)} of ${clock(duration)} at ${wordsPerMinute} words a minute; ${slides.length} slides, ${steps} steps, ${scheme}: ${count}`,
    '',
  ].join('\n')
}

function faultText({ slide, step, scene, problem, tip }: RehearsalFault): string {
  const where = [slide && `slide ${slide}`, step && `step ${step}`].filter(Boolean).join(', ')
  return `${where ? `${where} (${scene}): ` : ''}${problem}; ${tip}\n`
}
