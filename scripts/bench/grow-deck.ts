import { stringifySlide } from '@slidev/parser'
import { parseSync } from '@slidev/parser/fs'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, stringify } from 'yaml'
import type { Step, Talk } from '../../src/model/schema/scene.ts'
import { copyDeck, type DeckCopy } from './copy-deck.ts'

/**
 * A copy of the deck with every slide and every scene `times` times, to see how time and memory grow.
 *
 * @param times - how often each slide is there; 1 is the deck as it is.
 * @returns the copy.
 */
export function growDeck(times: number): DeckCopy {
  const deck = copyDeck()
  const file = join(deck.folder, 'slides.md')
  const [first, ...others] = parseSync(readFileSync(file, 'utf8'), file).slides.map(slide => stringifySlide(slide))
  const repeats = Array.from({ length: times }, (_, i) => i)
  // The first slide's own lines end the headmatter, so its copies are made of those.
  const title = `---\n${first!.slice(first!.indexOf('layout:'))}`
  deck.edit('slides.md', () =>
    repeats
      .map(i =>
        [
          i === 0
            ? first!.replace(/^duration: (\d+)min$/m, (_, minutes) => `duration: ${Number(minutes) * times}min`)
            : title,
          ...others,
        ]
          .map(slide => slide.replace(/^scene: (.*)$/m, (_, id) => `scene: ${id}${suffix(i)}`))
          .join('\n'),
      )
      .join('\n'),
  )
  deck.edit('data/scenes.yaml', text => {
    const talk = parse(text) as Talk
    const scenes = repeats.flatMap(i =>
      talk.scenes.map(scene => ({
        ...scene,
        id: `${scene.id}${suffix(i)}`,
        steps: i === 0 ? scene.steps : scene.steps.map(withoutReveals),
      })),
    )
    return stringify({ ...talk, scenes }, { aliasDuplicateObjects: false })
  })
  return deck
}

/** What a copy would reveal is on the stage already. */
function withoutReveals(step: Step): Step {
  const copy = { ...step }
  delete copy.reveals
  return copy
}

function suffix(repeat: number): string {
  return repeat === 0 ? '' : `-${repeat + 1}`
}
