import type { Server } from 'node:http'

/** How many ports are tried, from `port` on, where the first need not be the one. */
export const MAX_PORTS = 100

/** Listen on the first free port of `tries` in a row. */
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

export function closeServer(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
