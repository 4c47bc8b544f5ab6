import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Where the reading view is, from the deck: the deck offers it where its page names it (has-pages.ts). */
const READING_VIEW = '<link rel="alternate" type="text/html" href="./read/">'

/** On a phone the reading view comes first: slides would be as large as a postcard. An address of a slide is kept. */
const PHONES = { file: 'pages/phone.js', tag: '<script src="./pages/phone.js"></script>' }
const FOR_PHONES = `if (!location.hash && top === self && matchMedia('(max-width: 600px)').matches) location.replace('./read/')
`

/** What somebody reads who has no JavaScript. */
const WITHOUT_SCRIPTS =
  '<noscript><p>The slides need JavaScript. <a href="./read/">The reading view</a> shows all of them without; <a href="./start/">the start page</a> says what else is here.</p></noscript>'

/**
 * Let the deck's own page know of the pages beside it.
 *
 * @param folder - of the site, absolute.
 */
export async function linkPages(folder: string): Promise<void> {
  const file = join(folder, 'index.html')
  const html = await readFile(file, 'utf8')
  await writeFile(join(folder, PHONES.file), FOR_PHONES)
  await writeFile(
    file,
    html
      .replace('</head>', () => `${READING_VIEW}\n${PHONES.tag}\n</head>`)
      .replace(/<body[^>]*>/, it => `${it}\n${WITHOUT_SCRIPTS}`),
  )
}
