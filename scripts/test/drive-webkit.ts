import { type ChildProcess, spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { asJson, type DrivenBrowser, keyActions, NotThere, type Start } from './driven-browser.ts'

/** How long the driver may take to start, ms, and how often it is asked. */
const PATIENCE_MS = 20_000
const POLL_MS = 100

/** The browser that comes with WebKitGTK. */
const MINI_BROWSER = '/usr/lib/*/webkit2gtk-4.*/MiniBrowser'

/**
 * Start WebKitGTK's browser on a virtual screen, and drive it by WebDriver.
 *
 * @param start - how it is started.
 * @returns the browser.
 * @throws NotThere when a program is missing; Error when one does not start.
 */
export async function driveWebKit({ folder, blocksSiteData }: Start): Promise<DrivenBrowser> {
  const [binary] = globSync(MINI_BROWSER)
  if (!binary) throw new NotThere('there is no MiniBrowser of WebKitGTK')
  const screen = await startScreen()
  const port = await freePort()
  const env = { ...process.env, DISPLAY: screen.name, HOME: folder, XDG_DATA_HOME: folder, XDG_CACHE_HOME: folder }
  const driver = await started('WebKitWebDriver', [`--port=${port}`], env)
  const stop = async () => {
    await end(driver)
    await end(screen.process)
  }
  try {
    const ask = async <T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<T> => {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, {
        method,
        ...(body && { body: JSON.stringify(body) }),
      })
      const { value } = (await response.json()) as { value: T & { error?: string; message?: string } }
      if (!response.ok) throw new Error(`WebKit: ${value.error}: ${value.message}`)
      return value
    }
    const end = Date.now() + PATIENCE_MS
    while (!(await ask('GET', '/status').catch(() => undefined)) && Date.now() < end)
      await new Promise(resolve => setTimeout(resolve, POLL_MS))
    const args = [
      '--automation',
      ...(blocksSiteData ? ['--enable-html5-local-storage=false', '--cookies-policy=never'] : []),
    ]
    const { sessionId, capabilities } = await ask<{ sessionId: string; capabilities: { browserVersion: string } }>(
      'POST',
      '/session',
      { capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': { binary, args } } } },
    )
    return webKitBrowser(`WebKitGTK ${capabilities.browserVersion}`, stop, (path, body) =>
      body ? ask('POST', `/session/${sessionId}${path}`, body) : ask('DELETE', `/session/${sessionId}${path}`),
    )
  } catch (error) {
    await stop()
    throw error
  }
}

type Command = <T>(path: string, body?: object) => Promise<T>

function webKitBrowser(name: string, stop: () => Promise<void>, command: Command): DrivenBrowser {
  // Commands go to the window that was switched to last: each waits for the one before.
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
    const now = last.then(run)
    last = now.catch(() => undefined)
    return now
  }
  return {
    name,
    async openWindow() {
      const { handle } = await inTurn(() => command<{ handle: string }>('/window/new', { type: 'window' }))
      const here = <T>(path: string, body: object) =>
        inTurn(async () => {
          await command('/window', { handle })
          return command<T>(path, body)
        })
      return {
        goto: url => here('/url', { url }),
        press: (...keys) => here('/actions', { actions: keyActions(keys) }),
        evaluate: async expression =>
          JSON.parse(
            await here<string>('/execute/sync', { script: `return ${asJson(expression)}`, args: [] }),
          ) as never,
      }
    },
    async close() {
      await inTurn(() => command('')).catch(() => undefined)
      await stop()
    },
  }
}

/** A virtual screen of X, under a number that is free. */
async function startScreen(): Promise<{ readonly name: string; readonly process: ChildProcess }> {
  const screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '2600x1000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const number = await new Promise<string>((resolve, reject) => {
    screen.once('error', () => reject(new NotThere('there is no Xvfb')))
    screen.once('exit', () => reject(new Error('Xvfb does not start')))
    screen.stdio[3]!.once('data', data => resolve(String(data).trim()))
  })
  return { name: `:${number}`, process: screen }
}

async function started(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const child = spawn(program, args, { stdio: 'ignore', env })
  await new Promise((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', () => reject(new NotThere(`there is no ${program}`)))
  })
  return child
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise(resolve => child.once('exit', resolve))
  child.kill()
  await ended
}

function freePort(): Promise<number> {
  return new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
