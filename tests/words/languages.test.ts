import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkLanguage, knownLanguages, messages, wordsOf } from '../../src/build/read-language.ts'
import { faultLine } from '../../src/errors/fault.ts'
import { root } from '../../src/files/root.ts'
import { loadFiles } from '../../src/model/read/load-files.ts'
import { readDataset } from '../../src/model/read/read-dataset.ts'
import { FIELD_STATES, STATUS_LABELS, TRIAL_RESULTS, VERDICT_IDS } from '../../src/model/vocabulary.ts'
import { say, sayIn, speaking } from '../../src/words/say.ts'

/** The words of the shipped dataset are in the catalogue, too. */
const STAGE = 'data/stage.yaml'
const { stage } = readDataset(loadFiles()).value

const SOURCES = ['src', 'components', 'layouts', 'scripts']
  .flatMap(folder =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter(it => /\.(?:ts|vue)$/.test(it))
      .map(it => `${folder}/${it}`),
  )
  .concat('custom-nav-controls.vue')
  .map(file => [file, readFileSync(join(root, file), 'utf8')] as const)

/** What the code says word by word, in files that import what says it. */
const said = SOURCES.filter(([, text]) => /words\/say\.ts'|use-say\.ts'|use-slide-say\.ts'/.test(text)).flatMap(
  ([file, text]) =>
    [...text.matchAll(/\b(?:say|fact)\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/g)].map(
      it => [file, (it[1] ?? it[2]!).replaceAll("\\'", "'")] as const,
    ),
)

describe('languages/en.yaml', () => {
  const listed = messages()

  test('has what the code says, and each text once', () => {
    expect(said.length).toBeGreaterThan(100)
    expect(said.filter(([, text]) => !listed.includes(text))).toEqual([])
    expect(listed).toEqual([...new Set(listed)])
  })

  test('has the words of states, classes, verdicts and reviews', () => {
    const terms = [...Object.values(FIELD_STATES), ...stage.classes]
    const words = [
      ...terms.flatMap(it => [it.label, it.shortLabel ?? it.label, it.sentence]),
      ...stage.classes.map(it => it.tableLabel ?? it.label),
      ...stage.rows.flatMap(it => [it.name, it.words ?? it.name]),
      stage.boxes,
      stage.question,
      stage.subject,
      stage.classTitle,
      ...VERDICT_IDS,
      ...Object.values(STATUS_LABELS),
      ...Object.values(TRIAL_RESULTS).map(it => it.label),
    ]
    expect(words.filter(it => !listed.includes(it))).toEqual([])
  })

  test('has nothing that stands nowhere', () => {
    const all = [...SOURCES.map(([, text]) => text), readFileSync(join(root, STAGE), 'utf8')].join('\n')
    const found = (text: string) => all.includes(text) || all.includes(text.replaceAll("'", "\\'"))
    expect(listed.filter(it => !found(it))).toEqual([])
  })
})

test.for(knownLanguages().filter(it => it !== 'en'))('%s lacks nothing, and keeps what is in braces', lang => {
  expect(checkLanguage(lang).map(faultLine)).toEqual([])
})

test('say(text, values) says it in the language that is spoken, and in English where that lacks it', () => {
  const german = wordsOf('de-AT')
  expect(sayIn(german, 'stands on {boxes}', { boxes: 'FTrace' })).toBe('steht auf FTrace')
  expect(speaking(german, () => [say('ugly'), say('a text that there is not')])).toEqual([
    'hässlich',
    'a text that there is not',
  ])
  expect(say('ugly')).toBe('ugly')
})
