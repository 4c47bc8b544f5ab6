import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { faultLine } from '../../src/errors/fault.ts'
import { root } from '../../src/files/root.ts'
import { createTextMeasurer } from '../../src/build/measure-text.ts'
import { checkFaces } from '../../src/look/check-faces.ts'
import { lookCss } from '../../src/look/look-css.ts'
import { DEFAULT_LOOK, defaultLook, readLook } from '../../src/look/read-look.ts'

const SHIPPED = [DEFAULT_LOOK, 'looks/plain.yaml']
const text = readFileSync(join(root, DEFAULT_LOOK), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'pt-regs-look-'))
mkdirSync(join(folder, 'looks'))
writeFileSync(join(folder, 'looks/none.woff2'), 'no font')
afterAll(() => rmSync(folder, { recursive: true }))

/** The default look, changed. */
function changed(...changes: readonly (readonly [from: string, to: string])[]): ReturnType<typeof readLook> {
  const look = changes.reduce((all, [from, to]) => {
    expect(all).toContain(from)
    return all.replace(from, to)
  }, text)
  writeFileSync(join(folder, 'looks/mine.yaml'), look)
  return readLook('looks/mine.yaml', folder)
}

test.for(SHIPPED)('%s can be read, by all, in light and dark', file => {
  const { value, faults } = readLook(file)
  expect(faults.map(faultLine)).toEqual([])
  expect(checkFaces(value!, file).map(faultLine)).toEqual([])
})

describe('judgeLook(look) names', () => {
  test.for([
    [
      'text that is too pale',
      'soft-ink: "#6b6459"',
      'soft-ink: "#9a9388"',
      ['soft-ink #9a9388 on paper #fbf8f2', 'text needs 4.5'],
    ],
    [
      'classes that some people cannot tell apart',
      'other: "#5b6770"',
      'other: "#7a6a20"',
      ['light: other #7a6a20 and sparse #b34700', 'as people with', 'CIEDE2000'],
    ],
    [
      'a mark that is like a class',
      'mark-fill: "#ffe066"',
      'mark-fill: "#fbe0cc"',
      ['sparse-fill #fbe3cf and mark-fill #fbe0cc'],
    ],
    [
      'hatching that cannot be seen',
      'sparse-hatch: "#b4703a"',
      'sparse-hatch: "#6a4020"',
      ['dark: sparse-hatch #6a4020 on sparse-fill', 'needs 3'],
    ],
  ] as const)('%s', ([, from, to, words]) => {
    const { value, faults } = changed([from, to])
    expect(value).toBeUndefined()
    const found = faults.map(faultLine).join('\n')
    for (const word of words) expect(found).toContain(word)
    expect(found).toMatch(/^looks\/mine\.yaml:\d+:\d+: (light|dark): /)
  })
})

describe('readLook(file) points at', () => {
  test.for([
    ['a colour that is none', 'ink: "#1d1a16"', 'ink: black', 'must be a colour like #0072b2'],
    ['a key that is misspelt', 'headline:', 'headlines:', 'headlines'],
    ['a family that is CSS', 'family: Rye', `family: "Rye'; } * {"`, 'must be the name of a typeface'],
    ['a file that is not there', '@fontsource/rye/files/rye-latin-400', './gone', 'there is no ./gone-normal.woff2'],
    ['a file that is no font file', 'rye-latin-400-normal.woff2', 'rye-latin-400.css', 'is no font file'],
  ] as const)('%s', ([, from, to, problem]) => {
    expect(changed([from, to]).faults.map(faultLine).join('\n')).toContain(problem)
  })

  test('a face for code that is too wide, and a file that only looks like a font', () => {
    const { value } = changed(
      ['family: IBM Plex Mono', 'family: Wide'],
      ['ibm-plex-mono/files/ibm-plex-mono-latin-400-normal.woff2', 'rye/files/rye-latin-400-normal.woff2'],
      ['"@fontsource/rye/files/rye-latin-400-normal.woff2"\nlicence', './none.woff2\nlicence'],
    )
    expect(checkFaces(value!, 'mine').map(faultLine)).toEqual([
      expect.stringContaining('faces.code 400: its signs are'),
      expect.stringMatching(/faces\.film 400: .*none\.woff2 is no font/),
    ])
  })
})

test('the stage is laid out by the face that it is set in', () => {
  const { value } = changed([
    'ibm-plex-sans/files/ibm-plex-sans-latin-600-normal.woff2',
    'zilla-slab/files/zilla-slab-latin-700-normal.woff2',
  ])
  const width = (measure: ReturnType<typeof createTextMeasurer>) => measure('Multi-kprobe', 600)
  expect(width(createTextMeasurer(value))).not.toBeCloseTo(width(createTextMeasurer()), 1)
})

test('lookCss(look) without a face for the film sets its words as headlines', () => {
  expect(lookCss(defaultLook())).toContain("--western: 'Rye', 'Zilla Slab', serif;\n  --western-weight: 400;")
  expect(lookCss(readLook('looks/plain.yaml').value!)).toContain(
    "--western: 'IBM Plex Sans', 'Noto Sans', sans-serif;\n  --western-weight: 700;",
  )
})
