import { performance } from 'node:perf_hooks'
import { launchChromium } from '../../src/chromium/launch.ts'
import { copyDeck } from './copy-deck.ts'
import { startDev } from '../../src/build/dev-server.ts'

/** The slide on which a changed label is looked for, and the file that holds it. */
const SLIDE = 5
const FILE = 'data/mechanisms/kprobe.yaml'

/**
 * From saving a data file to the new picture on the slide, in Slidev's dev server, with no hand on it.
 *
 * @param runs - how often the file is saved.
 * @returns ms of each, smallest first.
 */
export async function measureDataEdit(runs: number): Promise<readonly number[]> {
  const deck = copyDeck()
  const [server, browser] = await Promise.all([startDev(deck.folder), launchChromium()])
  try {
    const page = await browser.newPage()
    await page.goto(`${server.origin}/#/${SLIDE}`, { timeout: 60_000 })
    const label = page.locator('.slidev-page:not([style*="display: none"]) [data-mechanism="kprobe"] text')
    await label.first().waitFor({ timeout: 60_000 })
    const times: number[] = []
    for (let run = 0; run < runs; run++) {
      const text = `Run ${run}`
      const start = performance.now()
      deck.edit(FILE, it => it.replace(/^label: .*$/m, `label: [${text}]`))
      await label.filter({ hasText: text }).waitFor({ timeout: 10_000 })
      times.push(performance.now() - start)
    }
    return times.sort((a, b) => a - b)
  } finally {
    await Promise.all([server.close(), browser.close()])
    deck.remove()
  }
}
