import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { faceLicences } from '../../src/look/face-licences.ts'
import { defaultLook } from '../../src/look/read-look.ts'

const folder = mkdtempSync(join(tmpdir(), 'faces-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A font file of a package with these files. */
function fontOf(name: string, files: Readonly<Record<string, string>>): string {
  const at = join(folder, 'node_modules', name)
  mkdirSync(at, { recursive: true })
  for (const [file, text] of Object.entries(files)) writeFileSync(join(at, file), text)
  return join(at, 'files/a.woff2')
}

describe('faceLicences(look)', () => {
  test('has each package of the default look once, with its text', () => {
    const listed = faceLicences(defaultLook())
    expect([...listed.matchAll(/^## (\S+) - \S+ \(OFL-1\.1\)\n\n\S/gm)].map(it => it[1])).toEqual([
      '@fontsource/ibm-plex-sans',
      '@fontsource/ibm-plex-mono',
      '@fontsource/zilla-slab',
      '@fontsource/rye',
    ])
  })

  test('takes a licence under any of its usual names, and lists a package that has none', () => {
    const named = (name: string) => JSON.stringify({ name, version: '1.0.0', license: 'MIT' })
    const text = {
      400: fontOf('@a/one', { 'package.json': named('@a/one'), 'LICENCE.md': 'As you like.\n' }),
      600: fontOf('two', { 'package.json': named('two') }),
    }
    expect(faceLicences({ fontFiles: { text } })).toBe(
      '\n## @a/one - 1.0.0 (MIT)\n\nAs you like.\n\n## two - 1.0.0 (MIT)\n',
    )
  })

  test('is empty where the files lie beside the look', () => {
    expect(faceLicences({ fontFiles: { text: { 400: join(folder, 'mine.woff2') } } })).toBe('')
  })
})
