import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import sirv from 'sirv'
import ts from 'typescript'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { useChromium } from '../browser/support/open-deck.ts'
import { run, runScript } from './run.ts'

const chromium = useChromium()
let parent: string
let written: { readonly version: string; readonly folder: string; readonly pack: string; readonly bytes: number }
/** An empty folder, but for the package as npm has installed it from its tarball. */
let user: string

/** The machine's own Node and npm, and not the Node that comes with the deck. */
const path = process.env['PATH']!.split(delimiter).filter(it => !it.includes('node_modules'))
const env = { PATH: path.join(delimiter) }

const QUESTION = `import { whatHolds, whoReads, waysBetween, data } from 'pt-regs-data'
const at = { arch: 'arm64', release: '6.8' }
console.log(JSON.stringify({
  version: data.version,
  readers: whoReads('pstate', at).length,
  mechanisms: whatHolds(at).mechanisms.length,
  ways: waysBetween('ftrace', 'user-mode', at).length,
}))`

beforeAll(async () => {
  parent = mkdtempSync(join(tmpdir(), 'pt-regs-data-'))
  user = join(parent, 'user')
  const { stdout, stderr } = await runScript('data.ts', '--json', '--output', join(parent, 'package'))
  expect(stderr).toBe('')
  written = JSON.parse(stdout) as typeof written
  mkdirSync(user)
  const npm = ['install', '--prefix', user, '--offline', '--no-audit', '--no-fund', '--no-package-lock', written.pack]
  expect(await run('npm', npm, env)).toMatchObject({ code: 0 })
  writeFileSync(join(user, 'ask.mjs'), QUESTION)
})
afterAll(() => rmSync(parent, { recursive: true }))

describe('npm run data', () => {
  test('packs it in less than 150 kB', () => {
    expect(written.bytes).toBeLessThan(150_000)
    expect(readFileSync(written.pack).length).toBe(written.bytes)
  })

  test('writes a package that the oldest Node asks, without any other', async () => {
    const { dependencies } = JSON.parse(readFileSync(join(user, 'node_modules/pt-regs-data/package.json'), 'utf8'))
    expect(dependencies).toBeUndefined()
    const { stdout, stderr } = await run('node', [join(user, 'ask.mjs')], env)
    expect(stderr).toBe('')
    const answer = JSON.parse(stdout) as Record<string, unknown>
    expect(answer).toMatchObject({ version: written.version, readers: expect.any(Number) })
    expect(Object.values(answer)).not.toContain(0)
  })

  test('writes types that hold in strict TypeScript', () => {
    const file = join(user, 'ask.mts')
    const wrong = `\n// @ts-expect-error\nwhoReads('pstate', { arch: 'arm64' })\n`
    writeFileSync(
      file,
      `declare const console: { log(it: unknown): void }\n${QUESTION}\nconst name: string = data.mechanisms[0]!.buildsOn[0]!.on\nconsole.log(name)${wrong}`,
    )
    const program = ts.createProgram([file], {
      strict: true,
      noEmit: true,
      exactOptionalPropertyTypes: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      // Without the browser's own, which take most of the time to read.
      lib: ['lib.es2022.d.ts'],
      skipDefaultLibCheck: true,
      types: [],
    })
    const messages = ts.getPreEmitDiagnostics(program).map(it => ts.flattenDiagnosticMessageText(it.messageText, '\n'))
    expect(messages).toEqual([])
  })

  test('answers in a browser as in Node, by import of its address', async () => {
    const server = createServer(sirv(join(user, 'node_modules/pt-regs-data'))).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const page = await chromium.browser.newPage()
    await page.goto(`${origin}/LICENSE`)
    // As a text: Vitest would compile an `import()` for Node.
    const ask = `import('${origin}/index.js').then(({ data, whoReads }) => ({
      version: data.version, readings: whoReads('pstate', { arch: 'arm64', release: '6.8' }),
    }))`
    const fromImport = (await page.evaluate(ask)) as { readonly version: string; readonly readings: unknown }
    expect(fromImport.version).toBe(written.version)
    const node = `import { whoReads } from 'pt-regs-data'
      console.log(JSON.stringify(whoReads('pstate', { arch: 'arm64', release: '6.8' })))`
    writeFileSync(join(user, 'same.mjs'), node)
    const { stdout } = await run('node', [join(user, 'same.mjs')], env)
    expect(fromImport.readings).toEqual(JSON.parse(stdout))
    await page.close()
    server.close()
  })
})
