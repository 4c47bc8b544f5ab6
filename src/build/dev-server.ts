import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { root } from '../files/root.ts'

/** Slidev's dev server at work on a deck. */
export type DevServer = {
  /** No slash at the end. */
  readonly origin: string
  readonly close: () => Promise<void>
}

/**
 * Start Slidev's dev server on a deck, on a free port.
 *
 * @param deck - its folder, absolute.
 * @returns the server, listening.
 * @throws Error with Slidev's own words when it ends instead of serving.
 */
export async function startDev(deck: string): Promise<DevServer> {
  const server = spawn(process.execPath, [join(root, 'node_modules/@slidev/cli/bin/slidev.mjs'), 'slides.md'], {
    cwd: deck,
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
  })
  const port = await new Promise<string>((resolve, reject) => {
    let said = ''
    server.stdout.on('data', (chunk: Buffer) => {
      said += chunk
      const address = /http:\/\/localhost:(\d+)/.exec(said)
      if (address) resolve(address[1]!)
    })
    server.once('exit', code => reject(new Error(`slidev ended with ${code}: ${said}`)))
  })
  return {
    origin: `http://localhost:${port}`,
    async close() {
      if (server.exitCode !== null) return
      server.kill()
      await once(server, 'exit')
    },
  }
}
