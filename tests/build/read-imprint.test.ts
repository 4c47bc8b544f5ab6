import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { checkHeadFiles, lookOf, readImprint } from '../../src/build/read-imprint.ts'
import { withPreview } from '../../src/build/vite/link-previews.ts'
import { root } from '../../src/files/root.ts'
import type { Headmatter } from '../../src/model/read/headmatter.ts'

const folder = mkdtempSync(join(tmpdir(), 'pt-regs-imprint-'))
mkdirSync(join(folder, 'public'))
writeFileSync(join(folder, 'acme.svg'), '<svg/>')
writeFileSync(join(folder, 'public/big.png'), Buffer.alloc(300 * 1024))
writeFileSync(join(folder, 'acme.txt'), 'Acme')
afterAll(() => rmSync(folder, { recursive: true }))

const head = (file: string) => ({ author: 'Ada', logo: { file, alt: 'Acme' } }) as Headmatter
const problemsOf = (file: string) =>
  checkHeadFiles(folder)(head(file), (path, code, problem, tip) => ({
    file: path.join('.'),
    line: 1,
    col: 1,
    code,
    problem,
    tip,
  })).map(it => `${it.file}: ${it.problem}`)

describe('readImprint(head, deck)', () => {
  test('holds the logo, so that it is there in any form of the deck', () => {
    expect(problemsOf('./acme.svg')).toEqual([])
    expect(readImprint(head('./acme.svg'), folder)).toMatchObject({
      byline: 'Ada',
      links: [],
      faces: { names: ['IBM Plex Sans', 'IBM Plex Mono', 'Zilla Slab', 'Rye'] },
      logo: { source: `data:image/svg+xml;base64,${Buffer.from('<svg/>').toString('base64')}`, alt: 'Acme' },
    })
  })

  test.for([
    ['./gone.svg', 'there is no gone.svg'],
    ['/acme.svg', 'there is no public/acme.svg'],
    ['../acme.svg', 'there is no ../acme.svg'],
    ['./acme.txt', 'is no picture'],
    ['/big.png', '300 KB, 256 KB is the most'],
  ])('refuses the logo %s: %s', ([file, problem]) => {
    expect(problemsOf(file!)).toEqual([expect.stringMatching(new RegExp(`^logo\\.file: .*${problem}`))])
  })
})

test('withPreview(html, preview) writes words where Slidev writes JSON', () => {
  const html =
    '<meta name="author" content="&quot;Ada&quot;">\n<meta property="og:description" content="&quot;x\\n&quot;">'
  expect(withPreview(html, { author: 'Ada "$&" <A>', description: 'One & all' })).toBe(
    '<meta name="author" content="Ada &quot;$&amp;&quot; &lt;A&gt;">\n<meta property="og:description" content="One &amp; all">',
  )
  expect(withPreview(html, { author: undefined, description: undefined })).toBe(html)
})

test('lookOf(head, deck) finds the looks of this repository from a deck in another folder, whose own go first', () => {
  const name = 'looks/plain.yaml'
  const faultsOf = (look: string) =>
    checkHeadFiles(folder)({ look } as Headmatter, (_, code, problem, tip) => ({
      file: 'slides.md',
      line: 1,
      col: 1,
      code,
      problem,
      tip,
    }))
  expect(lookOf({ look: name }, folder).file).toBe(join(root, name))
  expect(faultsOf(name)).toEqual([])
  expect(faultsOf('looks/gone.yaml')).toEqual([expect.objectContaining({ file: 'looks/gone.yaml', code: 'file' })])
  mkdirSync(join(folder, 'looks'))
  copyFileSync(join(root, name), join(folder, name))
  expect(lookOf({ look: name }, folder).file).toBe(join(folder, name))
})
