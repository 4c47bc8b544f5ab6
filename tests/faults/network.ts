import { request } from 'node:http'
import { join } from 'node:path'
import { readFileSync } from 'node:fs'
import { copyDeck } from '../../scripts/bench/copy-deck.ts'
import { buildDeck } from '../../src/build/build-deck.ts'
import { serveDeck } from '../../src/server/serve-deck.ts'
import { startDev } from '../../src/build/dev-server.ts'
import { faultRow, type FaultRow, type Wrong } from './row.ts'

/** What knocks: a path as it is written, and what a browser would say with it. */
type Knock = { readonly path: string; readonly method?: string; readonly headers?: Readonly<Record<string, string>> }

const TRAVERSALS = ['..', '%2e%2e', '%2E%2E', '..%2f', '..%5c', '%252e%252e', '..%c0%af', '..;', '.%00.'].flatMap(
  dots => [1, 2, 8].map(deep => `/assets/${`${dots}/`.repeat(deep)}etc/passwd`),
)
const PLACES = [
  '/etc/passwd',
  '//etc/passwd',
  '/.git/config',
  '/package.json',
  '/slides.md',
  '/data/scenes.yaml',
  '/@fs/etc/passwd',
  '/__slidev/slides/1.json',
  '/__mcp',
  '/__open-in-editor?file=/etc/passwd',
  '/@vite/client',
  '/constructor',
  '/__proto__',
  '/%00',
  '/%E0%A4%A',
  `/${'a'.repeat(7000)}`,
]
const FOREIGN_HEADERS: readonly Readonly<Record<string, string>>[] = [
  { host: 'talk.example' },
  { host: 'localhost.talk.example' },
  { host: '127.0.0.1.talk.example' },
  { host: 'x' },
  { host: '0.0.0.0:3030' },
  { host: '[::]:3030' },
  { host: '2130706433' },
  { origin: 'https://talk.example' },
  { origin: 'null' },
  { origin: 'http://localhost:1' },
  { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' },
  { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' },
]
const METHODS = ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND']

const BUILT: readonly Knock[] = [...TRAVERSALS, ...PLACES]
  .map(path => ({ path }))
  .concat(
    FOREIGN_HEADERS.map(headers => ({ path: '/', headers })),
    METHODS.map(method => ({ path: '/', method })),
  )
/** The dev server serves the deck's own files and no other, and writes only for its own pages. */
const DEV: readonly Knock[] = [
  ...FOREIGN_HEADERS.map(headers => ({ path: '/', headers })),
  ...FOREIGN_HEADERS.map(headers => ({ path: '/__slidev/slides/1.json', method: 'POST', headers })),
  ...['/__slidev/slides/1.json', '/__mcp', '/@server-reactive/nav'].map(path => ({ path, method: 'POST' })),
  ...[
    '/@fs/etc/passwd',
    '/@fs/etc/passwd?raw',
    '/@fs/etc/passwd?import&raw',
    '/@fs//etc/passwd?url',
    '/@fs/etc/passwd?.svg?.wasm?init',
    '/../../etc/passwd',
    '/__open-in-editor?file=slides.md',
    '/__mcp',
    '/__inspect/',
  ].map(path => ({ path })),
]

/** Ask for a path as it is written, and tell the status; 0 for a connection that was cut. */
function ask(
  port: number,
  { path, method = 'GET', headers = {} }: Knock,
): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise(resolve => {
    const asked = request(
      {
        host: '127.0.0.1',
        port,
        path,
        method,
        headers: { host: `127.0.0.1:${port}`, 'content-type': 'text/plain', ...headers },
      },
      response => {
        let body = ''
        response.on('data', (part: Buffer) => (body += String(part)))
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body }))
      },
    )
    asked.on('error', () => resolve({ status: 0, body: '' }))
    asked.end(method === 'POST' ? JSON.stringify({ note: 'from elsewhere' }) : undefined)
  })
}

/** Send requests to both servers as a foreign page or another program would. */
export async function tryNetwork(): Promise<FaultRow> {
  const wrong: Wrong[] = []
  const served = await serveDeck(await buildDeck())
  for (const knock of BUILT) {
    const { status, body } = await ask(served.port, knock)
    if ((status < 400 && status !== 0) || body.includes('root:'))
      wrong.push(['letIn', `npm start: ${JSON.stringify(knock)} got ${status}`])
  }
  await served.close()
  const deck = copyDeck()
  const before = readFileSync(join(deck.folder, 'slides.md'), 'utf8')
  const dev = await startDev(deck.folder)
  try {
    for (const knock of DEV) {
      const { status, body } = await ask(Number(new URL(dev.origin).port), knock)
      // A page that is nowhere is answered with the deck's own page, as a history router wants it.
      const isOwnPage = body.includes('<div id="app">') && knock.headers === undefined && knock.method === undefined
      if ((status < 400 && status !== 0 && !isOwnPage) || body.includes('root:'))
        wrong.push(['letIn', `npm run dev: ${JSON.stringify(knock)} got ${status}`])
    }
    if (readFileSync(join(deck.folder, 'slides.md'), 'utf8') !== before)
      wrong.push(['letIn', 'npm run dev: slides.md was written'])
  } finally {
    await dev.close()
    deck.remove()
  }
  return faultRow('network', { tried: BUILT.length + DEV.length, kinds: 6, wrong })
}
