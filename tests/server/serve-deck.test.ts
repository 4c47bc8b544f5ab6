import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hashAddress } from '../../src/server/hash-address.ts'
import { serveDeck, type DeckServer } from '../../src/server/serve-deck.ts'

type Answer = { readonly status: number; readonly headers: Record<string, unknown>; readonly body: string }

let folder: string
let deck: DeckServer

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pt-regs-serve-'))
  mkdirSync(join(folder, 'build/assets'), { recursive: true })
  writeFileSync(join(folder, 'build/index.html'), '<title>The talk</title>')
  writeFileSync(join(folder, 'build/assets/deck.js'), 'export {}')
  writeFileSync(join(folder, 'secret.txt'), 'secret')
  deck = await serveDeck(join(folder, 'build'))
})

afterAll(async () => {
  await deck.close()
  rmSync(folder, { recursive: true })
})

/** Request a path exactly as it is written: `fetch` would normalise it. */
function ask(
  path: string,
  { method = 'GET', host = `127.0.0.1:${deck.port}`, ...more }: Record<string, string> = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: deck.port, path, method, headers: { host, ...more } }, response => {
      let body = ''
      response.on('data', (part: Buffer) => (body += part.toString()))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
    })
      .on('error', reject)
      .end()
  })
}

describe('serveDeck(folder, { port, strictPort })', () => {
  test('serves the build on 127.0.0.1, with a policy that lets it load nothing from other servers', async () => {
    expect(deck.origin).toBe(`http://127.0.0.1:${deck.port}`)
    const { status, body, headers } = await ask('/?arch=arm64')
    expect({ status, body }).toEqual({ status: 200, body: '<title>The talk</title>' })
    const policy = Object.fromEntries(
      String(headers['content-security-policy'])
        .split('; ')
        .map(it => [it.split(' ')[0], it.split(' ').slice(1).join(' ')]),
    )
    expect(policy).toMatchObject({
      'default-src': "'self'",
      'script-src': "'self'",
      'connect-src': "'self'",
      'object-src': "'none'",
      'frame-ancestors': "'self'",
    })
    expect((await ask('/assets/deck.js')).headers['content-type']).toContain('javascript')
  })

  test.for([
    ['/secret.txt', 404],
    ['/../secret.txt', 404],
    ['/%2e%2e/secret.txt', 404],
    ['/assets/..%2f..%2fsecret.txt', 404],
    ['/assets/%00', 404],
    ['/%E0%A4%A', 404],
    ['/..%5c..%5csecret.txt', 404],
    ['/%252e%252e/secret.txt', 404],
    ['/assets/../../secret.txt', 404],
    ['/./../secret.txt', 404],
    ['//secret.txt', 404],
    ['/assets', 404],
    ['/constructor', 404],
    ['/__proto__', 404],
    ['/__mcp', 404],
    ['/__slidev/slides/1.json', 404],
    ['/@fs/etc/passwd', 404],
    ['/nowhere', 404],
    ['/slides/5', 404],
  ] as const)('answers %s with %i', async ([path, status]) => {
    expect((await ask(path)).status).toBe(status)
  })

  test.for(['POST', 'PUT', 'DELETE', 'OPTIONS'])('rejects %s with 405', async method => {
    const { status, headers } = await ask('/', { method })
    expect({ status, allow: headers.allow }).toEqual({ status: 405, allow: 'GET, HEAD' })
  })

  test('answers HEAD without a body', async () => {
    expect(await ask('/', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' })
  })

  test.for([
    ['127.0.0.1:3030', 200],
    ['localhost', 200],
    ['LOCALHOST:80', 200],
    ['[::1]:3030', 200],
    ['talk.example', 403],
    ['localhost.example', 403],
    ['127.0.0.1.example:3030', 403],
  ] as const)('answers a request for host "%s" with %i', async ([host, status]) => {
    expect((await ask('/', { host })).status).toBe(status)
  })

  test.for([
    [{ origin: 'https://talk.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: 'http://127.0.0.1:1' }, 403],
    [{ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'script' }, 403],
    [{ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' }, 403],
    [{ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }, 200],
    [{ 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'script' }, 200],
  ] as const)('answers a request with the headers %j with %i', async ([headers, status]) => {
    expect((await ask('/', headers as Record<string, string>)).status).toBe(status)
    expect((await ask('/', { origin: deck.origin })).status).toBe(200)
  })

  test('goes on when the build is deleted', async () => {
    const gone = join(folder, 'gone')
    cpSync(join(folder, 'build'), gone, { recursive: true })
    const served = await serveDeck(gone)
    rmSync(gone, { recursive: true })
    expect((await fetch(`${served.origin}/assets/deck.js`)).status).toBe(200)
    await served.close()
  })

  test('answers 304 when the browser has the file', async () => {
    const { headers } = await ask('/')
    expect(await ask('/', { 'if-none-match': String(headers.etag) })).toMatchObject({ status: 304, body: '' })
  })

  test('redirects the path of a slide to its hash address', async () => {
    const { status, headers } = await ask('/5?clicks=2')
    expect({ status, to: headers.location }).toEqual({ status: 302, to: '/#/5?clicks=2' })
  })

  test('takes the next port when the first is in use, and throws with strictPort', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await new Promise(resolve => taken.once('listening', resolve))
    const { port } = taken.address() as AddressInfo
    try {
      await expect(serveDeck(folder, { port, strictPort: true })).rejects.toThrow(
        `port ${port} is in use; give another with --port, or none for the next free one`,
      )
      const second = await serveDeck(folder, { port })
      expect(second.port).toBeGreaterThan(port)
      await second.close()
    } finally {
      taken.close()
    }
  })
})

describe('hashAddress(path, parameters)', () => {
  test.for([
    ['/5', '', '/#/5'],
    ['/5/', '', '/#/5'],
    ['/5', 'clicks=2&arch=arm64', '/?arch=arm64#/5?clicks=2'],
    ['/presenter/3', '', '/#/presenter/3'],
    ['/presenter', '', '/#/presenter'],
    ['/print', 'print=clicks&range=1-3', '/?print=clicks#/print?range=1-3'],
    ['/overview', '', '/#/overview'],
    ['/', '', undefined],
    ['/favicon.png', '', undefined],
    ['/5/6', '', undefined],
    ['//elsewhere.example/5', '', undefined],
  ] as const)('of %s?%s is %s', ([path, parameters, address]) => {
    expect(hashAddress(path, new URLSearchParams(parameters))).toBe(address)
  })
})
