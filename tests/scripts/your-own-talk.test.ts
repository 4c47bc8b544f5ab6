import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DeckCopy } from '../../scripts/bench/copy-deck.ts'
import { copyDeck } from '../../scripts/bench/copy-deck.ts'
import { checkAll } from '../../src/build/check-all.ts'
import { deckImprint, readDeckHead } from '../../src/build/pdf-metadata.ts'
import { readHandout } from '../../src/build/read-handout.ts'
import { readImprint } from '../../src/build/read-imprint.ts'
import { readValidDeck } from '../../src/build/read-deck.ts'
import { withFittedBudgets } from '../../src/build/shorter-talk.ts'
import { faultLine } from '../../src/errors/fault.ts'
import { notesParts } from '../../src/model/notes-for-arch.ts'
import { secondsForSteps, wordsByStep } from '../../src/presentation/speaking-time.ts'
import { root } from '../../src/files/root.ts'
import { runScriptIn } from './run.ts'

const DOCS = readFileSync(join(root, 'docs/your-own-talk.md'), 'utf8')
/** The code of the document by its language, in order. */
const codeOf = (language: string) =>
  [...DOCS.matchAll(new RegExp(`^(\`{3,4})${language}\\n([^]*?)\\n\\1$`, 'gm'))].map(it => it[2]!)

/** The YAML of the document that begins so. */
const yamlOf = (begin: string) => codeOf('yaml').find(it => it.startsWith(begin))!

/** What the document says of a caption in another language, indented as in the scenes. */
const translation = () =>
  `${yamlOf('- caption:')
    .split('\n')
    .slice(1)
    .map(it => `      ${it}`)
    .join('\n')}\n`

let deck: DeckCopy
beforeAll(async () => {
  deck = copyDeck()
  const [command = ''] = codeOf('sh')
  const [, ...args] = /^npm run new -- (.*)$/.exec(command)!
  // A path counts from where a person stands; these tests stand in the repository's root.
  const words = args[0]!.split(' ').map(it => (it.endsWith('.md') ? join(deck.folder, it) : it))
  const { code } = await runScriptIn(deck.folder, 'new.ts', ...words)
  expect(code).toBe(0)
})
afterAll(() => deck.remove())

const read = () => readValidDeck(deck.folder, 'data', 'mine.md')
const check = () => {
  const { faults, warnings } = checkAll(deck.folder, 'data', 'mine.md')
  return [faults.map(faultLine), warnings.filter(it => it.file === 'mine.md').map(faultLine)]
}

describe('docs/your-own-talk.md', () => {
  test('begins with a talk of so many minutes, without fault', () => {
    const { slides } = read()
    expect(check()).toEqual([[], []])
    expect(slides.duration).toBe(12 * 60)
    // Each slide has the time to say its notes and to look at its steps, but for the second that rounding takes.
    const inTalk = slides.slides.filter(it => it.budget !== 0)
    const needed = inTalk.map(it => secondsForSteps(wordsByStep(notesParts(it.note)[0]!)))
    expect(inTalk.filter((it, i) => it.budget! < needed[i]! - 1).map(it => it.id)).toEqual([])
    expect(slides.slides.map(it => it.scene)).toEqual(expect.arrayContaining(['title', 'mapping', 'arm64-issue']))
  })

  test('leaves a slide out, repeats one, and fits the budgets', () => {
    const before = read().slides.slides.map(it => it.id)
    const [, hidden] = codeOf('md')[0]!.match(/(layout: mechanism\nscene: tracefs)\n/)!
    expect(codeOf('md')[0]).toContain('hide: true')
    deck.edit('mine.md', text => {
      const block = /---\nlayout: mechanism\nscene: fprobe\n[^]*?-->\n/.exec(text)![0]
      return `${text.replace(hidden!, `${hidden}\nhide: true`).trimEnd()}\n\n${block}`
    })
    expect(read().slides.slides.map(it => it.id)).toEqual([...before.filter(it => it !== 'tracefs'), 'fprobe~2'])
    expect(check()[1]).toEqual([expect.stringContaining('the budgets sum to')])
    deck.edit('mine.md', () => withFittedBudgets(deck.folder, 'mine.md', 130))
    expect(check()).toEqual([[], []])
  })

  test('has a slide of its own, whose picture has to be there', () => {
    deck.edit('mine.md', text => `${text.trimEnd()}\n\n${codeOf('md')[1]}\n`)
    expect(check()[0]).toEqual([expect.stringContaining('the slide shows ./ours.png, and there is no ours.png')])
    deck.edit('ours.png', () => 'a picture')
    expect(check()[0]).toEqual([])
    expect(read().slides.slides.at(-1)).toMatchObject({ id: 'ours', layout: 'default', budget: 40 })
  })

  test('is given by another speaker, and credits the talk that it derives from', () => {
    deck.edit('mine.md', text =>
      text.replace(/^title: [^]*?(?=^info: )/m, '').replace(/^author: [^]*?(?=^arch: )/m, `${yamlOf('title:')}\n`),
    )
    expect(check()[0]).toEqual([expect.stringContaining('there is no acme.svg')])
    deck.edit('acme.svg', () => '<svg xmlns="http://www.w3.org/2000/svg"/>')
    expect(check()[0]).toEqual([])
    const { headmatter } = readDeckHead(deck.folder, 'mine.md')
    expect(deckImprint(deck.folder, { ...headmatter, lang: 'de' })).toMatchObject({
      language: 'de',
      author: 'Ada Kernelhacker',
    })
    expect([headmatter.title, headmatter.author]).toEqual(['pt_regs in twelve minutes', 'Ada Kernelhacker'])
    const { data, slides } = read()
    expect(readHandout(data, slides, { from: deck.folder })).toMatchObject({
      author: 'Ada Kernelhacker',
      basedOn: { author: 'Florent Revest' },
    })
    expect(readImprint(slides.headmatter, deck.folder)).toMatchObject({
      byline: 'Ada Kernelhacker, Kernel Recipes, Paris, September 2027',
      url: 'https://recipes.example/ada',
      logo: { alt: 'Acme' },
    })
  })

  test('has a look and a language of its own, and says what they lack', () => {
    const [look, lang] = [yamlOf('look:'), yamlOf('lang:')]
    deck.edit('mine.md', text => text.replace(/^lang: en$/m, `${look}\n${lang}`))
    const { slides } = read()
    expect(check()[0]).toEqual([])
    expect(readImprint(slides.headmatter, deck.folder).faces.names).toEqual(['IBM Plex Sans', 'IBM Plex Mono'])
    const { warnings } = checkAll(deck.folder, 'data', 'mine.md')
    const about = warnings.filter(it => it.code === 'language').map(faultLine)
    expect(about).toContainEqual(expect.stringMatching(/^data\/scenes\.yaml:\d+:\d+: no caption in de in step 1/))
    deck.edit('data/scenes.yaml', text =>
      text.replace(/(- id: fprobe\n[^]*?\n {6}- caption: [^\n]*\n)/, (_, step) => `${step}${translation()}`),
    )
    expect(read().data.talk.scenes.find(it => it.id === 'fprobe')!.steps[0]!.caption).toBe(
      'Eine Fprobe sitzt auf ftrace.',
    )
    deck.edit('looks/plain.yaml', text => text.replace('soft-ink: "#5c6168"', 'soft-ink: "#a0a4aa"'))
    expect(check()[0]).toContainEqual(expect.stringContaining('light: soft-ink #a0a4aa on paper #ffffff'))
    deck.edit('looks/plain.yaml', text => text.replace('soft-ink: "#a0a4aa"', 'soft-ink: "#5c6168"'))
  })

  test('names commands that take its options', async () => {
    const commands = codeOf('sh').flatMap(it => it.split('\n'))
    expect(commands.length).toBeGreaterThan(5)
    for (const command of commands) {
      const [, name = '', options = ''] = /^npm (?:run )?(\S+) -- (.*)$/.exec(command)!
      const { stdout } = await runScriptIn(deck.folder, `${name}.ts`, '--help')
      for (const [option] of options.matchAll(/--[\w-]+/g)) expect(stdout).toContain(option)
    }
  })
})

test('short.md is a talk of ten minutes without fault, and the commands carry its name', async () => {
  const { faults, warnings } = checkAll(root, 'data', 'short.md')
  expect([faults, warnings.filter(it => it.file === 'short.md')]).toEqual([[], []])
  expect(readValidDeck(root, 'data', 'short.md').slides.duration).toBe(600)
  const { code, stdout } = await runScriptIn(root, 'export.ts', '--slides', 'short.md', '--range', '2', '--json')
  expect(code).toBe(0)
  const [{ file }] = JSON.parse(stdout) as [{ file: string }]
  expect(file).toBe(join(root, 'out/short-x86-64.pdf'))
  expect(existsSync(file)).toBe(true)
  expect((await runScriptIn(root, 'check.ts', '--slides', 'gone.md')).code).toBe(2)
})
