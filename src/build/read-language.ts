import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { DataError, type Fault } from '../errors/fault.ts'
import { root } from '../files/root.ts'
import { loadText } from '../model/read/load-files.ts'
import { parseYaml } from '../model/yaml/parse-yaml.ts'
import type { Slides } from '../model/read/read-slides.ts'
import type { Words } from '../words/say.ts'

/** The folder of the catalogue: a file for each language, and `en.yaml`, which lists what is to be said. */
const FOLDER = 'languages'

const list = z.array(z.string().min(1))
const catalogue = z.record(z.string(), z.string().min(1))

/** Names in braces. */
const NAMES = /\{\w+\}/g

/**
 * The languages that there are.
 *
 * @returns their ids, as in HTML: `de`.
 */
export function knownLanguages(): readonly string[] {
  return readdirSync(join(root, FOLDER))
    .filter(it => it.endsWith('.yaml'))
    .map(it => it.slice(0, -'.yaml'.length))
    .sort()
}

/**
 * The words of a language.
 *
 * @param lang - its id; of `de-AT`, the words of `de` are taken where it has no file of its own.
 * @returns the words by the English ones; none for English, and for a language without a file.
 * @throws DataError with every fault in the file.
 */
export function wordsOf(lang: string): Words {
  const file = fileOf(lang)
  if (file === undefined) return {}
  const read = parseYaml(file, loadText(file)!, catalogue)
  if (!('value' in read)) throw new DataError(read)
  return read.value
}

/**
 * The languages of a deck.
 *
 * @param slides - of the deck.
 * @returns that of the deck, and the words of all that it or a slide names.
 */
export function spokenIn({ headmatter, slides }: Pick<Slides, 'headmatter' | 'slides'>): {
  readonly lang: string
  readonly languages: Readonly<Record<string, Words>>
} {
  const lang = headmatter.lang ?? 'en'
  const all = new Set([lang, ...slides.flatMap(it => it.lang ?? [])])
  return { lang, languages: Object.fromEntries([...all].map(it => [it, wordsOf(it)])) }
}

/**
 * What a language lacks, and what it has that is never said.
 *
 * @param lang - its id.
 * @returns a warning for all texts that are missing, and one for each that is wrong.
 */
export function checkLanguage(lang: string): readonly Fault[] {
  const english = messages()
  const file = fileOf(lang)
  if (file === undefined) return []
  const read = parseYaml(file, loadText(file)!, catalogue)
  if (!('value' in read)) return read
  const { value: words, faultAt } = read
  const lacking = english.filter(it => !Object.hasOwn(words, it))
  return [
    ...(lacking.length === 0
      ? []
      : [
          faultAt(
            [],
            'language',
            `${lang} lacks ${count(lacking.length)}: ${lacking.map(it => `"${it}"`).join(', ')}`,
            'translate them; until then they are shown in English',
          ),
        ]),
    ...Object.entries(words).flatMap(([text, said]) => {
      if (!english.includes(text)) return [faultAt([text], 'language', `"${text}" is never said`, 'take it out')]
      const [wanted, found] = [text, said].map(it => [...new Set(it.match(NAMES))].sort().join(' '))
      if (wanted === found) return []
      return [
        faultAt(
          [text],
          'language',
          `"${said}" has ${found || 'no names in braces'}, not ${wanted}`,
          'keep the names in braces',
        ),
      ]
    }),
  ]
}

/**
 * What is to be said, in English.
 *
 * @returns each text once.
 * @throws DataError with every fault in the list.
 */
export function messages(): readonly string[] {
  const file = `${FOLDER}/en.yaml`
  const read = parseYaml(file, loadText(file)!, list)
  if (!('value' in read)) throw new DataError(read)
  return read.value
}

function fileOf(lang: string): string | undefined {
  return [lang, lang.split('-')[0]!]
    .filter(it => it !== 'en')
    .map(it => `${FOLDER}/${it}.yaml`)
    .find(it => existsSync(join(root, it)))
}

function count(texts: number): string {
  return texts === 1 ? 'a text' : `${texts} texts`
}
