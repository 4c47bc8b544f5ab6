import { encode } from 'uqr'
import { describe, expect, test } from 'vitest'
import { qrCode } from '../../src/canvas/qr-code.ts'

describe('qrCode(text)', () => {
  const text = 'https://example.org/talk/'
  const { size, path } = qrCode(text)
  const bars = [...path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)].map(it => it.slice(1).map(Number))

  test('has a quiet zone of four modules on each side, which cameras need', () => {
    expect(bars.length).toBeGreaterThan(100)
    expect(bars.map(it => it[0]! + it[2]!).reduce((a, b) => Math.max(a, b))).toBe(size - 4)
    expect(bars.map(it => it[0]!).reduce((a, b) => Math.min(a, b))).toBe(4)
    expect([bars[0]![1], bars.at(-1)![1]]).toEqual([4, size - 5])
  })

  test('is dark where the code of the text is, and nowhere else', () => {
    const { data } = encode(text, { ecc: 'M', border: 0 })
    const dark = bars.flatMap(([x, y, width]) => Array.from({ length: width! }, (_, i) => `${x! + i - 4} ${y! - 4}`))
    const wanted = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? `${x} ${y}` : [])))
    expect(dark).toEqual(wanted)
  })
})
