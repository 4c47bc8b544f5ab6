import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { load } from '@slidev/parser/fs'
import { afterAll, describe, expect, test } from 'vitest'
import { faultLine } from '../../../src/errors/fault.ts'
import type { Talk } from '../../../src/model/schema/scene.ts'
import { readSlides } from '../../../src/model/read/read-slides.ts'
import { talkAsGiven } from '../../../src/model/read/talk-as-given.ts'
import { readSlideSources } from '../../../src/model/read/slide-sources.ts'

const HEAD = 'title: A talk\narch: z80\nduration: 10min\nmcp: false'
/** Files of slides that include each other in every way that Slidev knows. */
const FILES: Readonly<Record<string, string>> = {
  'slides.md': `---\n${HEAD}\nlayout: title\n---\n\n# One\n\n---\nlayout: words\nhide: true\n---\n\n# Hidden\n\n---\nsrc: ./more/two.md\nbudget: 20\nlayout: chapter\n---\n\n---\nsrc: /more/three.md#2,1\n---\n\n---\nsrc: more/two.md\nhide: true\n---\n\n---\n\n# Last\n\n\`\`\`c\n---\n\`\`\`\n\n<!--\nSaid.\n-->\n`,
  'more/two.md': `---\nlayout: words\nscene: two\n---\n\n# Two\n\n---\nsrc: ./three.md#3-\n---\n\n---\ndisabled: true\n---\n\n# Off\n`,
  'more/three.md': `# A\n\n---\nlayout: words\n---\n\n# B\n\n---\nscene: c\nbudget: 5\n---\n\n# C\n\n<!-- [click] -->\n`,
}
const folder = mkdtempSync(join(tmpdir(), 'pt-regs-slides-'))
for (const [name, text] of Object.entries(FILES)) {
  mkdirSync(dirname(join(folder, name)), { recursive: true })
  writeFileSync(join(folder, name), text)
}
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const sourcesOf = (text: string) =>
  readSlideSources('slides.md', text, file => FILES[file] ?? { problem: 'there is no such file', tip: 'write it' })

describe('readSlideSources(file, text, load)', () => {
  test('lists the slides that Slidev lists, with the keys, words and notes that Slidev gives them', async () => {
    const { slides } = await load({ userRoot: folder, roots: [folder] } as never, join(folder, 'slides.md'))
    const { slides: own, faults } = sourcesOf(FILES['slides.md']!)
    expect(faults).toEqual([])
    expect(own.map(it => [it.frontmatter, it.content, it.note])).toEqual(
      slides.map(it => [it.frontmatter, it.content, it.note ?? '']),
    )
    expect(own.map(it => it.content.split('\n')[0])).toEqual(['# One', '# Two', '# C', '# A', '# B', '# Last'])
  })

  test('places a fault in the file that has it', () => {
    const { slides } = sourcesOf(FILES['slides.md']!)
    const at = (no: number, key: string) => {
      const { file, line } = slides[no]!.faultAt([key], 'slides', '', '')
      return `${file}:${line}`
    }
    expect([at(1, 'scene'), at(1, 'layout'), at(2, 'scene'), `${slides[2]!.file}:${slides[2]!.line}`]).toEqual([
      'more/two.md:3',
      'slides.md:21',
      'more/three.md:10',
      'more/three.md:9',
    ])
  })

  test.for([
    ['more/two.md', 'src: ./three.md#3-', 'src: /slides.md', 'includes itself'],
    ['more/two.md', 'src: ./three.md#3-', 'src: ../../up.md', "leads out of the deck's folder"],
    ['more/two.md', 'src: ./three.md#3-', 'src: ./four.md', 'more/four.md: there is no such file'],
    ['more/two.md', 'src: ./three.md#3-', 'src: ./three.md#9', 'names no slide'],
  ] as const)('refuses in %s, instead of %s, %s', ([file, from, to, problem]) => {
    const changed: Readonly<Record<string, string>> = { ...FILES, [file]: FILES[file]!.replace(from, to) }
    const { faults } = readSlideSources(
      'slides.md',
      changed['slides.md']!,
      name => changed[name] ?? { problem: 'there is no such file', tip: 'write it' },
    )
    expect(faults.map(faultLine)).toEqual([expect.stringMatching(`^more/two\\.md:9:6: .*${problem}`)])
  })
})

describe('readSlides(file, text, context)', () => {
  const step = { caption: 'It is there.' }
  const talk: Talk = {
    release: '6.6',
    scenes: [
      { id: 'a', view: 'grow', steps: [step, step] },
      { id: 'b', view: 'none', steps: [step] },
      { id: 'unused', view: 'none', steps: [step] },
    ],
  }
  const slide = (id: string, more = '') =>
    `---\nlayout: ${id === 'a' ? 'mechanism' : 'words'}\nscene: ${id}\n${more}---\n\n# ${id}\n\n<!-- ${id === 'a' ? '[click]' : ''} -->\n`
  const layouts = { own: ['own'], slidev: ['cover', 'two-cols'] }
  const load = () => ({ problem: 'none', tip: 'none' })
  const read = (slides: readonly string[], duration = '10min') => {
    const text = slides.join('\n').replace('---\n', `---\n${HEAD.replace('10min', duration)}\n`)
    return readSlides('slides.md', text, { talk, archIds: ['z80'], load, layouts })
  }

  test('takes order and choice from the slides alone', () => {
    const { value, faults } = read([slide('b'), slide('a'), slide('unused', 'hide: true\n'), slide('b'), slide('a')])
    expect(faults).toEqual([])
    expect(value!.slides.map(it => it.scene)).toEqual(['b', 'a', 'b~2', 'a~2'])
    expect(talkAsGiven(talk, value!.slides).scenes.map(({ id, steps }) => [id, steps.length])).toEqual([
      ['b', 1],
      ['a', 2],
      ['b~2', 1],
      ['a~2', 2],
    ])
  })

  test('takes a slide without a scene for a plain Slidev slide, and names it by its alias or its number', () => {
    const own = (more: string) => `---\n${more}---\n\n# Ours\n`
    const { value, faults } = read([
      slide('b'),
      own('routeAlias: ours\nsize: 3\nclicks: 2\n'),
      '---\nlayout: two-cols\ntitle: Ours\n---\n\nWords.\n',
      slide('a'),
    ])
    expect(faults).toEqual([])
    expect(value!.slides.map(it => [it.id, it.scene, it.layout])).toEqual([
      ['b', 'b', 'words'],
      ['ours', undefined, 'default'],
      ['slide-3', undefined, 'two-cols'],
      ['a', 'a', 'mechanism'],
    ])
    expect(talkAsGiven(talk, value!.slides).scenes.map(it => it.id)).toEqual(['b', 'a'])
  })

  test.for([
    ['scnee: b\n', '# Ours', 'unknown key scnee; did you mean scene?'],
    ['layout: mechanism\n', '# Ours', 'the layout mechanism shows a scene, and the slide has none; add scene: ID'],
    ['layout: nowhere\n', '# Ours', 'there is no layout nowhere; known: own, cover, two-cols'],
    ['Hide: true\n', '# Ours', 'unknown key Hide; did you mean hide?'],
    ['layout: cover\n', 'Ours', 'a slide has no headline; begin it with one line "# …"'],
    ['layout: cover\n', '```sh\n# Ours\n```', 'a slide has no headline; begin it with one line "# …"'],
    ['lang: DE\n', '# Ours', 'lang: a language must read like de or pt-BR'],
    [`routeAlias: ${'a'.repeat(81)}\n`, '# Ours', 'an address is at most 80 letters'],
    ['routeAlias: B\n', '# Ours', 'another slide is called B, too; give it another routeAlias'],
    ['routeAlias: b\n', '# Ours', 'another slide is called b, too; give it another routeAlias'],
  ] as const)('refuses of a slide without a scene: %s', ([keys, words, message]) => {
    const { faults } = read([slide('b'), `---\n${keys}---\n\n${words}\n`])
    expect(faults.map(faultLine)).toEqual([expect.stringContaining(message)])
  })

  test('knows the pictures and pages that a layout shows by a key, and that a colour is none', () => {
    const own = (keys: string) => `---\nlayout: cover\n${keys}---\n\n# Ours\n`
    const shown = (keys: string) => read([slide('b'), own(keys)]).value!.slides[1]!.images
    expect(shown('background: /a.png\nimage: ./b.png\n')).toEqual(['/a.png', './b.png'])
    expect(shown('url: https://e.org\n')).toEqual(['https://e.org'])
    expect(shown('background: "#123"\nimage: linear-gradient(red, blue)\n')).toEqual([])
  })

  test('holds each part of the notes against the steps, and wants a scene about an arch where there are two', () => {
    const notes = (words: string) => [slide('b'), slide('a').replace('[click]', words)]
    const faultsOf = (words: string) => read(notes(words)).faults.map(faultLine)
    const refused = 'the notes of a have [otherArches], and its scene has no aboutArch; give the scene aboutArch'
    expect(faultsOf('x [click]\n\n[otherArches]\n\ny [click]')).toEqual([expect.stringContaining(refused)])
    expect(faultsOf('x [click]\n\n[otherArches]\n\ny')).toEqual([
      expect.stringContaining(refused),
      expect.stringContaining('the notes of a have 0 [click], its scene has 2 steps'),
    ])
    expect(faultsOf('x [click]\n\n[otherArches]\n\ny [click]\n\n[otherArches]\n\nz [click]')).toEqual([
      expect.stringContaining('the notes of a have [otherArches] 2 times; write it once'),
    ])
  })

  test('does not ask for budgets, and warns where they do not sum to the duration', () => {
    const budget = (seconds: number) => `budget: ${seconds}\n`
    const warned = (...slides: readonly string[]) => read(slides, '1min').warnings.map(faultLine)
    expect(warned(slide('a'), slide('b'))).toEqual([])
    expect(warned(slide('a', budget(40)), slide('b'))).toEqual([])
    expect(warned(slide('a', budget(40)), slide('b', budget(20)))).toEqual([])
    expect(warned(slide('a', budget(40)), slide('b', budget(25)))).toEqual([
      expect.stringMatching(/^slides\.md:1:1: the budgets sum to 65 s, duration is 60 s: 5 s too much; change/),
    ])
    expect(warned(slide('a', budget(70)), slide('b'))).toHaveLength(1)
  })
})
