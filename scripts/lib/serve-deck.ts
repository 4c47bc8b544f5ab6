import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, sep } from 'node:path'
import { lookup } from 'mrmime'
import { refusalOf } from './fence.ts'

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

/**
 * What a page of the deck may do: show what is of its own server, and nothing else; run scripts that are files there, and
 * nothing that stands in a page or is made up from words. Styles may stand in the page: Vue and Slidev set them there.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "object-src 'none'",
  "frame-src 'self'",
  "frame-ancestors 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

const HEADERS = {
  'Cache-Control': 'no-cache',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
}

/** How a deck is served, see {@link serveDeck}. */
export type ServeOptions = {
  readonly port?: number
  readonly strict?: boolean
  readonly more?: (path: string) => Promise<Buffer | undefined>
}

/**
 * Serve a built deck on 127.0.0.1, to this machine only. It is read once, so that the talk goes on whatever becomes of the disk.
 *
 * @param folder - the build, absolute.
 * @param port - the first port to try; 0 for any free one.
 * @param strict - whether only that port will do.
 * @param more - gives what is not in the build, by the path that it is asked for under; undefined where there is no such thing.
 * @throws Error when no port can be had.
 */
export async function serveDeck(
  folder: string,
  { port = 0, strict = false, more }: ServeOptions = {},
): Promise<Served> {
  const files = await readFiles(folder)
  const server = createServer((request, response) => void answer(request, response, files, more))
  await listen(server, port, strict || port === 0 ? 1 : TRIES)
  // A connection that cannot be taken is one's own; the others go on.
  server.on('error', () => undefined)
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

/** A file of the build, ready to be sent. */
type ServedFile = { readonly body: Buffer; readonly type: string; readonly tag: string }

/** All files of a build, by the path under which they are asked for. */
async function readFiles(folder: string): Promise<ReadonlyMap<string, ServedFile>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return new Map(
    await Promise.all(
      entries
        .filter(it => it.isFile())
        .map(async entry => {
          const file = join(entry.parentPath, entry.name)
          return [file.slice(folder.length).split(sep).join('/'), served(file, await readFile(file))] as const
        }),
    ),
  )
}

function served(path: string, body: Buffer): ServedFile {
  const type = lookup(path) ?? 'application/octet-stream'
  const tag = `"${createHash('sha256').update(body).digest('base64url')}"`
  return { body, type: type.startsWith('text/') ? `${type}; charset=utf-8` : type, tag }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  files: ReadonlyMap<string, ServedFile>,
  more: ServeOptions['more'],
): Promise<void> {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value)
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD')
    return end(response, 405, 'This server only reads: GET and HEAD.')
  }
  const refusal = refusalOf(request)
  if (refusal) return end(response, refusal.status, refusal.text)
  const [path = '', search = ''] = (request.url ?? '').split(/\?(.*)/s)
  const address = hashAddress(path, new URLSearchParams(search))
  if (address) {
    response.setHeader('Location', address)
    return end(response, 302, address)
  }
  const file =
    files.get(path === '/' ? '/index.html' : decoded(path)) ??
    (await more?.(path).then(body => body && served(path, body)))
  if (!file) return end(response, 404, 'No such file. The talk is at /')
  response.setHeader('Content-Type', file.type)
  response.setHeader('ETag', file.tag)
  if (request.headers['if-none-match'] === file.tag) {
    response.statusCode = 304
    return void response.end()
  }
  response.setHeader('Content-Length', file.body.length)
  response.end(file.body)
}

/** A path as it was before it was encoded; one that cannot have been is left, and is found nowhere. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
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
    if (error.code !== 'EADDRINUSE')
      throw new Error(`port ${port} cannot be used (${error.code ?? error.message}); give another with --port`)
  }
  const which =
    tries === 1
      ? `port ${first} is in use; give another with --port, or none for the next free one`
      : `ports ${first} to ${first + tries - 1} are all in use; give one with --port`
  throw new Error(which)
}

function tryPort(server: Server, port: number): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise(resolve => {
    const fail = (error: NodeJS.ErrnoException) => resolve(error)
    server.once('error', fail)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', fail)
      resolve(undefined)
    })
  })
}

function close(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
