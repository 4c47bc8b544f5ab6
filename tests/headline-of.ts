import { readTalk } from '../src/build/read-deck.ts'
import { readSlideWords } from '../src/build/read-handout.ts'

/** What stands above a slide of the talk, so that a test need not be written again when the slide gets other words. */
export function headlineOf(id: string): string {
  return readSlideWords(readTalk().slides, true).find(it => it.id === id)!.headline
}
