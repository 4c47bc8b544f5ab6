import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from '../src/files/root.ts'
import { CONTENT_SECURITY_POLICY } from '../src/server/security-headers.ts'
import { buildDeck } from '../src/build/build-deck.ts'
import { NODE_PACKAGES } from '../scripts/setup/project-node.mjs'

const read = (file: string) => readFileSync(join(root, file), 'utf8')
const { dependencies, optionalDependencies, devDependencies, overrides } = JSON.parse(read('package.json')) as Record<
  string,
  Record<string, string>
>
const { packages } = JSON.parse(read('package-lock.json')) as {
  packages: Record<string, { resolved?: string; integrity?: string; hasInstallScript?: true; optional?: true }>
}
const CONTRIBUTING = read('CONTRIBUTING.md')

/** Licences that let a deck under the MIT licence be given on, with their text beside it. */
const COMPATIBLE =
  /^\(?(?:MIT|ISC|BSD-2-Clause|BSD-3-Clause|Apache-2\.0|0BSD|CC0-1\.0|OFL-1\.1|BlueOak-1\.0\.0|MPL-2\.0|Unlicense)(?: (?:OR|AND) [\w.-]+)*\)?$/

/** The packages named in the first column of CONTRIBUTING's table under a heading of its first row. */
function rowsUnder(head: string): readonly string[] {
  const [, rows = ''] = CONTRIBUTING.split(`| ${head} |`)
  return rows
    .split('\n\n')[0]!
    .split('\n')
    .slice(2)
    .flatMap(row => [...(row.split('|')[1]?.matchAll(/`([^`]+)`/g) ?? [])].map(it => it[1]!))
}

describe('the packages', () => {
  test('have a reason each in CONTRIBUTING.md', () => {
    expect(rowsUnder('package | why').toSorted()).toEqual(
      Object.keys({ ...dependencies, ...optionalDependencies, ...devDependencies }).toSorted(),
    )
  })

  test('are pinned, and those pinned against a fault are listed with the condition for removing the pin', () => {
    const exact = /^\d+\.\d+\.\d+$/
    expect(
      Object.entries({ ...dependencies, ...optionalDependencies, ...devDependencies, ...overrides }).filter(
        ([, version]) => !exact.test(version),
      ),
    ).toEqual([])
    expect(rowsUnder('pin | why | may go when').toSorted()).toEqual(
      Object.keys(overrides!)
        .map(it => it.replace(/(?<=.)@.*$/, ''))
        .toSorted(),
    )
  })

  test('come from npm, each with a hash', () => {
    const wild = Object.entries(packages).filter(
      ([path, { resolved = '', integrity }]) =>
        path !== '' && (!/^(?:$|https:\/\/registry\.npmjs\.org\/)/.test(resolved) || !integrity?.startsWith('sha512-')),
    )
    expect(wild.map(([path]) => path)).toEqual([])
  })

  test('run no install script', () => {
    expect(read('.npmrc')).toMatch(/^ignore-scripts=true$/m)
  })

  test('have Node among them, one version for each kind of machine', () => {
    const nodes = Object.values(NODE_PACKAGES)
    expect(Object.keys(optionalDependencies!).toSorted()).toEqual(nodes.toSorted())
    expect(new Set(Object.values(optionalDependencies!)).size).toBe(1)
    expect(nodes.filter(name => !packages[`node_modules/${name}`]?.optional)).toEqual([])
  })
})

describe('the built deck', () => {
  test('lists the licences of what is in it, all of them compatible', async () => {
    const listed = [
      ...readFileSync(join(await buildDeck(), 'licences.md'), 'utf8').matchAll(/^## (\S+) - \S+(?: \((.+)\))?$/gm),
    ].map(it => [it[1]!, it[2] ?? ''] as const)
    expect(listed.map(([name]) => name)).toEqual(
      expect.arrayContaining(['vue', 'vue-router', '@fontsource/ibm-plex-sans', '@slidev/client']),
    )
    expect(listed.filter(([, licence]) => !COMPATIBLE.test(licence))).toEqual([])
  })

  test('has the policy that README.md gives for other hosts', () => {
    expect(read('README.md')).toContain(`Content-Security-Policy: ${CONTENT_SECURITY_POLICY}\n`)
  })
})
