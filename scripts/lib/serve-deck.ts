import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import sirv from 'sirv'

/** A deck that is being served. */
export type Served = {
  readonly port: number
  /** `http://127.0.0.1:3030`, no slash at the end. */
  readonly origin: string
  readonly close: () => Promise<void>
}

/** How many ports are tried, from `port` on, where the first need not be the one. */
const TRIES = 100

/** The routes of Slidev, and our own, as they would stand in a path: `/5`, `/presenter/3`, `/print`. */
const ROUTE = /^\/(?:presenter\/)?(?:\d+|presenter|overview|notes|entry|print|handout)\/?$/

/** The parameters that Slidev's router reads. It looks for all others before the `#`. */
const ROUTER_PARAMETERS = new Set(['clicks', 'range'])

/** The names under which this machine may be asked for. Any other is a page elsewhere that has its name point here. */
const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|localhost|\[::1\])(?::\d+)?$/i

const HEADERS = {
  'Cache-Control': 'no-cache',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy': 'default-src \'self\'; script-src \'self\' \'unsafe-inline\'; style-src \'self\' \'unsafe-inline\'; '
    + 'img-src \'self\' data: blob:; font-src \'self\' data:; media-src \'self\' data: blob:; worker-src \'self\' blob:',
}

/**
 * Serve a built deck on 127.0.0.1, to this machine only.
 *
 * @param folder - the build, absolute; it must not change while it is served.
 * @param port - the first port to try; 0 for any free one.
 * @param strict - whether only that port will do.
 * @throws Error when no port can be had.
 */
export async function serveDeck(folder: string, { port = 0, strict = false } = {}): Promise<Served> {
  const files = sirv(folder, { etag: true })
  const server = createServer((request, response) => answer(request, response, files))
  await listen(server, port, strict || port === 0 ? 1 : TRIES)
  const taken = (server.address() as AddressInfo).port
  return { port: taken, origin: `http://127.0.0.1:${taken}`, close: () => close(server) }
}

/**
 * Where a path that a history router would have stands in our deck, which routes by hash.
 *
 * @returns `/?arch=arm64#/5?clicks=2` for `/5?clicks=2&arch=arm64`; undefined when the path is no route of the deck.
 */
export function hashAddress(path: string, parameters: URLSearchParams): string | undefined {
  if (!ROUTE.test(path)) return undefined
  const [before, after] = [new URLSearchParams(), new URLSearchParams()]
  for (const [name, value] of parameters) (ROUTER_PARAMETERS.has(name) ? after : before).append(name, value)
  return `/${query(before)}#${path.replace(/\/$/, '')}${query(after)}`
}

type Files = ReturnType<typeof sirv>

function answer(request: IncomingMessage, response: ServerResponse, files: Files): void {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value)
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD')
    return end(response, 405, 'This server only reads: GET and HEAD.')
  }
  if (!LOOPBACK.test(request.headers.host ?? '')) return end(response, 403, 'This server answers to 127.0.0.1 and localhost only.')
  const [path = '', search = ''] = (request.url ?? '').split(/\?(.*)/s)
  const address = hashAddress(path, new URLSearchParams(search))
  if (address) {
    response.setHeader('Location', address)
    return end(response, 302, address)
  }
  files(request, response, () => end(response, 404, 'No such file. The talk is at /'))
}

function end(response: ServerResponse, status: number, text: string): void {
  response.statusCode = status
  response.setHeader('Content-Type', 'text/plain; charset=utf-8')
  response.end(`${text}\n`)
}

function query(parameters: URLSearchParams): string {
  return parameters.size > 0 ? `?${parameters}` : ''
}

/** Listen on the first free port of `tries` in a row. */
async function listen(server: Server, first: number, tries: number): Promise<void> {
  for (let port = first; port < first + tries && port <= 65_535; port++) {
    const error = await tryPort(server, port)
    if (!error) return
    if (error.code !== 'EADDRINUSE') throw new Error(`port ${port} cannot be used (${error.code ?? error.message}); give another with --port`)
  }
  const which = tries === 1 ? `port ${first} is in use; give another with --port, or none for the next free one` : `ports ${first} to ${first + tries - 1} are all in use; give one with --port`
  throw new Error(which)
}

function tryPort(server: Server, port: number): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    const fail = (error: NodeJS.ErrnoException) => resolve(error)
    server.once('error', fail)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', fail)
      resolve(undefined)
    })
  })
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
