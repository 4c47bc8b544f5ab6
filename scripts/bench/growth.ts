import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { copyDeck, type DeckCopy } from './copy-deck.ts'
import { growDeck } from './grow-deck.ts'

/** What exporting a deck takes, its build at hand. */
export type GrowthRow = {
  readonly times: number
  readonly pages: number
  readonly seconds: number
  readonly megabytes: number
}

/** How often memory is sampled, ms. */
const SAMPLE_MS = 50

/** What Linux counts memory in. */
const PAGE_BYTES = 4096

/** Export the deck as it is, and `times` as long: seconds, and the most memory that all processes held at once. */
export async function benchGrowth(times: number): Promise<readonly GrowthRow[]> {
  return [await measure(copyDeck(), 1), await measure(growDeck(times), times)]
}

async function measure(deck: DeckCopy, times: number): Promise<GrowthRow> {
  try {
    await run(deck)
    return { times, ...(await run(deck)) }
  } finally {
    deck.remove()
  }
}

async function run(deck: DeckCopy): Promise<Omit<GrowthRow, 'times'>> {
  const file = join(deck.folder, 'out.pdf')
  const start = performance.now()
  const child = spawn(process.execPath, ['scripts/export.ts', '--json', '--output', file], {
    cwd: deck.folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let most = 0
  const watch = setInterval(() => {
    most = Math.max(most, treeMemory(child.pid!))
  }, SAMPLE_MS)
  let printed = ''
  child.stdout.on('data', (text: Buffer) => {
    printed += text.toString()
  })
  const [code] = (await once(child, 'close')) as [number]
  clearInterval(watch)
  if (code !== 0) throw new Error(`the export of a deck of ${deck.folder} ended with ${code}`)
  await rm(file)
  const [{ pages }] = JSON.parse(printed) as [{ pages: number }]
  return { pages, seconds: (performance.now() - start) / 1000, megabytes: most / 1e6 }
}

/**
 * The resident memory of a process and all that descend from it, bytes; what they share counts for each. Linux alone
 * has these files (man 5 proc). No package does this: pidusage knows single processes, and pidtree runs `ps` for the
 * rest.
 */
function treeMemory(id: number | string): number {
  try {
    const pages = Number(readFileSync(`/proc/${id}/statm`, 'utf8').split(' ')[1])
    const children = readdirSync(`/proc/${id}/task`).flatMap(
      thread => readFileSync(`/proc/${id}/task/${thread}/children`, 'utf8').match(/\d+/g) ?? [],
    )
    return children.reduce((bytes, child) => bytes + treeMemory(child), pages * PAGE_BYTES)
  } catch {
    return 0 // ended meanwhile
  }
}
