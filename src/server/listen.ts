import type { Server } from 'node:http'

/** How many ports are tried when the first may be another. */
export const MAX_PORTS = 100

/**
 * Listen on 127.0.0.1, on the first free port of several in a row.
 *
 * @param server - not listening yet.
 * @param first - the first port to try; 0 for any free one.
 * @param tries - how many ports to try; 1 means only that one.
 * @throws Error if all of them are in use, or a port cannot be used for another reason.
 */
export async function listen(server: Server, first: number, tries: number): Promise<void> {
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

/** Listen on a port; the error if that fails. */
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

/**
 * Close a server and its open connections.
 *
 * @param server - listening.
 */
export function closeServer(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
