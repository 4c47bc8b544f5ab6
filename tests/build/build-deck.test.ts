import { existsSync, readdirSync, readFileSync, statSync, utimesSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildDeck } from '../../src/build/build-deck.ts'
import { areCurrent, type BuildInputs } from '../../src/build/build-inputs.ts'
import { type Content, makeSmallDeck, type SmallDeck } from './small-deck.ts'

/** All that a built site says, in one text. */
function textOf(site: string): string {
  return readdirSync(site, { recursive: true, encoding: 'utf8' })
    .filter(it => /\.(?:html|js|css|svg)$/.test(it))
    .map(it => readFileSync(join(site, it), 'utf8'))
    .join('')
}

describe('a deck that was built, in a folder without git', () => {
  let deck: SmallDeck
  let site: string
  let inputs: BuildInputs

  beforeAll(async () => {
    // As somebody who saves once while the deck is built: all modules have been read by then.
    deck = makeSmallDeck(`{
      name: 'save-once',
      buildStart: async () => {
        await createReadStream(join(deck, 'streamed.txt')).toArray()
        readdirSync(join(deck, 'facts'), { recursive: true })
      },
      buildEnd: () => execSync('rm saved-once 2> /dev/null && echo \\'export const second = "SAVED"\\' >> words/one.ts || true', { cwd: deck }),
    }`)
    deck.put('components/Small.vue', deck.text('components/Small.vue')!.replace('it.word', 'Object.values(it)'))
    deck.put('saved-once', '')
    deck.put('streamed.txt', '')
    deck.put('facts/a/one.yaml', '')
    site = await buildDeck({ deck: deck.folder })
    inputs = JSON.parse(readFileSync(join(dirname(site), 'inputs.json'), 'utf8')) as BuildInputs
  })

  afterAll(() => deck.remove())

  test('is what its files say, also where one was saved while it was built', () => {
    expect(existsSync(join(deck.folder, '.git'))).toBe(false)
    const text = textOf(site)
    for (const said of ['Slides', 'More', 'SNIPPET', 'PLAN', 'ONE', 'SAVED']) expect(text).toContain(said)
  })

  test('is there for the next command, and is the only one that is kept', async () => {
    const messages: string[] = []
    expect(await buildDeck({ deck: deck.folder, progress: it => messages.push(it) })).toBe(site)
    expect(messages).toEqual([])
  })

  test('is the newest once it is used, and so not the one that is deleted for the next', async () => {
    utimesSync(dirname(site), 0, 0)
    await buildDeck({ deck: deck.folder })
    expect(statSync(dirname(site)).mtimeMs).toBeGreaterThan(0)
  })

  const changes: readonly (readonly [string, string, Content])[] = [
    ['a slide changes', 'slides.md', '# Other\n'],
    ['a slide in a file of its own changes', 'more.md', '# Other\n'],
    ['a snippet changes', 'snippets/sum.txt', 'OTHER\n'],
    ['a picture beside the slides changes', 'plan.svg', '<svg/>'],
    ['a file in public/ changes', 'public/icon.svg', '<svg/>'],
    ['a file comes to public/', 'public/new.txt', ''],
    ['a file in public/ goes', 'public/icon.svg', undefined],
    ['a component changes', 'components/Small.vue', '<template><p>other</p></template>\n'],
    ['a component comes', 'components/New.vue', '<template><p>new</p></template>\n'],
    ['what a component imports changes', 'words/one.ts', "export const word = 'OTHER'\n"],
    ['a file comes that a glob finds', 'words/two.ts', "export const word = 'TWO'\n"],
    ['a style that another imports changes', 'styles/base.css', '.small { color: blue }\n'],
    ['a style of Slidev’s names comes', 'style.css', '.small { color: blue }\n'],
    ['a layout comes', 'layouts/cover.vue', '<template><slot /></template>\n'],
    ['a global layer comes', 'global-top.vue', '<template><p>top</p></template>\n'],
    ['a setup file changes', 'setup/vite-plugins.ts', 'export default () => []\n'],
    ['what a setup file imports changes', 'setup/plugin.ts', 'export const own = () => null\n'],
    ['a file changes that a plugin reads as a stream', 'streamed.txt', 'OTHER\n'],
    ['a file comes to a folder that is read with all in it', 'facts/a/two.yaml', ''],
    ['a setup file comes', 'setup/main.ts', 'export default () => undefined\n'],
    ['a page of its own comes', 'index.html', '<p>page</p>\n'],
    ['a configuration of Vite comes', 'vite.config.ts', 'export default {}\n'],
    ['a configuration of UnoCSS comes', 'uno.config.ts', 'export default {}\n'],
    ['variables for Vite come', '.env', 'VITE_A=1\n'],
    ['a configuration of TypeScript comes', 'tsconfig.json', '{ "compilerOptions": { "target": "ES2015" } }\n'],
    ['the package changes', 'package.json', '{ "type": "module", "slidev": {} }\n'],
  ]

  test.for(changes)('is stale when %s', ([, path, content]) => {
    const before = deck.text(path)
    expect(areCurrent(inputs, deck.folder)).toBe(true)
    deck.put(path, content)
    expect(areCurrent(inputs, deck.folder)).toBe(false)
    deck.put(path, before)
    expect(areCurrent(inputs, deck.folder)).toBe(true)
  })

  const others: readonly (readonly [string, string, Content])[] = [
    ['a file that it does not read comes', 'README.md', 'Read me\n'],
    ['something is written beside the slides', 'talk.pdf', '%PDF\n'],
    ['a file comes to a folder of which only one file is read', 'snippets/other.txt', ''],
    ['an editor holds a file open', 'components/.#Small.vue', { link: 'somebody@host.1' }],
  ]

  test.for(others)('is current when %s', ([, path, content]) => {
    deck.put(path, content)
    expect(areCurrent(inputs, deck.folder)).toBe(true)
    deck.put(path, undefined)
  })

  test('is current when a file is written again as it was', () => {
    deck.put('slides.md', deck.text('slides.md'))
    expect(areCurrent(inputs, deck.folder)).toBe(true)
  })

  test('depends on the packages, by what npm has installed', () => {
    expect(Object.keys(inputs).filter(it => it.includes('node_modules'))).toContain('node_modules/.package-lock.json')
  })
})

test('a deck that is saved half-way at each attempt to build it is given up in a sentence', async () => {
  const deck = makeSmallDeck(`{
    name: 'save-half',
    buildStart: () => {
      execSync('echo half >> more.md', { cwd: deck })
      throw new Error('this half does not build')
    },
  }`)
  const messages: string[] = []
  await expect(buildDeck({ deck: deck.folder, progress: it => messages.push(it) })).rejects.toThrow(
    /^files of the deck changed during each of 3 builds/,
  )
  expect(messages.map(it => it.includes('again'))).toEqual([false, true, true])
  deck.remove()
})

test('a deck that does not build fails with what Slidev says', async () => {
  const deck = makeSmallDeck("{ name: 'fails', buildStart: () => { throw new Error('no such plan') } }")
  await expect(buildDeck({ deck: deck.folder })).rejects.toThrow(
    /^the deck does not build; Slidev says:\n[^]*no such plan/,
  )
  deck.remove()
})

test("buildDeck({ deck }) says which letter of the folder's path stands in the way", async () => {
  for (const letter of ['#', '?', "'", '"', '\\'])
    await expect(buildDeck({ deck: `/home/talk${letter}1` })).rejects.toThrow(
      `/home/talk${letter}1 cannot be built below a folder with ${letter} in its name`,
    )
})
