// npm run test:browsers: the talk in the other browsers of this machine.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildDeck } from '../../src/build/build-deck.ts'
import { packDeck } from '../../src/build/pack-html.ts'
import { readDeck } from '../../src/build/read-deck.ts'
import { launchChromium } from '../../src/chromium/launch.ts'
import { runCommand } from '../../src/cli/command.ts'
import { serveDeck } from '../../src/server/serve-deck.ts'
import { BLOCKED_CHECKS, CHECKS, type Talk, walkTalk } from './browser-checks.ts'
import { driveChromium } from './drive-chromium.ts'
import { driveFirefox } from './drive-firefox.ts'
import { driveWebKit } from './drive-webkit.ts'
import { type DrivenBrowser, NotThere, type Start } from './driven-browser.ts'

/** How each is started, and the Debian packages that it is in. */
const BROWSERS = [
  { name: 'Firefox', packages: 'firefox-esr', drive: driveFirefox },
  { name: 'WebKit', packages: 'webkit2gtk-driver, xvfb', drive: driveWebKit },
] as const

await runCommand({
  name: 'npm run test:browsers',
  summary: `Goes through the talk in Firefox and in WebKit: every step in two windows, held against what Chromium shows, keys, explorer,
presenter, the single file, and with all site data blocked. Says which browser is not there; ends with 1 if something is wrong.`,
  options: {},
  async run({ signal, progress }) {
    const folder = mkdtempSync(join(tmpdir(), 'pt-regs-browsers-'))
    try {
      const talk = await prepareTalk(folder, { signal, progress })
      let isWrong = false
      for (const browser of BROWSERS) {
        for (const blocksSiteData of [false, true]) {
          progress(`${browser.name}${blocksSiteData ? ', site data blocked' : ''} …`)
          const start = { folder: mkdtempSync(join(folder, 'profile-')), blocksSiteData }
          const rows = await look(browser, start, talk)
          for (const { is, words } of rows) process.stdout.write(`${is.padEnd(5)} ${words}\n`)
          isWrong ||= rows.some(it => it.is === 'wrong')
        }
      }
      return isWrong ? 1 : 0
    } finally {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    }
  },
})

/** A line of the table. */
type Row = { readonly is: 'right' | 'wrong' | '-'; readonly words: string }

/** The built deck, as one file too, and what Chromium shows of it. */
async function prepareTalk(
  folder: string,
  { signal, progress }: { readonly signal: AbortSignal; readonly progress: (text: string) => void },
): Promise<Talk> {
  const site = await buildDeck({ signal, progress })
  const file = join(folder, 'talk.html')
  writeFileSync(file, await packDeck(site, {}))
  const deck = readDeck()
  const serve = () => serveDeck(site)
  progress('Chromium …')
  const chromium = await launchChromium(signal)
  try {
    const reference = await walkTalk(await driveChromium(chromium), { deck, file, serve })
    return { deck, file, serve, reference }
  } finally {
    await chromium.close()
  }
}

/** Try all checks in a browser. */
async function look(
  { name, packages, drive }: (typeof BROWSERS)[number],
  start: Start,
  talk: Talk,
): Promise<readonly Row[]> {
  let browser: DrivenBrowser
  try {
    browser = await drive(start)
  } catch (error) {
    if (!(error instanceof NotThere)) return [{ is: 'wrong', words: `${name}: ${(error as Error).message}` }]
    return [{ is: '-', words: `${name}: ${error.message}; in Debian it is in ${packages}` }]
  }
  const rows: Row[] = []
  for (const [what, check] of Object.entries(start.blocksSiteData ? BLOCKED_CHECKS : CHECKS)) {
    rows.push(
      await check(browser, talk).then(
        (words): Row => ({ is: 'right', words: `${browser.name}: ${what}: ${words}` }),
        (error: Error): Row => ({ is: 'wrong', words: `${browser.name}: ${what}: ${error.message}` }),
      ),
    )
  }
  await browser.close()
  return rows
}
