import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { extractText, getDocumentProxy } from 'unpdf'
import { copyDeck } from '../../scripts/bench/copy-deck.ts'
import { found, markDeck } from '../scripts/mark-deck.ts'
import { begin, faultRow, type FaultRow, type Wrong } from './row.ts'

/** Every output, and whether it says of itself that the notes are in it. */
const OUTPUTS: readonly (readonly [
  script: string,
  option: string,
  output: string,
  hasNotes: boolean,
  more?: string[],
])[] = [
  ['build.ts', '--out', 'site', true],
  ['build.ts', '--out', 'site-without', false, ['--without-notes']],
  ['single-file.ts', '--output', 'talk.html', true],
  ['single-file.ts', '--output', 'talk-without.html', false, ['--without-notes']],
  ['data.ts', '--output', 'data', false],
  ['export.ts', '--output', 'talk.pdf', false],
  ['handout.ts', '--output', 'handout.pdf', true],
  ['figures.ts', '--output', 'figures', false],
]

/** What is not for the public, written into every place of a deck, and looked for in every output. */
export async function tryMarks(): Promise<FaultRow> {
  const wrong: Wrong[] = []
  const deck = copyDeck()
  const folder = mkdtempSync(join(tmpdir(), 'pt-regs-marks-'))
  const marks = markDeck(deck.folder)
  try {
    for (const [script, option, name, hasNotes, more = []] of OUTPUTS) {
      const output = join(folder, name)
      const { code, said } = await begin(script, [option, output, ...more], { deck: deck.folder }).ended
      if (code !== 0) {
        wrong.push(['lost', `${script} ended with ${code}: ${said.slice(0, 300)}`])
        continue
      }
      const published = found(marks, await readable(output)).filter(it => !hasNotes || it.place !== 'notes')
      wrong.push(...published.map(it => ['letIn', `${name} has what was written in ${it.place}`] as const))
    }
  } finally {
    deck.remove()
    rmSync(folder, { recursive: true, force: true })
  }
  return faultRow('what is not for the public', { tried: marks.length * OUTPUTS.length, kinds: OUTPUTS.length, wrong })
}

/** An output, or its text beside it where it is packed. */
async function readable(output: string): Promise<string> {
  if (!output.endsWith('.pdf')) return output
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(readFileSync(output))), { mergePages: true })
  writeFileSync(`${output}.txt`, text)
  return `${output}.txt`
}
