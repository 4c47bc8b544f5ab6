import { describe, expect, test } from 'vitest'
import { reviewPage } from '../../src/cli/review-page.ts'

const source = Array.from({ length: 40 }, (_, i) => (i === 9 ? '\tsd a0, PT_R4(sp) /* <a> & "b" */' : `\tnop ${i + 1}`))
const page = reviewPage({
  arch: 'toy64',
  release: '6.12',
  read: file => (file === 'entry.S' ? source.join('\n') : undefined),
  drafts: [
    {
      role: 'exception-entry',
      name: 'SAVE_ALL',
      struct: 'pt_regs',
      file: 'entry.S',
      line: 30,
      files: ['entry.S', 'gone.c'],
      fields: { r4: 'captured 0:10', r5: 'made-up 1:3', pad: 'unset' },
    },
  ],
})

describe('reviewPage(tree)', () => {
  test('shows each field with its state, beside the lines around those that write', () => {
    expect(page).toContain('<tr><td>r4<td>captured<td>entry.S:10')
    expect(page).toContain('<tr><td>pad<td>unset<td>')
    expect(page).toContain('<b>   10  \tsd a0, PT_R4(sp) /* &lt;a&gt; &amp; &quot;b&quot; */</b>')
    expect(page).toContain('    7  \tnop 7\n')
    expect(page).toContain('   13  \tnop 13\n  ...\n   27  \tnop 27')
    expect(page).not.toContain('nop 20')
  })

  test('says where the tree lacks a file', () => {
    expect(page).toContain('<h3>gone.c</h3><pre>The tree has no such file.</pre>')
  })

  test('runs and loads nothing', () => {
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`)
    expect(page).not.toMatch(/<script|<link|<img|https?:/)
  })
})
