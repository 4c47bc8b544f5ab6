import type { Draft } from '../model/schema/arch.ts'
import { escapeXml } from '../files/escape-xml.ts'
import { draftedFields } from '../model/analysis/draft-fields.ts'

/** What the page shows: the drafted sites of an arch, and the tree that they were followed in. */
export type ReviewedTree = {
  readonly arch: string
  readonly release: string
  readonly drafts: readonly Draft[]
  /** Reads a file of the tree; undefined where it is not there. */
  readonly read: (file: string) => string | undefined
}

/** How many lines stand before and after one that writes a field. */
const CONTEXT = 3

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 sans-serif }
body { max-width: 1400px; margin: 32px auto; padding: 0 20px }
.site { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); gap: 24px; align-items: start }
td { padding: 0 12px 0 0; vertical-align: top }
td, pre { font: 14px/1.5 monospace }
pre { overflow-x: auto; padding: 8px; border: 1px solid }
b { border-left: 4px solid; padding-left: 4px }
`

/**
 * The page that shows the drafted sites of an arch, each field beside the kernel's line that wrote it. It only shows:
 * it has no script, and loads nothing.
 *
 * @param tree - what it shows.
 * @returns a whole HTML document. It holds lines of the kernel, and is no part of the deck.
 */
export function reviewPage(tree: ReviewedTree): string {
  const title = escapeXml(`${tree.arch} in Linux ${tree.release}: ${tree.drafts.length} drafted sites`)
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${STYLE}</style>
<h1>${title}</h1>
<p>Left what was drafted, right the lines of the tree; a bar marks those that write a field. Decide on the terminal:
<code>npm run arch -- review ${escapeXml(tree.arch)} --linux DIR</code>, with <code>--accept FILE</code> from a file.</p>
${tree.drafts.map(it => site(it, tree.read)).join('\n')}
</html>
`
}

function site(draft: Draft, read: ReviewedTree['read']): string {
  const fields = [...draftedFields(draft)]
  const rows = fields.map(
    ([name, { state, file, line }]) =>
      `<tr><td>${escapeXml(name)}<td>${state}<td>${file === undefined ? '' : escapeXml(`${file.split('/').at(-1)}:${line}`)}`,
  )
  const written = new Map<string, Set<number>>([[draft.file, new Set([draft.line])]])
  for (const [, { file, line }] of fields)
    if (file !== undefined) written.set(file, (written.get(file) ?? new Set()).add(line!))
  return `<h2>${escapeXml(`${draft.role}: ${draft.name}, ${draft.struct}`)}</h2>
<div class="site"><table>${rows.join('\n')}</table>
<div>${[...written].map(([file, lines]) => `<h3>${escapeXml(file)}</h3><pre>${excerpt(read(file), lines)}</pre>`).join('\n')}</div></div>`
}

/** The lines around those that write, with their numbers; a gap is three dots. */
function excerpt(text: string | undefined, marked: ReadonlySet<number>): string {
  if (text === undefined) return 'The tree has no such file.'
  const shown = text.split('\n').flatMap((line, i) => {
    const isNear = [...marked].some(it => Math.abs(it - i - 1) <= CONTEXT)
    return isNear ? [{ no: i + 1, line: line.trimEnd() }] : []
  })
  return shown
    .map(({ no, line }, i) => {
      const words = `${String(no).padStart(5)}  ${escapeXml(line)}`
      const gap = i > 0 && shown[i - 1]!.no < no - 1 ? '  ...\n' : ''
      return `${gap}${marked.has(no) ? `<b>${words}</b>` : words}`
    })
    .join('\n')
}
