import { MAX_PORTS, closeServer, listen } from './listen.ts'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readFile, readdir } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { lookup } from 'mrmime'
import { createHash } from 'node:crypto'
import { RESPONSE_HEADERS } from './security-headers.ts'
import { rejectForeignRequest } from './reject-foreign-requests.ts'
import { hashAddress } from './hash-address.ts'

/** A server that is listening. */
export type DeckServer = {
  readonly port: number
  /** `http://127.0.0.1:3030`, no slash at the end. */
  readonly origin: string
  readonly close: () => Promise<void>
}

/** How a deck is served. */
export type ServeOptions = {
  /** The first port to try; 0, the default, for any free one. */
  readonly port?: number
  /** Whether only that port will do. */
  readonly strictPort?: boolean
}

/**
 * Serve a built deck on 127.0.0.1, to this machine only.
 *
 * Its files are read into memory at the start: a talk goes on when the disk fails or another build replaces them.
 *
 * @param folder - the build, absolute.
 * @param options - the port to listen on.
 * @returns the server, listening.
 * @throws Error if no port is free.
 */
export async function serveDeck(
  folder: string,
  { port = 0, strictPort = false }: ServeOptions = {},
): Promise<DeckServer> {
  const files = await readFiles(folder)
  const server = createServer((request, response) => respond(request, response, files))
  await listen(server, port, strictPort || port === 0 ? 1 : MAX_PORTS)
  // An error of one connection must not end the process: the others go on.
  server.on('error', () => undefined)
  const bound = (server.address() as AddressInfo).port
  return { port: bound, origin: `http://127.0.0.1:${bound}`, close: () => closeServer(server) }
}

/** A file as it is sent. */
type ServedFile = { readonly body: Buffer; readonly type: string; readonly etag: string }

/** Read all files of a build, by the path of their URL. */
async function readFiles(folder: string): Promise<ReadonlyMap<string, ServedFile>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return new Map(
    await Promise.all(
      entries
        .filter(it => it.isFile())
        .map(async entry => {
          const file = join(entry.parentPath, entry.name)
          const path = file.slice(folder.length).split(sep).join('/')
          const body = await readFile(file)
          return [path, served(file, path === '/index.html' ? markedForShow(body) : body)] as const
        }),
    ),
  )
}

/** The deck's page with a word for its windows: they are opened to give the talk, and go through it together. */
function markedForShow(page: Buffer): Buffer {
  return Buffer.from(page.toString().replace('<head>', '<head><meta name="show">'))
}

function served(path: string, body: Buffer): ServedFile {
  const type = lookup(path) ?? 'application/octet-stream'
  const etag = `"${createHash('sha256').update(body).digest('base64url')}"`
  return { body, type: type.startsWith('text/') ? `${type}; charset=utf-8` : type, etag }
}

function respond(request: IncomingMessage, response: ServerResponse, files: ReadonlyMap<string, ServedFile>): void {
  for (const [name, value] of Object.entries(RESPONSE_HEADERS)) response.setHeader(name, value)
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD')
    return end(response, 405, 'This server only reads: GET and HEAD.')
  }
  const rejection = rejectForeignRequest(request)
  if (rejection) return end(response, rejection.status, rejection.text)
  const [path = '', search = ''] = (request.url ?? '').split(/\?(.*)/s)
  const address = hashAddress(path, new URLSearchParams(search))
  if (address) {
    response.setHeader('Location', address)
    return end(response, 302, address)
  }
  const file = files.get(path === '/' ? '/index.html' : decoded(path))
  if (!file) return end(response, 404, 'No such file. The talk is at /')
  response.setHeader('Content-Type', file.type)
  response.setHeader('ETag', file.etag)
  if (request.headers['if-none-match'] === file.etag) {
    response.statusCode = 304
    response.end()
    return
  }
  response.setHeader('Content-Length', file.body.length)
  response.end(file.body)
}

/** Decode a URL's path. One that is not validly encoded stays as it is, and names no file. */
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
