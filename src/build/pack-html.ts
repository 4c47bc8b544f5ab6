import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { rolldown, type Plugin } from 'rolldown'

/** What a file is called in a `data:` address. */
const TYPES: Readonly<Record<string, string>> = {
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
}

/** Where the build lists the licences of what is in it. */
const LICENCES = 'licences.md'

/** The calls by which Vite's chunks ask for the files of the next one. In one file there is nothing to ask for. */
const PRELOADS = /__vite__mapDeps\(\[[\d,]*\]\)/g

/**
 * Make one HTML file of a built deck: every chunk in one script, every style sheet in one, every font and picture in
 * it.
 *
 * A browser loads no module over `file:`, but it runs one that stands in the page.
 *
 * A plugin such as vite-plugin-singlefile would need a build of its own, 6 s; this makes the file of the build at hand
 * in a second. It would do the scripts and style sheets; fonts, pictures, licences and the arch would be left to do.
 *
 * @param folder - the build, absolute.
 * @param options - the arch and the release on which the deck opens, where its address names none.
 * @returns the HTML.
 * @throws Error when the build has a file that there is no place for.
 */
export async function packDeck(
  folder: string,
  { arch, release }: { readonly arch?: string | undefined; readonly release?: string | undefined } = {},
): Promise<string> {
  const html = await readFile(join(folder, 'index.html'), 'utf8')
  const entry = /<script type="module"[^>]* src="([^"]+)"><\/script>/.exec(html)
  if (!entry) throw new Error('the build has no entry script; run npm run build and look at dist/index.html')
  const linked = [...html.matchAll(/<link rel="stylesheet"[^>]* href="([^"]+)">/g)].map(it => join(folder, it[1]!))
  const lazy = (await readdir(folder, { recursive: true }))
    .filter(it => it.endsWith('.css'))
    .sort()
    .map(it => join(folder, it))
    .filter(it => !linked.includes(it))
  const [script, ...sheets] = await Promise.all([
    packScripts(join(folder, entry[1]!)),
    ...[...linked, ...lazy].map(packStyles),
  ])
  const first = /<script src="([^"]+)"><\/script>/.exec(html)
  const before = first ? await readFile(join(folder, first[1]!), 'utf8') : ''
  const licences = await readFile(join(folder, LICENCES), 'utf8')
  const icon = /<link rel="icon" href="([^"]+)">/.exec(html)
  const query = new URLSearchParams({ ...(arch && { arch }), ...(release && { release }) }).toString()
  const opens = query
    ? `<script>/[?&](arch|release)=/.test(location.search)||history.replaceState(null,'','?${query}'+location.hash)</script>\n`
    : ''
  // Functions, for in a text `$&` and its like would be taken as orders.
  return html
    .replace(/\s*<link rel="(?:modulepreload|preload|stylesheet)"[^>]*>/g, '')
    .replace(icon?.[0] ?? /$^/, icon ? `<link rel="icon" href="${await dataAddress(join(folder, icon[1]!))}">` : '')
    .replace(first?.[0] ?? /$^/, () => `<script>${inScript(before)}</script>`)
    .replace('</html>', () => `</html>\n<!--\n${licences.replaceAll('--', '- -')}\n-->`)
    .replace(
      entry[0],
      () => `<style>${sheets.join('\n')}</style>\n${opens}<script type="module">${inScript(script!)}</script>`,
    )
}

/** All chunks as one, those that are loaded late too. */
async function packScripts(entry: string): Promise<string> {
  const bundle = await rolldown({ input: entry, plugins: [filesInside()], logLevel: 'silent' })
  try {
    const { output } = await bundle.generate({ format: 'es', codeSplitting: false, minify: true, comments: false })
    if (output.length > 1) throw new Error(`the deck's scripts come to ${output.length} files instead of one`)
    return output[0].code
  } finally {
    await bundle.close()
  }
}

/** Puts the pictures that a chunk names by address into it, and leaves out what asks for further files. */
function filesInside(): Plugin {
  return {
    name: 'files-inside',
    async transform(code, id) {
      let text = code.replace(PRELOADS, '[]')
      for (const [whole, name] of text.matchAll(/new URL\([`'"]([^`'"]+\.\w+)[`'"],\s*import\.meta\.url\)/g)) {
        const address = await dataAddress(join(id, '..', name!))
        text = text.replace(whole, () => `new URL(${JSON.stringify(address)})`)
      }
      return text
    },
  }
}

/** A style sheet with its faces inside; of each the woff2 alone, which every browser of these years reads. */
async function packStyles(file: string): Promise<string> {
  let css = (await readFile(file, 'utf8')).replace(/,\s*url\([^)]+\.woff\)\s*format\([^)]*\)/g, '')
  for (const [whole, name] of css.matchAll(/url\((?!["']?(?:data:|#))["']?([^)"']+)["']?\)/g)) {
    const address = await dataAddress(join(file, '..', name!))
    css = css.replaceAll(whole, () => `url(${address})`)
  }
  return css.replace(/<\/style/gi, '<\\/style')
}

async function dataAddress(file: string): Promise<string> {
  const type = TYPES[extname(file)]
  if (!type)
    throw new Error(
      `there is no place in one HTML file for ${file}; its kind is none of ${Object.keys(TYPES).join(', ')}`,
    )
  return `data:${type};base64,${(await readFile(file)).toString('base64')}`
}

/**
 * A script that HTML can hold: `<script`, `</script` and `<!--`, which mean something to HTML, are written so that they
 * mean the same to a script and nothing to HTML.
 */
function inScript(code: string): string {
  return code.replace(/<(?=\/script|script|!--)/gi, '\\x3C')
}
