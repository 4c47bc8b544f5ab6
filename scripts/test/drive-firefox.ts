import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { asJson, type DrivenBrowser, type DrivenWindow, keyActions, NotThere, type Start } from './driven-browser.ts'

/** How long Firefox may take to start, ms. */
const PATIENCE_MS = 60_000

/** Preferences of every profile: no page is opened but ours, and nothing is asked of other machines. */
const PREFERENCES = {
  'browser.startup.page': 0,
  'browser.aboutwelcome.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'dom.disable_open_during_load': false,
}

/** Firefox's number for "block all cookies", and with them all site data. */
const BLOCK_ALL = 2

/**
 * Start Firefox without a window, and drive it by WebDriver BiDi, which it speaks itself.
 *
 * @param start - how it is started.
 * @returns the browser.
 * @throws NotThere when there is no Firefox; Error when it does not start.
 */
export async function driveFirefox({ folder, blocksSiteData }: Start): Promise<DrivenBrowser> {
  const preferences = { ...PREFERENCES, ...(blocksSiteData && { 'network.cookie.cookieBehavior': BLOCK_ALL }) }
  const lines = Object.entries(preferences).map(([key, value]) => `user_pref("${key}", ${JSON.stringify(value)});\n`)
  writeFileSync(join(folder, 'user.js'), lines.join(''))
  const child = spawn(
    'firefox-esr',
    ['--headless', '--no-remote', '--profile', folder, '--remote-debugging-port', '0'],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, HOME: folder },
    },
  )
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const address = await new Promise<string>((resolve, reject) => {
    let said = ''
    child.once('error', () => reject(new NotThere('there is no firefox-esr')))
    child.once('exit', () => reject(new Error(`Firefox ended: ${said.slice(-500)}`)))
    setTimeout(() => reject(new Error('Firefox did not start')), PATIENCE_MS).unref()
    child.stderr.on('data', data => {
      said += String(data)
      const [, found] = /WebDriver BiDi listening on (ws:\S+)/.exec(said) ?? []
      if (found) resolve(found)
    })
  })
  const command = await connect(`${address}/session`)
  const { capabilities } = await command<{ capabilities: { browserVersion: string } }>('session.new', {
    capabilities: {},
  })
  return {
    name: `Firefox ${capabilities.browserVersion}`,
    openWindow: () => openWindow(command),
    async close() {
      child.kill()
      await ended
    },
  }
}

type Command = <T>(method: string, params: object) => Promise<T>

type Answer = {
  readonly id: number
  readonly type: string
  readonly result?: unknown
  readonly error?: string
  readonly message?: string
}

/** Connect to WebDriver BiDi: each command is answered by its number. */
async function connect(address: string): Promise<Command> {
  const socket = new WebSocket(address)
  await new Promise((resolve, reject) => {
    socket.onopen = resolve
    socket.onerror = () => reject(new Error(`Firefox does not answer at ${address}`))
  })
  const pending = new Map<number, { resolve: (it: never) => void; reject: (error: Error) => void }>()
  socket.onmessage = ({ data }) => {
    const { id, type, result, error, message } = JSON.parse(String(data)) as Answer
    const waiting = pending.get(id)
    pending.delete(id)
    if (type === 'error') waiting?.reject(new Error(`${error}: ${message}`))
    else waiting?.resolve(result as never)
  }
  let last = 0
  return (method, params) =>
    new Promise((resolve, reject) => {
      pending.set(++last, { resolve, reject })
      socket.send(JSON.stringify({ id: last, method, params }))
    })
}

async function openWindow(command: Command): Promise<DrivenWindow> {
  const { context } = await command<{ context: string }>('browsingContext.create', { type: 'window' })
  return {
    goto: url => command('browsingContext.navigate', { context, url, wait: 'complete' }),
    press: (...keys) => command('input.performActions', { context, actions: keyActions(keys) }),
    async evaluate(expression) {
      const answer = await command<{
        result?: { value: string }
        exceptionDetails?: { text: string }
      }>('script.evaluate', { expression: asJson(expression), target: { context }, awaitPromise: true })
      if (!answer.result) throw new Error(answer.exceptionDetails?.text)
      return JSON.parse(answer.result.value) as never
    },
  }
}
