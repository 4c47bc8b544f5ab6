import { expect, test } from 'vitest'
import { pageHtml } from '../../src/site/page-shell.ts'

const head = { title: 'a < b & "c"', description: 'd', lang: 'en', top: '../', path: 'read/' }

test('pageHtml(head, body) writes texts as texts', () => {
  const html = pageHtml(head, '<main></main>')
  expect(html).toContain('<title>a &lt; b &amp; &quot;c&quot;</title>')
  expect(html).toContain('<body><main></main></body>')
  expect(html).not.toContain('og:url')
})

test('pageHtml(head, body) names address and picture where the deck knows its address', () => {
  const html = pageHtml({ ...head, address: 'https://example.org/talk/', picture: 'previews/a.png' }, '')
  expect(html).toContain('<link rel="canonical" href="https://example.org/talk/read/">')
  expect(html).toContain('<meta property="og:image" content="https://example.org/talk/previews/a.png">')
})

test('pageHtml(head, body) links the icon of the deck, and no other', () => {
  expect(pageHtml({ ...head, icon: 'acme.png' }, '')).toContain('<link rel="icon" href="../acme.png">')
  expect(pageHtml(head, '')).toContain('<link rel="icon" href="data:,">')
})
