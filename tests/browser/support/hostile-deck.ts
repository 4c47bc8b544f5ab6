import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { isScalar, isSeq, parseDocument, type Scalar, visit } from 'yaml'
import { escapeInvisible } from '../../../src/errors/escape-invisible.ts'
import { copyDeck, type DeckCopy } from '../../../scripts/bench/copy-deck.ts'

/** What somebody might write who wants a word to be more than a word. Each sets `window.pwned` where it succeeds. */
const WORDS: readonly string[] = [
  '<img src=x onerror="window.pwned=1">',
  '<script>window.pwned=1</script>',
  '{{constructor.constructor("window.pwned=1")()}}',
  '</script></style></textarea></title><svg onload=window.pwned=1>',
  '"><iframe srcdoc="<script>parent.pwned=1</script>"></iframe>',
  '[a](javascript:window.pwned=1) ![b](data:text/html,<script>window.pwned=1</script>)',
  '<a href="javascript:window.pwned=1">a</a>',
  '\u202Ethgir\u202C \u2066left\u2069 \u001B[31mred\u001B[0m \u0007 \u009B2J \uD800 \uFFFE',
  'A'.repeat(3_000),
  '<svg onload=pwned=1>',
  '{{pwned=1}}',
  '<b>b</b>',
]

/** Maximum length of the texts under a key; other keys have none. `name` is the name of a field in a struct. */
const MOST: Readonly<Record<string, number>> = { label: 14, how: 24, value: 24, text: 28, note: 40, caption: 160 }

/** The keys that hold words, and not what other files know something by. */
const KEYS = [
  'label',
  'how',
  'value',
  'text',
  'note',
  'summary',
  'caption',
  'reason',
  'title',
  'kernel',
  'talk',
  'footnote',
  'where',
  'wrong',
  'overline',
  'name',
  'symbol',
]

/** A deck in which every word that may hold anything holds the worst. */
export function hostileDeck(): DeckCopy {
  const deck = copyDeck()
  const files = readdirSync(join(deck.folder, 'data'), { recursive: true, encoding: 'utf8' }).filter(
    it => it.endsWith('.yaml') && !it.startsWith('arch'),
  )
  let turn = 0
  const spoil = (key: string, word: Scalar) => {
    // What is hidden is written out, and longer for it.
    const fitting = WORDS.filter(it => escapeInvisible(it).length <= (MOST[key] ?? Infinity))
    const chosen = fitting[turn++ % fitting.length]!
    // Not so often that a file becomes too large.
    word.value = chosen.length < 1000 || turn % 5 === 0 ? chosen : WORDS[0]!
    // No two boxes may have one label.
    if (key === 'label') word.value += turn.toString(36)
    word.type = 'QUOTE_DOUBLE'
  }
  for (const file of files) {
    deck.edit(`data/${file}`, text => {
      const document = parseDocument(text)
      visit(document, {
        Pair(_, { key, value }) {
          if (!isScalar(key) || !KEYS.includes(String(key.value))) return
          if (isScalar(value) && typeof value.value === 'string') spoil(String(key.value), value)
          if (isSeq(value))
            value.items
              .filter(it => isScalar(it) && typeof it.value === 'string')
              .forEach(it => spoil(String(key.value), it as Scalar))
        },
      })
      // What a file may not hold as it is stands there as YAML writes it.
      return document
        .toString({ lineWidth: 0 })
        .replace(/[^\P{Cc}\n]|\p{Cs}|\uFFFE/gu, it => `\\u${it.charCodeAt(0).toString(16).padStart(4, '0')}`)
    })
  }
  deck.edit('slides.md', text =>
    text
      .replace(/^author: .*$/m, `author: ${JSON.stringify(WORDS[0])}`)
      .replace(/^info: \|\n(?: {2}.*\n)+/m, `info: ${JSON.stringify(WORDS[5])}\n`)
      .replaceAll('\n<!--\n', `\n<!--\n${WORDS[0]} ${WORDS[1]} ${WORDS[6]} ${WORDS[5]}\n\n${WORDS[3]}\n\n`),
  )
  return deck
}

/** In a page, or in a part of it: everything by which a word has become more than a word. */
export function letIn(part: ParentNode | void): string[] {
  const within = part || document
  const found = [...within.querySelectorAll('*')].flatMap(element =>
    [...element.attributes]
      .filter(
        it =>
          /^on/i.test(it.name) ||
          (/^(?:href|src|xlink:href|srcdoc|action)$/i.test(it.name) &&
            /^\s*(?:javascript|data:text|vbscript)/i.test(it.value)),
      )
      .map(it => `${element.tagName} ${it.name}=${it.value.slice(0, 60)}`),
  )
  const foreign = [
    ...within.querySelectorAll('img[src="x"], iframe, script:not([src]):not([type="module"]), body b b'),
  ].map(it => it.outerHTML.slice(0, 80))
  return [...('pwned' in window ? ['window.pwned is set'] : []), ...found, ...foreign]
}
