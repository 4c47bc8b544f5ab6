import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-chromium'
import sirv from 'sirv'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PAGE_KINDS, pagePath } from '../../src/explorer/question-address.ts'
import { root } from '../../src/files/root.ts'
import { embeddingLine } from '../../src/site/embedding.ts'
import { useChromium } from '../browser/support/open-deck.ts'
import { knowledge } from '../explorer/whole-dataset.ts'
import { headlineOf } from '../headline-of.ts'
import { runScript } from './run.ts'

const chromium = useChromium()
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let parent: string
let server: Server
let address: string
let stray: string[]

/** Build into a new folder, and serve that under a path of its own, as a project's page on a shared host is. */
beforeAll(async () => {
  parent = mkdtempSync(join(tmpdir(), 'pt-regs-build-'))
  const { stdout } = await runScript('build.ts', '--json', '--out', join(parent, 'dist'))
  expect(JSON.parse(stdout)).toEqual({ folder: join(parent, 'dist') })
  const files = sirv(join(parent, 'dist'))
  server = createServer((request, response) => {
    const inside = request.url?.startsWith('/some/where/')
    if (!inside) stray.push(request.url ?? '')
    request.url = inside ? request.url!.slice('/some/where'.length) : '/nowhere'
    files(request, response, () => void response.writeHead(404).end())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/some/where/`
})

afterAll(() => {
  server.close()
  rmSync(parent, { recursive: true })
})

describe('npm run build', () => {
  test('leaves the site, and nothing that only some hosts understand', () => {
    expect(readdirSync(parent)).toEqual(['dist'])
    const files = readdirSync(join(parent, 'dist'))
    expect(files).toContain('index.html')
    expect(files).not.toContain('404.html')
    expect(files).not.toContain('_redirects')
    // GitHub Pages serves none of these.
    const all = readdirSync(join(parent, 'dist'), { recursive: true, encoding: 'utf8' })
    expect(all.filter(it => /^[_.]/.test(basename(it)))).toEqual([])
    expect(readFileSync(join(parent, 'dist/index.html'), 'utf8')).not.toMatch(/(?:src|href)="(?:\/|https?:)/)
  })

  test.for(['', '#/presenter/1', '#/overview', '?print#/print'])(
    'shows index.html%s under any path, and asks nothing of another',
    async path => {
      stray = []
      const page = await chromium.browser.newPage()
      const faults: string[] = []
      page.on(
        'request',
        request =>
          /^(?:data|blob):/.test(request.url()) || request.url().startsWith(address) || stray.push(request.url()),
      )
      page.on('pageerror', error => faults.push(error.message))
      page.on(
        'response',
        response => response.ok() || response.status() === 304 || faults.push(`${response.status()} ${response.url()}`),
      )
      await page.goto(address + path)
      await page.getByText('pt_regs').first().waitFor({ state: 'attached' })
      await page.waitForLoadState('networkidle')
      expect({ stray, faults }).toEqual({ stray: [], faults: [] })
      await page.close()
    },
  )
})

/** What reaches beyond the right edge, and the smallest text that is seen, px. */
function measurePage(): { readonly beyond: readonly string[]; readonly smallest: number } {
  const isSeen = (element: Element) => {
    const { width, height } = element.getBoundingClientRect()
    return width > 1 && height > 1 && !element.closest('.visually-hidden')
  }
  const elements = [...document.body.querySelectorAll('*')].filter(isSeen)
  const isHiddenPart = (element: Element) => {
    const rows = element.closest('.stage-rows')
    return rows !== null && getComputedStyle(rows).position === 'absolute'
  }
  const sizes = elements
    .filter(it => [...it.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.textContent!.trim() !== ''))
    .filter(it => !isHiddenPart(it))
    .map(it => parseFloat(getComputedStyle(it).fontSize) * ((it as SVGGraphicsElement).getScreenCTM?.()?.a ?? 1))
  const right = document.documentElement.clientWidth
  const beyond = elements
    .filter(it => !it.closest('svg') && !isHiddenPart(it))
    .filter(it => it.getBoundingClientRect().right > right + 1)
    .map(it => it.outerHTML.slice(0, 80))
  return { beyond, smallest: Math.min(...sizes) }
}

describe('the static pages', () => {
  test.for(['start/', 'read/', 'slides/rethook/', 'slides/frames/', 'answers/', 'mechanism/rethook/'])(
    '%s flows, is legible, and has no fault for axe',
    async path => {
      stray = []
      const context = await chromium.browser.newContext({ viewport: { width: 320, height: 800 }, colorScheme: 'dark' })
      const page = await context.newPage()
      await page.goto(address + path)
      expect(await page.locator('script').count()).toBe(0)
      const narrow = await page.evaluate(measurePage)
      expect(narrow.beyond).toEqual([])
      for (const width of [390, 1280]) {
        await page.setViewportSize({ width, height: 800 })
        const { beyond, smallest } = await page.evaluate(measurePage)
        expect({ width, beyond, isLegible: smallest >= 14 }).toEqual({ width, beyond: [], isLegible: true })
      }
      // The reading view is the slides' pages one after the other, and the list of answers is long: axe would take
      // seconds.
      if (path !== 'read/' && path !== 'answers/') {
        await page.evaluate(AXE)
        // What it finds in the light alone are colours.
        for (const [colorScheme, options] of [
          ['dark', {}],
          ['light', { runOnly: ['color-contrast'] }],
        ] as const) {
          await page.emulateMedia({ colorScheme })
          const found = await page.evaluate(
            it => (window as unknown as { axe: { run: (options: object) => Promise<AxeResults> } }).axe.run(it),
            options,
          )
          expect(found.violations.map(it => `${colorScheme}, ${it.id}: ${it.nodes[0]!.html}`)).toEqual([])
        }
      }
      expect(stray).toEqual([])
      await context.close()
    },
  )

  test('are named on the page of the deck, and shown where there is no JavaScript', async () => {
    const context = await chromium.browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(address)
    await page.getByRole('link', { name: 'Reading view' }).click()
    await page.getByRole('heading', { name: headlineOf('kprobe') }).waitFor()
    await context.close()
  })

  test('come first on a phone, and not where a slide was asked for', async () => {
    const page = await chromium.browser.newPage({ viewport: { width: 390, height: 844 } })
    await page.goto(address)
    await page.waitForURL(`${address}read/`)
    await page.goto(`${address}#/kprobe`)
    await page.locator('svg[data-diagram]').first().waitFor()
    await page.close()
  })

  test('lead to files that are there', async () => {
    const folder = join(parent, 'dist')
    const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(it => it.endsWith('index.html'))
    expect(pages.length).toBeGreaterThan(500)
    const missing = pages.flatMap(file => {
      const html = readFileSync(join(folder, file), 'utf8')
      const links = [...html.matchAll(/ (?:href|src)="([^"]*)"/g)].map(it => it[1]!)
      return links
        .filter(it => !/^(?:https?:|#)/.test(it))
        .map(it => new URL(it, `http://localhost/${file}`).pathname)
        .filter(it => !existsSync(join(folder, decodeURIComponent(it))))
    })
    expect(missing).toEqual([])
  })
})

describe('a slide and an answer in a page of another origin', () => {
  const SITE = 'https://example.org/talk/'
  const lines = ['/kprobe', '/mechanism/rethook?arch=arm64&release=6.8'].map(route =>
    embeddingLine(SITE, route, `of ${route}`)!,
  )

  /** The page of somebody, and in it the site, under its own address and with some headers. */
  async function show(headers: Readonly<Record<string, string>>): Promise<Page> {
    const context = await chromium.browser.newContext({ viewport: { width: 1024, height: 1200 } })
    const page = await context.newPage()
    await page.route('https://somebody.example.com/', route =>
      route.fulfill({ contentType: 'text/html', body: `<title>Notes</title>${lines.join('')}` }),
    )
    await page.route(`${SITE}**`, async route => {
      const { pathname } = new URL(route.request().url())
      const path = pathname.slice(new URL(SITE).pathname.length) || 'index.html'
      await route.fulfill({ path: join(parent, 'dist', decodeURIComponent(path)), headers: { ...headers } })
    })
    await page.goto('https://somebody.example.com/')
    return page
  }

  /** What docs/your-own-talk.md gives to a host that forbids it. */
  const [, name = '', value = ''] = /^ {2}(Content-Security-Policy): (.*)$/m.exec(
    readFileSync(join(root, 'docs/your-own-talk.md'), 'utf8'),
  )!

  test.for([
    ['any host', {}],
    ['a host with the header', { [name]: value.replace('example.com', 'somebody.example.com') }],
  ] as const)('are shown by the line that the site gives: %s', async ([, headers]) => {
    const page = await show(headers)
    const [slide, answer] = ['of /kprobe', 'of /mechanism/rethook?arch=arm64&release=6.8'].map(it =>
      page.frameLocator(`iframe[title="${it}"]`),
    )
    await slide!
      .getByRole('heading', { name: headlineOf('kprobe') })
      .filter({ visible: true })
      .waitFor()
    await answer!.getByRole('dialog').getByRole('heading', { name: 'Rethook' }).first().waitFor()
    await page.context().close()
  })

  test('are not shown to a page that the publisher does not name', async () => {
    const page = await show({ [name]: value })
    await expect.poll(() => page.frames().some(it => it.url().startsWith('chrome-error:'))).toBe(true)
    expect(await page.frameLocator('iframe').first().locator('#app').count()).toBe(0)
    await page.context().close()
  })
})

test('"Copy link" of the deck gives the page of the answer, which leads back to it', async () => {
  const context = await chromium.browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] })
  const page = await context.newPage()
  const explorer = page.getByRole('dialog', { name: 'Ask the stage' })
  for (const kind of PAGE_KINDS) {
    const { id } = knowledge.entities.find(it => it.kind === kind)!
    await page.goto(`${address}#/${pagePath({ kind, id })}`)
    await explorer.getByRole('button', { name: 'Copy link' }).click()
    await explorer.getByRole('button', { name: 'Copied' }).waitFor()
    const link = await page.evaluate(() => navigator.clipboard.readText())
    expect(link).toBe(`${address}${pagePath({ kind, id })}/`)
    await page.goto(link)
    const title = await page.locator('h1').textContent()
    expect([title, (await page.title()).startsWith(title!)]).toEqual([expect.stringMatching(/./), true])
    await page.getByRole('link', { name: 'On the stage, in the deck' }).click()
    await page.waitForURL(it => it.hash.startsWith(`#/${pagePath({ kind, id })}`))
    await explorer.locator('.explorer-words h2').waitFor()
  }
  await context.close()
})
