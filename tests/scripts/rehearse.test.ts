import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DeckCopy } from '../../scripts/bench/copy-deck.ts'
import type { Rehearsal } from '../../src/rehearse/rehearse-talk.ts'
import { secondsToSay, wordsIn } from '../../src/presentation/speaking-time.ts'
import { copyDeck } from '../../scripts/bench/copy-deck.ts'
import { readDeck, readTalk } from '../../src/build/read-deck.ts'
import { runScript, runScriptIn } from './run.ts'

const deck = readDeck()
const talk = readTalk()

describe('npm run rehearse', () => {
  test('finds no fault in our own talk, and it is over in time', async () => {
    const { code, stdout, stderr } = await runScript('rehearse.ts', '--json')
    const { faults, ok, slides, seconds, duration, scheme } = JSON.parse(stdout) as Rehearsal
    expect({ code, faults, ok, stderr, scheme }).toEqual({ code: 0, faults: [], ok: true, stderr: '', scheme: 'light' })
    expect(slides.map(it => [it.scene, it.steps])).toEqual(deck.order.map(id => [id, deck.scenes[id]!.steps.length]))
    expect(slides.every(it => it.headline !== '' && it.words > 0)).toBe(true)
    expect(duration).toBe(20 * 60)
    expect(seconds).toBeGreaterThan(0.9 * duration)
    expect(seconds).toBeLessThanOrEqual(duration)
  })

  test('tells a slow speaker what is too long, in the dark too, and nothing else', async () => {
    const { code, stdout, stderr } = await runScript('rehearse.ts', '--dark', '--rate', '100')
    expect(code).toBe(1)
    expect(stdout).toMatch(/of 20:00 at 100 words a minute; \d+ slides, \d+ steps, dark: \d+ faults\n$/)
    const lines = stderr.trim().split('\n')
    expect(lines[0]).toMatch(
      /^the talk takes 2\d:\d\d at 100 words a minute, and has 20:00; cut \d+ words of the notes$/,
    )
    expect(
      lines
        .slice(1)
        .filter(
          it =>
            !/^slide \d+ \([\w-]+\): the notes take \d:\d\d at 100 words a minute, and have \d:\d\d; cut \d+ words/.test(
              it,
            ),
        ),
    ).toEqual([])
  })

  test.each([
    [['--rate', 'fast'], 'npm run rehearse: --rate takes words a minute, 60 to 300, not fast\n'],
    [['--rate', '5'], 'npm run rehearse: --rate takes words a minute, 60 to 300, not 5\n'],
  ])('says what is wrong with %j', async (args, stderr) => {
    expect(await runScript('rehearse.ts', ...args)).toEqual({ code: 2, stdout: '', stderr })
  })
})

describe('npm run rehearse, of a deck that is not ready', () => {
  let broken: DeckCopy
  let found: Rehearsal
  let code: number

  beforeAll(async () => {
    broken = copyDeck()
    const change = (file: string, from: RegExp | string, to: string) =>
      broken.edit(file, text => {
        expect(text).toMatch(from)
        return text.replace(from, to)
      })
    const slow = talk.slides.find(it => it.scene === 'tracepoint')!
    change('slides.md', slow.note, `${slow.note} ${'and so on '.repeat(20)}`)
    const still = talk.slides.find(it => it.scene === 'history')!
    change('slides.md', still.note, `${still.note} [click]`)
    change('data/scenes.yaml', /(\n {2}- id: history\n(?: {4}.*\n)*)/, '$1      - caption: And nothing more.\n')
    change(
      'slides.md',
      '\n- **Be careful.**',
      `\n- **Remember.** ${'There is more to read than anyone can read. '.repeat(5)}\n- **Be careful.**`,
    )
    change('components/slide/SlideShell.vue', /color: var\(--soft-ink\);/g, 'color: #a8a196;')
    change(
      'components/panels/CodePanel.vue',
      'font: 400 var(--fine)/24px var(--mono)',
      'font: 400 13px/24px var(--mono)',
    )
    change('components/panels/FieldStateColumn.vue', ' aria-hidden="true"', '')
    change('data/scenes.yaml', 'title: system call, i386', `title: ${'the system call as it was then, '.repeat(3)}i386`)
    const ended = await runScriptIn(broken.folder, 'rehearse.ts', '--json')
    code = ended.code
    found = JSON.parse(ended.stdout || `{"faults": [{"problem": ${JSON.stringify(ended.stderr)}}]}`) as Rehearsal
  })

  afterAll(() => broken.remove())

  test.each([
    ['notes that are too long', 'tracepoint', 'time', /^the notes take 1:\d\d at 130 words a minute, and have 0:\d\d$/],
    ['a step in which nothing changes', 'history', 'still', /^nothing changes$/],
    [
      'more words than can be read',
      'recommendations',
      'words',
      /\d+ words to read, and \d+ can be read in a third of its 0:\d\d/,
    ],
    ['faint text', 'kprobe', 'contrast', /has a contrast of 2\.\d\d, 4\.5 is the least/],
    ['small text', 'kprobe', 'small', /is set in 13\.0 px/],
    ['text that does not fit', 'beginning', 'overlap', /the system call as it was then.*" and "int 0x80" overlap/],
    ['a picture without a description', 'questions', 'alt', /a picture \(svg\.sign-column.*\) has no description/],
  ] as const)('tells %s, where it is, and what to do', (_, scene, kind, problem) => {
    const faults = found.faults.filter(it => it.scene === scene && it.code === kind)
    expect(faults.map(it => it.problem)).toEqual(expect.arrayContaining([expect.stringMatching(problem)]))
    expect(faults.every(it => it.slide === deck.order.indexOf(scene) + 1 && it.tip.length > 0)).toBe(true)
    expect(code).toBe(1)
  })
})

describe('words and seconds', () => {
  test.each([
    ['', 0],
    ['One, two – three.', 3],
    ['Before. [click] After [click:2] that.', 3],
    ['pt_regs and x86-64', 3],
    ['  It pushes int 0x80 – and  stops. \n', 6],
  ])('wordsIn(%j) counts %i', (text, words) => {
    expect(wordsIn(text)).toBe(words)
  })

  test('secondsToSay(words, rate) is proportional to words', () => {
    expect(secondsToSay(130, 130)).toBe(60)
    expect(secondsToSay(65, 130)).toBe(30)
  })
})
