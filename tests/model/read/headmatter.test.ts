import { describe, expect, test } from 'vitest'
import { faultLine } from '../../../src/errors/fault.ts'
import { bylineOf, previewOf } from '../../../src/model/read/headmatter.ts'
import { readSlides } from '../../../src/model/read/read-slides.ts'

const HEAD = `---
title: A talk
author: Ada Kernelhacker
event: Kernel Recipes
eventUrl: https://recipes.example/ada
links:
  - { text: the probe, url: https://acme.example/probe }
logo: { file: ./acme.svg, alt: Acme }
arch: z80
duration: 10min
mcp: false
budget: 600
---

# One
`

const faultsOf = (text: string) =>
  readSlides('mine.md', text, {
    talk: undefined,
    archIds: ['z80'],
    load: () => ({ problem: '', tip: '' }),
    checkHead: ({ logo }, faultAt) =>
      logo && logo.file !== './acme.svg' ? [faultAt(['logo', 'file'], 'file', 'there is none', 'put it there')] : [],
  }).faults.map(faultLine)

describe('the headmatter', () => {
  test('names speaker, event, links and logo', () => expect(faultsOf(HEAD)).toEqual([]))

  test.for([
    ['a key that is misspelt', 'event: Kernel', 'evnet: Kernel', 'mine.md:4:1:'],
    ['an author who is a list', 'author: Ada Kernelhacker', 'author: [Ada, Bob]', 'mine.md:3:9:'],
    ['an address that is none', 'https://recipes.example/ada', 'recipes.example', 'mine.md:5:11: eventUrl'],
    ['an address that is a script', 'https://recipes.example/ada', 'javascript:alert(1)', 'mine.md:5:11: eventUrl'],
    ['a link without words', 'text: the probe, ', '', 'mine.md:7:5:'],
    ['a logo without words that stand for it', ', alt: Acme', '', 'mine.md:8:7:'],
    [
      'another language for the page',
      'mcp: false',
      'htmlAttrs: { lang: fr }\nmcp: false',
      'mine.md:11:20: htmlAttrs has fr',
    ],
    ['a logo that is not there', './acme.svg', './gone.svg', 'mine.md:8:15: there is none'],
  ] as const)('points at %s', ([, from, to, place]) => {
    const faults = faultsOf(HEAD.replace(from, to))
    expect(faults[0]).toContain(place)
    expect(faults).toHaveLength(1)
  })

  test('is one line on the title slide, and words in previews of links', () => {
    const head = { author: 'Ada', event: 'Recipes', date: '2027', info: 'One line,\nand "another".\n' }
    expect(bylineOf(head)).toBe('Ada, Recipes, 2027')
    expect(bylineOf({})).toBe('')
    expect(previewOf(head)).toEqual({ author: 'Ada', description: 'One line, and "another". Ada, Recipes, 2027' })
    expect(previewOf({})).toEqual({ author: undefined, description: undefined })
  })
})
