import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from '../../src/files/root.ts'
import { helpText, readArguments } from '../../src/cli/command.ts'
import { UsageError } from '../../src/errors/usage-error.ts'
import { run, runScript } from '../scripts/run.ts'

const COMMAND = {
  name: 'npm run sing',
  summary: 'Sings.',
  options: { song: { hint: 'NAME', help: 'which one' }, loud: { help: 'so that all can hear' } },
  run: async () => undefined,
}

describe('readArguments(command, args)', () => {
  test.for([
    [[], { song: undefined, loud: false }],
    [['--song', 'x'], { song: 'x', loud: false }],
    [['--song=x', '--loud'], { song: 'x', loud: true }],
  ] as const)('reads %j', ([args, values]) => {
    expect(readArguments(COMMAND, args)).toEqual({ values, positionals: [] })
  })

  test.for([
    [['--sing', 'x'], 'does not know --sing; did you mean --song?'],
    [['--zebra'], 'does not know --zebra; see npm run sing -- --help'],
    [['-l'], 'does not know -l; see npm run sing -- --help'],
    [['--song'], '--song takes a value; see npm run sing -- --help'],
    [['--song', 'x', '--song=y'], '--song is given twice; give it once: npm run sing -- --help'],
    [['--loud=yes'], '--loud takes no value; leave out =yes'],
    [['x'], 'unexpected argument "x". Options go after --, as in: npm run sing -- --help'],
  ] as const)('refuses %j', ([args, message]) => {
    expect(() => readArguments(COMMAND, args)).toThrow(new UsageError(message))
  })

  test('keeps the words of a command that takes some', () => {
    expect(readArguments({ ...COMMAND, words: 'list | diff A B' }, ['diff', 'a', '--loud', 'b']).positionals).toEqual([
      'diff',
      'a',
      'b',
    ])
  })

  test('keeps every value of an option that repeats', () => {
    const command = {
      ...COMMAND,
      options: { ...COMMAND.options, voice: { hint: 'NAME', help: 'who', repeats: true } },
    } as const
    expect(readArguments(command, ['--voice', 'a', '--voice=b']).values.voice).toEqual(['a', 'b'])
    expect(readArguments(command, []).values.voice).toEqual([])
  })

  test.for([
    ['loud', 'true', '--loud'],
    ['song', 'true', '--song'],
    ['song', 'x.md', '--song x.md'],
  ] as const)('says when npm consumed an option that was meant for the command: %s=%s', ([option, value, typed]) => {
    process.env[`npm_config_${option}`] = value
    try {
      expect(() => readArguments(COMMAND, [])).toThrow(`npm consumed ${typed}. Write: npm run sing -- ${typed}`)
      expect(readArguments(COMMAND, ['--loud', '--song', 'y']).values).toEqual({ loud: true, song: 'y' })
    } finally {
      delete process.env[`npm_config_${option}`]
    }
  })
})

test('helpText(command) shows how it is called, what it does, and each option', () => {
  expect(helpText(COMMAND)).toBe(`npm run sing -- [options]

Sings.

  --song NAME        which one
  --loud             so that all can hear
  --help             show this
`)
})

describe('every command', () => {
  const commands = readdirSync(join(root, 'scripts')).filter(file => file.endsWith('.ts'))

  test.for(commands)('%s takes --help', async file => {
    const { code, stdout, stderr } = await runScript(file, '--help')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^npm (run )?[a-z:-]+ -- /)
  })

  test.for(commands)('%s ends with 2 for an option that it does not have', async file => {
    const { code, stdout, stderr } = await runScript(file, '--zebra')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('does not know --zebra')
  })
})

test('npm run check -- --json prints JSON and nothing else', async () => {
  const { stdout } = await run('npm', ['run', 'check', '--', '--json'])
  expect(JSON.parse(stdout)).toHaveProperty('faults')
})

test('what is printed may be read in part', async () => {
  const { code, stderr } = await run('bash', [
    '-c',
    'set -o pipefail; "$0" scripts/arch.ts derive --help | true; "$0" scripts/hazards.ts --json | head -c 10 > /dev/null',
    process.execPath,
  ])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
})

test('says in a sentence that its output cannot be written', async () => {
  const script = `exec "${process.execPath}" scripts/check.ts --json > /dev/full`
  expect(await run('sh', ['-c', script])).toEqual({
    code: 1,
    stdout: '',
    stderr: 'npm run check: its output: the disk is full; make room, and run the command again (ENOSPC)\n',
  })
})

describe('what a command refuses', () => {
  test.for([
    ['start.ts', ['--port', '0'], 'npm start: --port takes a number from 1 to 65535, not 0'],
    ['start.ts', ['--arch', 'amr64'], 'did you mean arm64?'],
    ['start.ts', ['4000'], 'Options go after --, as in: npm start -- --help'],
    ['dev.ts', ['--port', 'x'], '--port takes a number'],
    ['build.ts', ['--base', 'talk'], '--base takes a path that starts and ends with /, not talk'],
    ['build.ts', ['--base', '//e.org/'], '--base takes a path that starts and ends with /'],
    ['build.ts', ['--base', '/a b/'], '--base takes a path that starts and ends with /'],
    ['build.ts', ['--base', '/a/../'], '--base takes a path that starts and ends with /'],
    ['hazards.ts', ['--release', '99.9'], '--release 99.9: nothing is known of it; the newest tree of the data is'],
    ['hazards.ts', ['--report', '--json'], '--report prints mails, and no JSON'],
    ['export.ts', ['--release', '99.9'], '--release 99.9: nothing is known of it'],
    ['new.ts', ['talk', 'slides.md', '--minutes', '9'], 'slides.md exists, and is not overwritten'],
    ['build.ts', ['--out', 'data'], '--out data is where the deck is made from'],
    ['export.ts', ['--arch', 'vax'], '--arch vax is none of'],
    ['export.ts', ['--all-arches', '--output', 'x.pdf'], '--all-arches writes every arch under its own name'],
  ] as const)('%s %j', async ([script, args, message]) => {
    const { code, stderr } = await runScript(script, ...args)
    expect(stderr).toContain(message)
    expect(code).toBe(2)
  })
})
