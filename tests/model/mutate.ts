import type { Document, Node, Pair } from 'yaml'
import { isMap, isPair, isScalar, isSeq, parseDocument, visit } from 'yaml'

/** Draws from 0 (inclusive) to `below` (exclusive), the same row of numbers for the same seed. */
export type Draw = (below: number) => number

/** The files of a deck with something done to one of them, or two. `bytes` where it is no text any more. */
export type Mutation = { readonly name: string; readonly file: string; readonly content: string | Uint8Array }

/** What people's fingers, editors and merges put into a file. */
const STRAY = [
  '\t',
  '\r',
  '\0',
  '\u202E',
  '\uFEFF',
  '  ',
  '\n',
  '\n\n',
  '"',
  "'",
  ':',
  ': ',
  '- ',
  '#',
  '{',
  '}',
  '[',
  ']',
  '&a ',
  '*a',
  '<<: ',
  '!!x ',
  '---\n',
  '...\n',
  '%',
  '|',
  '>',
  ',',
  '?',
  'é',
  '𝒳',
]

/** What may replace any value. */
const VALUES: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  7,
  1e308,
  Number.NaN,
  '',
  ' ',
  'x',
  'constructor',
  '__proto__',
  [],
  {},
  ['x'],
  { x: 1 },
  '9999.1',
  '0.0',
  'x'.repeat(10_000),
  '<img src=x>',
  '{{ 1 }}',
  '\u001B[31m',
]

/** Change one file of a deck at random: as text, as bytes, or as YAML. */
export function mutate(files: ReadonlyMap<string, string>, draw: Draw): Mutation {
  const names = [...files.keys()]
  const file = names[draw(names.length)]!
  const text = files.get(file)!
  const ways = file.endsWith('.md') ? TEXT_WAYS : [...TEXT_WAYS, ...NODE_WAYS, ...NODE_WAYS]
  const [name, change] = ways[draw(ways.length)]!
  return { name, file, content: change(text, draw, files) }
}

type Change = (text: string, draw: Draw, files: ReadonlyMap<string, string>) => string | Uint8Array

const isFilledSequence = (it: unknown): it is { items: unknown[] } & Node => isSeq(it) && it.items.length > 0

const pick = <T>(list: readonly T[], draw: Draw): T => list[draw(list.length)]!

/** Where a change to the text is made: somewhere in it. */
const splice = (text: string, at: number, remove: number, put = '') => text.slice(0, at) + put + text.slice(at + remove)

function lines(change: (lines: string[], draw: Draw) => void): Change {
  return (text, draw) => {
    const all = text.split('\n')
    change(all, draw)
    return all.join('\n')
  }
}

const TEXT_WAYS: readonly (readonly [name: string, change: Change])[] = [
  ['line taken out', lines((all, draw) => void all.splice(draw(all.length), 1))],
  [
    'line doubled',
    lines((all, draw) => {
      const at = draw(all.length)
      all.splice(at, 0, all[at]!)
    }),
  ],
  [
    'lines swapped',
    lines((all, draw) => {
      const [a, b] = [draw(all.length), draw(all.length)]
      ;[all[a], all[b]] = [all[b]!, all[a]!]
    }),
  ],
  [
    'line indented',
    lines((all, draw) => {
      const at = draw(all.length)
      all[at] = draw(2) === 0 ? ` ${all[at]}` : all[at]!.replace(/^ /, '')
    }),
  ],
  ['letter taken out', (text, draw) => splice(text, draw(text.length), 1)],
  ['something strayed in', (text, draw) => splice(text, draw(text.length + 1), 0, pick(STRAY, draw))],
  ['piece taken out', (text, draw) => splice(text, draw(text.length), draw(200))],
  ['cut off', (text, draw) => text.slice(0, draw(text.length))],
  [
    'bytes put in',
    (text, draw) => {
      const bytes = Buffer.from(text)
      const at = draw(bytes.length)
      return Buffer.concat([
        bytes.subarray(0, at),
        Buffer.from(Array.from({ length: 1 + draw(4) }, () => draw(256))),
        bytes.subarray(at),
      ])
    },
  ],
  [
    'word replaced by another',
    (text, draw) => {
      const words = [...text.matchAll(/[\w.-]+/g)]
      const at = pick(words, draw)
      return splice(text, at.index, at[0].length, pick(words, draw)[0])
    },
  ],
]

/** Change a file as what it means, so that it is always YAML afterwards. */
function nodes(change: (document: Document, draw: Draw, files: ReadonlyMap<string, string>) => void): Change {
  return (text, draw, files) => {
    const document = parseDocument(text)
    change(document, draw, files)
    return document.toString({ lineWidth: 0 })
  }
}

function all<T>(document: Document, is: (node: unknown) => node is T): T[] {
  const found: T[] = []
  visit(document, (_, node) => {
    if (is(node)) found.push(node)
  })
  return found
}

const values = (document: Document) => all(document, (it): it is Pair<Node, Node> => isPair(it) && it.value !== null)
const ids = (files: ReadonlyMap<string, string>) =>
  [...files.keys()].map(it => it.slice(it.lastIndexOf('/') + 1).replace(/\.\w+$/, ''))

const NODE_WAYS: readonly (readonly [name: string, change: Change])[] = [
  [
    'key taken out',
    nodes((document, draw) => {
      const map = pick(all(document, isMap), draw)
      map.items.splice(draw(map.items.length), 1)
    }),
  ],
  [
    'key misspelt',
    nodes((document, draw) => {
      const { key } = pick(values(document), draw)
      if (isScalar(key)) key.value = `${String(key.value).slice(0, -1)}${pick(['', 'x', 'ss'], draw)}`
    }),
  ],
  [
    'entry doubled',
    nodes((document, draw) => {
      // A file without a sequence stays as it is.
      const { items } = pick(all(document, isFilledSequence), draw) ?? { items: [] }
      if (items.length === 0) return
      const at = draw(items.length)
      items.splice(draw(items.length), 0, (items[at] as Node).clone())
    }),
  ],
  [
    'entry taken out',
    nodes((document, draw) => {
      const { items } = pick(all(document, isFilledSequence), draw) ?? { items: [] }
      items.splice(draw(items.length), 1)
    }),
  ],
  [
    'entries in another order',
    nodes((document, draw) => {
      const { items } = pick(
        all(document, (it): it is { items: unknown[] } & Node => isSeq(it) && it.items.length > 0),
        draw,
      )
      items.push(...items.splice(draw(items.length), 1))
    }),
  ],
  [
    'value of another kind',
    nodes((document, draw) => {
      const pair = pick(values(document), draw)
      pair.value = document.createNode(pick(VALUES, draw)) as Node
    }),
  ],
  [
    'value of a neighbour',
    nodes((document, draw) => {
      const every = values(document)
      pick(every, draw).value = pick(every, draw).value!.clone() as Node
    }),
  ],
  [
    'release shifted',
    nodes((document, draw) => {
      const releases = all(document, isScalar).filter(it => /^\d+\.\d+(?:\.\d+)?$/.test(String(it.value)))
      if (releases.length > 0)
        pick(releases, draw).value = pick(
          ['0.01', '2.6.9', '2.6.10', '3.7', '5.10', '6.1', '6.6', '6.10', '99.0', pick(releases, draw).value],
          draw,
        )
    }),
  ],
  [
    'number shifted',
    nodes((document, draw) => {
      const numbers = all(document, isScalar).filter(it => typeof it.value === 'number')
      if (numbers.length > 0) pick(numbers, draw).value = pick([0, 1, 2, 3, 5, 9, 40, 2000, 2 ** 31, 2 ** 53], draw)
    }),
  ],
  [
    'id of another',
    nodes((document, draw, files) => {
      const known = new Set(ids(files))
      const named = all(document, isScalar).filter(it => known.has(String(it.value)))
      if (named.length > 0) pick(named, draw).value = pick([...known], draw)
    }),
  ],
]
