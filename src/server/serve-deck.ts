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

/** A deck that is being served. */
export type DeckServer = {
  readonly port: number
  /** `http://127.0.0.1:3030`, no slash at the end. */
  readonly origin: string
  readonly close: () => Promise<void>
}

/** How a deck is served, see {@link serveDeck}. */
export type ServeOptions = {
  readonly port?: number
  readonly strictPort?: boolean
  readonly readExtra?: (path: string) => Promise<Buffer | undefined>
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
  { port = 0, strictPort = false, readExtra }: ServeOptions = {},
): Promise<DeckServer> {
  const files = await readFiles(folder)
  const server = createServer((request, response) => void respond(request, response, files, readExtra))
  await listen(server, port, strictPort || port === 0 ? 1 : MAX_PORTS)
  // A connection that cannot be taken is one's own; the others go on.
  server.on('error', () => undefined)
  const taken = (server.address() as AddressInfo).port
  return { port: taken, origin: `http://127.0.0.1:${taken}`, close: () => closeServer(server) }
}

/** A file of the build, ready to be sent. */
type ServedFile = { readonly body: Buffer; readonly type: string; readonly etag: string }

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
  const etag = `"${createHash('sha256').update(body).digest('base64url')}"`
  return { body, type: type.startsWith('text/') ? `${type}; charset=utf-8` : type, etag }
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  files: ReadonlyMap<string, ServedFile>,
  more: ServeOptions['readExtra'],
): Promise<void> {
  for (const [name, value] of Object.entries(RESPONSE_HEADERS)) response.setHeader(name, value)
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD')
    return end(response, 405, 'This server only reads: GET and HEAD.')
  }
  const refusal = rejectForeignRequest(request)
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
  response.setHeader('ETag', file.etag)
  if (request.headers['if-none-match'] === file.etag) {
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
