import { describe, expect, test } from 'vitest'
import { mergeGlyphRuns } from '../../src/pdf/merge-glyph-runs.ts'

const widthsOf = (font: string) => (font === 'F1' ? { 1: 600, 2: 500, other: 1000 } : undefined)

/** Where a PDF reader puts the glyphs of a `TJ` operator, px from the first. */
function places(run: string, size: number): readonly number[] {
  const widths = widthsOf('F1')!
  let pen = 0
  return [...run.matchAll(/<([0-9A-F]+)>|(-?\d+)/g)].flatMap(([, glyphs, back]) => {
    if (back) pen -= (Number(back) * size) / 1000
    return (glyphs?.match(/.{4}/g) ?? []).map(glyph => {
      const place = pen
      pen += ((widths[Number.parseInt(glyph, 16) as 1 | 2] ?? widths.other) * size) / 1000
      return place
    })
  })
}

describe('mergeGlyphRuns(content, widthsOf)', () => {
  test('merges glyphs that are their widths apart', () => {
    const content = '/F1 10 Tf\n1 0 0 -1 4 5 Tm\n<0001> Tj\n6.00002 0 Td <0002> Tj\n5 0 Td <0001> Tj\nET\n'
    expect(mergeGlyphRuns(content, widthsOf)).toBe('/F1 10 Tf\n1 0 0 -1 4 5 Tm\n[<000100020001>]TJ\nET\n')
  })

  test('keeps the position of every glyph, also with kerning', () => {
    const moves = [6.4, 4.93, 6, 5.31, 6.002, 5]
    const glyphs = ['0001', '0002', '0001', '0002', '0001', '0002', '0001']
    const content = `/F1 10 Tf\n<${glyphs[0]}> Tj\n${moves.map((move, i) => `${move} 0 Td <${glyphs[i + 1]}> Tj\n`).join('')}ET\n`
    const wanted = moves.reduce((sums, move) => [...sums, sums.at(-1)! + move], [0])
    const found = places(mergeGlyphRuns(content, widthsOf).split('\n')[1]!, 10)
    expect(found).toHaveLength(wanted.length)
    found.forEach((place, i) => expect(Math.abs(place - wanted[i]!)).toBeLessThanOrEqual(10 / 1000))
  })

  test.for([
    ['a font of unknown widths', '/F2 10 Tf\n<0001> Tj\n6 0 Td <0002> Tj\nET\n'],
    [
      'a run after which the pen moves to another line',
      '/F1 10 Tf\n<0001> Tj\n6 0 Td <0002> Tj\n-6 12 Td <0001> Tj\nET\n',
    ],
    ['a single glyph', '/F1 10 Tf\n<0001> Tj\nET\n'],
    ['drawing without text', '1 2 m\n3 4 l\nS\n'],
  ])('does not change %s', ([, content]) => {
    expect(mergeGlyphRuns(content!, widthsOf)).toBe(content)
  })
})
