import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { wordsOf } from '../build/read-language.ts'
import { escapeXml } from '../files/escape-xml.ts'
import { say, speaking } from '../words/say.ts'

/** Where the reading view is, from the deck: the deck offers it where its page names it (has-pages.ts). */
const READING_VIEW = '<link rel="alternate" type="text/html" href="./read/">'

/** On a phone the reading view comes first: slides would be as large as a postcard. An address of a slide is kept. */
const PHONES = { file: 'pages/phone.js', tag: '<script src="./pages/phone.js"></script>' }
const FOR_PHONES = `if (!location.hash && top === self && matchMedia('(max-width: 600px)').matches) location.replace('./read/')
`

/** What somebody reads who has no JavaScript. */
function withoutScripts(): string {
  const link = (path: string, words: string) => `<a href="${path}">${words}</a>`
  return `<noscript><p>${say('The slides need JavaScript.')} ${link('./read/', say('Reading view'))} ${link('./start/', say('All that is here'))}</p></noscript>`
}

/**
 * Let the deck's own page know of the pages beside it.
 *
 * @param folder - of the site, absolute.
 * @param picture - the whole address of the picture by which links to the deck are previewed, if there is one.
 */
export async function linkPages(folder: string, picture?: string): Promise<void> {
  const file = join(folder, 'index.html')
  const html = await readFile(file, 'utf8')
  const [, lang = 'en'] = /<html[^>]* lang="([^"]*)"/.exec(html) ?? []
  const noscript = speaking(wordsOf(lang), withoutScripts)
  await writeFile(join(folder, PHONES.file), FOR_PHONES)
  await writeFile(
    file,
    html
      .replace('</head>', () => `${previewTags(picture)}${READING_VIEW}\n${PHONES.tag}\n</head>`)
      .replace(/<body[^>]*>/, it => `${it}\n${noscript}`),
  )
}

/** What the head says of the picture. */
function previewTags(picture: string | undefined): string {
  return picture === undefined
    ? ''
    : `<meta property="og:image" content="${escapeXml(picture)}">\n<meta name="twitter:card" content="summary_large_image">\n`
}
