import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { root } from '../../src/files/root.ts'
import { buildDeck } from '../../src/build/build-deck.ts'

const COMMAND = [process.execPath, 'scripts/start.ts', '--no-open'] as const

const started: ChildProcess[] = []

beforeAll(() => buildDeck())

afterEach(() => started.splice(0).forEach(child => child.kill('SIGKILL')))

/** Start a server and wait for the addresses that it prints. */
async function start(
  program: string,
  ...args: string[]
): Promise<{ child: ChildProcess; printed: string; origin: string }> {
  const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  started.push(child)
  let printed = ''
  for await (const part of child.stdout!) {
    printed += String(part)
    if (printed.includes('Ctrl+C')) break
  }
  return { child, printed, origin: /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0] ?? '' }
}

/** Whether a server answers at an address. */
function answers(origin: string): Promise<boolean> {
  return fetch(origin).then(
    () => true,
    () => false,
  )
}

describe('npm start', () => {
  test('prints where the audience and the presenter look, and serves the talk there', async () => {
    const { printed, origin } = await start(...COMMAND)
    expect(printed).toBe(`The talk:       ${origin}/#/1\nThe presenter:  ${origin}/#/presenter/1\nCtrl+C stops it.\n`)
    expect(await fetch(origin).then(response => response.text())).toContain('<div id="app">')
  })

  test('--arch goes into both addresses', async () => {
    const { printed, origin } = await start(...COMMAND, '--arch', 'arm64')
    expect(printed).toContain(`${origin}/?arch=arm64#/1\n`)
    expect(printed).toContain(`${origin}/?arch=arm64#/presenter/1\n`)
  })

  test.for(['SIGINT', 'SIGTERM'] as const)('%s stops it, and that is no fault', async signal => {
    const { child, origin } = await start(...COMMAND)
    child.kill(signal)
    expect(await once(child, 'exit')).toEqual([0, null])
    await expect.poll(() => answers(origin)).toBe(false)
  })

  test('stops when the shell that npm put in between is gone', async () => {
    const { child, origin } = await start('sh', '-c', `"${COMMAND.join('" "')}"; true`)
    child.kill('SIGKILL')
    await expect.poll(() => answers(origin)).toBe(false)
  })
})
