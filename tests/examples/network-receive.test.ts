import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkAll } from '../../src/build/check-all.ts'
import { createTextMeasurer } from '../../src/build/measure-text.ts'
import { readDeck, readTexts, readValidDeck, slidesLoader } from '../../src/build/read-deck.ts'
import { readHandout } from '../../src/build/read-handout.ts'
import { shorterTalk } from '../../src/build/shorter-talk.ts'
import { contentsOf } from '../../src/handout/table-of-contents.ts'
import { stageInput } from '../../src/deck/stage/stage-input.ts'
import { answerQuery } from '../../src/explorer/answer-query.ts'
import { buildExplorerIndex } from '../../src/explorer/explorer-index.ts'
import { packDataset, unpackDataset } from '../../src/explorer/packed-dataset.ts'
import { faultLine } from '../../src/errors/fault.ts'
import { root } from '../../src/files/root.ts'
import { layoutStage } from '../../src/layout/layout-stage.ts'
import { ANY_ARCH } from '../../src/model/dataset.ts'
import { loadFiles } from '../../src/model/read/load-files.ts'
import { makePages } from '../../src/site/make-pages.ts'
import { drawnCrossings } from '../../scripts/bench/count-drawn-crossings.ts'

const folder = join(root, 'examples/network-receive')
const { data, slides } = readValidDeck(folder)
const deck = readDeck(folder)
const index = buildExplorerIndex(unpackDataset(packDataset(data)))

/** Words of registers and arches that nothing made of this dataset may have. */
const FOREIGN = /\bregisters?\b|pt_regs|\barch(?:es)?\b|architecture|x86|arm64|hazard|exception entr|sparse/i

describe('examples/network-receive', () => {
  test('has no fault, and nothing doubtful', () => {
    const { faults, warnings } = checkAll(folder)
    expect([faults.map(faultLine), warnings.map(faultLine)]).toEqual([[], []])
  })

  test('has neither arches nor registers, and one release: there is nothing to choose', () => {
    expect(deck).toMatchObject({ arches: [{ id: ANY_ARCH.id, name: '' }], releases: ['7.2.13'], hasRegisters: false })
    expect(slides.arch).toBe(ANY_ARCH.id)
  })

  test('shows every box, coloured by the classes of its own, on a stage without crossings', () => {
    const whole = deck.scenes.whole!.steps[0]!
    const ids = data.mechanisms.map(it => it.id).toSorted()
    expect(Object.keys(whole.boxes).toSorted()).toEqual(ids)
    const { classes, missingLinks } = deck.availability[ANY_ARCH.id]!['7.2.13']!
    expect(Object.keys(classes).toSorted()).toEqual(ids)
    expect(new Set(Object.values(classes))).toEqual(new Set(['frame', 'skb', 'queue']))
    expect(missingLinks).toEqual([])
    const { links } = layoutStage(stageInput(data.mechanisms), createTextMeasurer())
    expect(drawnCrossings(links.map(it => it.points))).toBe(0)
  })

  test('has a handout without the sections on registers and arches', () => {
    const handout = readHandout(data, slides, { from: folder })
    expect(
      contentsOf(
        handout.slides.map((words, i) => ({ words, number: i + 1 })),
        deck,
      ).map(it => it.id),
    ).toEqual(['key', ...slides.slides.slice(1, -1).map((_, i) => `slide-${i + 2}`), 'stage', 'sources', 'colophon'])
    expect(handout).toMatchObject({
      talkRelease: '7.2.13',
      newestRelease: '7.2.13',
      causes: [],
      trees: [{ release: '7.2.13' }],
    })
  })

  test('says no word of registers or arches', () => {
    const said = JSON.stringify([
      deck.scenes,
      deck.look,
      deck.sources,
      readHandout(data, slides, { from: folder }).slides,
    ])
    expect(said.match(FOREIGN)?.[0]).toBeUndefined()
  })

  test('has a start page, a reading view, and a page for each slide and each box, and nothing else beside the deck', async () => {
    const files = await makePages({ deck: folder, slides: 'slides.md', withoutNotes: false })
    const pages = [...files].filter(([name]) => !name.startsWith('pages/'))
    const boxes = data.mechanisms.map(it => `mechanism/${it.id}`)
    expect(pages.map(([name]) => name).toSorted()).toEqual(
      ['answers', 'read', 'start', ...slides.slides.map(it => `slides/${it.id}`), ...boxes]
        .map(it => `${it}/index.html`)
        .concat('sitemap.xml')
        .toSorted(),
    )
    for (const [name, html] of pages) expect([name, String(html).match(FOREIGN)?.[0]]).toEqual([name, undefined])
    expect(files.get('mechanism/xdp/index.html')).toMatch(/What the packet is there[^]*a frame in a receive buffer/)
    // Its boxes have their colours there, and there is a rule for each sign that is used.
    expect(files.get('read/index.html')).toMatch(/<li data-state="\w+" data-class="frame" data-colour="\w+"/)
    expect(files.get('pages/pages.css')).toContain("[data-colour='blue']")
  })

  test.for([
    ['how nic to tcp', '1 way from Network card to TCP in 7.2.13'],
    ['how', 'From where?'],
    ['how ip to ', 'From IP to where?'],
    ['how to xdp', 'To XDP from where?'],
    ['how tcp to xdp', 'No way from TCP to XDP in 7.2.13'],
    ['what stands on ip', 'Netfilter, TCP stand on IP in 7.2.13.'],
    ['does tcp stand on gro', 'Yes, but not directly: TCP stands on GRO through others in 7.2.13.'],
    ['is there xdp', 'Yes: there is XDP in 7.2.13.'],
    ['since when is there xdp', 'Not in the data: since when there is XDP.'],
    ['where is xdp', 'XDP'],
    ['is xdp reliable', 'XDP'],
    ['tcp', '1 found'],
    ['is xdp in 6.1', 'Not in the data: “6.1”; you can ask for'],
    ['5.4', 'Not in the data: “5.4”; you can ask for'],
    ['qqqq', 'Nothing is called “qqqq”; you can ask for'],
    ['', 'You can ask for'],
  ] as const)('answers “%s”', ([question, reply]) => {
    const at = { arch: slides.arch, release: data.talk.release }
    const { message, options } = answerQuery(question, { at, preferredArch: at.arch }, index)
    expect(message).toBe(reply)
    const answers = options.map(it => [
      it.label,
      it.note,
      { ...it.answer(it.viewpoint), at: undefined, classes: undefined },
    ])
    expect(options.length).toBeGreaterThan(0)
    expect(JSON.stringify(answers).match(FOREIGN)?.[0]).toBeUndefined()
  })

  test('has ways from box to box, each with its reason and its sources', () => {
    const at = { arch: slides.arch, release: data.talk.release }
    const [way] = answerQuery('how core to tcp', { at, preferredArch: at.arch }, index).options
    const { steps, highlighted, citations } = way!.answer(at)
    expect(highlighted).toEqual(['core', 'ip', 'tcp'])
    expect(steps).toMatchObject([
      { mechanism: 'core', summary: [] },
      { link: 'core>ip', summary: [expect.stringContaining('the core calls it')] },
      { link: 'ip>tcp' },
    ])
    expect(citations.length).toBeGreaterThan(0)
  })

  test('gives a shorter talk', () => {
    const text = shorterTalk(folder, 4)
    const { faults, slides } = readTexts(loadFiles(folder), { text, load: slidesLoader(folder) })
    expect(faults.map(faultLine)).toEqual([])
    expect(slides!.duration).toBe(240)
    expect(slides!.slides.length).toBeLessThan(9)
    expect(slides!.slides.map(it => it.scene)).toEqual(expect.arrayContaining(['title', 'whole']))
  })

  test('is named in no line of code, but where the pictures of the documents are taken', () => {
    const code = ['components', 'layouts', 'scripts', 'setup', 'src', 'styles'].flatMap(it =>
      readdirSync(join(root, it), { recursive: true, encoding: 'utf8' }).map(name => join(root, it, name)),
    )
    const named = code.filter(
      it => /\.(?:m?ts|mjs|vue|css)$/.test(it) && readFileSync(it, 'utf8').includes('network-receive'),
    )
    expect(named).toEqual([join(root, 'scripts/readme-images.ts')])
  })
})
