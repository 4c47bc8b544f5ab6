import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { shorterTalk } from '../build/shorter-talk.ts'
import { root } from '../files/root.ts'

/** The logo of a speaker who does not exist. */
const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><rect width="120" height="40" rx="8" fill="#2f6f4f"/><text x="60" y="27" font-family="sans-serif" font-size="20" font-weight="700" text-anchor="middle" fill="#fff">ACME</text></svg>'

/**
 * Write the deck that `docs/your-own-talk.md` leads to, with what stands there word for word: a talk of twelve minutes
 * by another speaker, in another look and language, without a slide and with one of its own. Nothing but the dataset is
 * copied, and a picture for that slide.
 *
 * @param folder - empty, absolute.
 */
export function writeGuideDeck(folder: string): void {
  const guide = readFileSync(join(root, 'docs/your-own-talk.md'), 'utf8')
  const blocks = [...guide.matchAll(/^(`{3,4})(?:yaml|md)\n([^]*?)\n\1$/gm)].map(it => it[2]!)
  const written = (begin: string) => {
    const found = blocks.find(it => it.startsWith(begin))
    if (found === undefined) throw new Error(`docs/your-own-talk.md has no block that begins with ${begin}`)
    return found
  }
  const hidden = written('---\nlayout: mechanism').replace(/\n---$/, '')
  cpSync(join(root, 'data'), join(folder, 'data'), { recursive: true })
  writeFileSync(join(folder, 'acme.svg'), LOGO)
  const talk = shorterTalk(root, 12)
    .replace(/^title: [^]*?(?=^info: )/m, '')
    .replace(/^author: [^]*?(?=^arch: )/m, `${written('title:')}\n`)
    .replace(/^lang: .*$/m, `${written('look:')}\n${written('lang:')}`)
    .replace(/^htmlAttrs: .*\n/m, '')
    .replace(hidden.replace('\nhide: true', ''), hidden)
    .trimEnd()
  cpSync(join(root, '.github/pictures/kretprobe-booster.png'), join(folder, 'ours.png'))
  writeFileSync(join(folder, 'slides.md'), `${talk}\n\n${written('---\nrouteAlias:')}\n`)
}

/**
 * The mechanism that CONTRIBUTING.md adds, in its own words.
 *
 * @returns the text of its data file.
 * @throws Error when CONTRIBUTING.md has none.
 */
export function guideMechanism(): string {
  const mechanism = /```yaml\n([^]*?)```/.exec(readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8'))?.[1]
  if (mechanism === undefined) throw new Error('CONTRIBUTING.md has no mechanism')
  return mechanism
}

/**
 * Write the talk with the mechanism that CONTRIBUTING.md adds; a scene reveals it.
 *
 * @param folder - empty, absolute.
 * @throws Error when CONTRIBUTING.md has no mechanism.
 */
export function writeDeckWithMechanism(folder: string): void {
  for (const it of ['data', 'slides.md']) cpSync(join(root, it), join(folder, it), { recursive: true })
  writeFileSync(join(folder, 'data/mechanisms/qprobe.yaml'), guideMechanism())
  const scenes = join(folder, 'data/scenes.yaml')
  writeFileSync(scenes, readFileSync(scenes, 'utf8').replace('reveals: [uprobe]', 'reveals: [uprobe, qprobe]'))
}
