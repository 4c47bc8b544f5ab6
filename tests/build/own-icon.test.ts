import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ownIcon } from '../../src/build/vite/own-icon.ts'
import { root } from '../../src/files/root.ts'

/** What the plugin makes of a page, and the files that it adds. */
function outcome(deck: string, icon: string | undefined, html: string) {
  const plugin = ownIcon(deck, icon)
  const files: string[] = []
  const { handler } = plugin.transformIndexHtml as { handler: (html: string) => string }
  const generateBundle = plugin.generateBundle as unknown as (this: object) => void
  generateBundle.call({ emitFile: (it: { fileName: string }) => void files.push(it.fileName) })
  return { html: handler(html), files }
}

const link = (href: string) => `<head><link rel="icon" href="${href}"></head>`

test('ownIcon(deck, icon) links no icon on another host', () => {
  expect(outcome('/nowhere', undefined, link('https://cdn.example/favicon.png'))).toEqual({
    html: link('data:,'),
    files: [],
  })
  expect(outcome('/nowhere', 'own.png', link('./own.png')).html).toBe(link('./own.png'))
})

test('ownIcon(deck, icon) adds the icon of this repository where the deck has none of that name', () => {
  expect(outcome('/nowhere', './favicon.png', '').files).toEqual(['favicon.png'])
  expect(outcome(root, './favicon.png', '').files).toEqual([])
  expect(outcome(join(root, 'examples/network-receive'), './favicon.png', '').files).toEqual([])
  expect(outcome('/nowhere', './acme.png', '').files).toEqual([])
})
