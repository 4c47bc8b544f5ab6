import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sirv from 'sirv'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { useChromium } from '../browser/support/open-deck.ts'
import { runScript } from './run.ts'

const chromium = useChromium()

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
