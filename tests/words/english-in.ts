import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { messages } from '../../src/build/read-language.ts'

/**
 * What a text has of our words in English, beside what the talk says itself.
 *
 * @param text - what a page or a file says.
 * @param deck - the folder of the deck whose talk it is.
 * @returns the parts of the catalogue's texts that stand there, of three words and more: shorter ones may be German.
 */
export function englishIn(text: string, deck: string): readonly string[] {
  const plain = (it: string) => it.replaceAll(/\s+/g, ' ')
  const talk = plain(['slides.md', 'data/scenes.yaml'].map(it => readFileSync(join(deck, it), 'utf8')).join(' '))
  const said = plain(text)
  return messages()
    .flatMap(it => it.split(/\{\w+\}/))
    .map(it => it.trim())
    .filter(it => (it.match(/[a-z]+/gi)?.length ?? 0) > 2 && said.includes(it) && !talk.includes(it))
}
