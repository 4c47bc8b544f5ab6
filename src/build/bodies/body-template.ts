import { componentPlugin } from '@mdit-vue/plugin-component'
import { createMarkdownExit, type MarkdownExit } from 'markdown-exit'
import { withoutCode } from '../../model/check/check-comments.ts'

/** The body of a slide as the Vue component that Slidev makes of it, and where its parts stood. */
export type BodyTemplate = {
  /** HTML, with Vue's expressions and components. */
  readonly html: string
  /** The line of the body, from 1, from which the text at an offset of the HTML was made. */
  readonly lineAt: (offset: number) => number
  /** The code in its `<script setup>`, on the lines on which it stands in the body; empty where there is none. */
  readonly script: string
}

/** The blocks that Slidev takes out of the body before it becomes a template. */
const OUTSIDE = /<(script)\b[^>]*\bsetup\b[^>]*>([^]*?)<\/script>|<(style)\b[^>]*>[^]*?<\/style>/g

/** A comment in the HTML that says from which line on what follows was made. */
const LINE = /<!--line (\d+)-->/g

const markdown = slidevMarkdown()

/**
 * Make the Vue template of a slide's body, as Slidev does, but for what is code: that is shown as it is, and nothing in
 * it is part of the template.
 *
 * @param body - Markdown, without the notes.
 * @returns the template.
 */
export function bodyTemplate(body: string): BodyTemplate {
  const { text, script } = withoutBlocks(body)
  const html = markdown.render(text)
  return {
    html,
    lineAt(offset) {
      const before = html.slice(0, offset)
      const last = [...before.matchAll(LINE)].at(-1)
      if (!last) return 1
      return Number(last[1]) + before.slice(last.index).split('\n').length - 1
    },
    script,
  }
}

/** The body without scripts and styles, and the scripts; both with all lines of the body. */
function withoutBlocks(body: string): { readonly text: string; readonly script: string } {
  let [text, script] = ['', '']
  let at = 0
  for (const found of withoutCode(body).matchAll(OUTSIDE)) {
    const end = found.index + found[0].length
    const block = body.slice(found.index, end)
    text += body.slice(at, found.index) + onlyLines(block)
    const code = found[1] === undefined ? '' : found[2]!
    const begins = found.index + found[0].lastIndexOf('</') - code.length
    script += onlyLines(body.slice(at, begins)) + body.slice(begins, begins + code.length)
    script += onlyLines(body.slice(begins + code.length, end))
    at = end
  }
  return { text: text + body.slice(at), script: script.trim() === '' ? '' : script }
}

function onlyLines(text: string): string {
  return text.replace(/[^\n]/g, '')
}

/** Slidev's Markdown as far as it decides what becomes an element, and what a text. */
function slidevMarkdown(): MarkdownExit {
  const md = createMarkdownExit({ html: true, xhtmlOut: true, linkify: true })
  // Its types are markdown-it's, which markdown-exit is compatible with, and whose types differ in a few names.
  md.use(componentPlugin as unknown as (md: MarkdownExit) => void)
  md.linkify.set({ fuzzyLink: false })
  addSlots(md)
  addFormulas(md)
  const asIs = (text: string) => `<pre v-pre>${md.utils.escapeHtml(text)}</pre>`
  md.renderer.rules['fence'] = (tokens, i) => asIs(tokens[i]!.content)
  md.renderer.rules['code_block'] = (tokens, i) => asIs(tokens[i]!.content)
  md.renderer.rules['code_inline'] = (tokens, i) => `<code v-pre>${md.utils.escapeHtml(tokens[i]!.content)}</code>`
  md.core.ruler.push('lines', state => {
    state.tokens = state.tokens.flatMap(token => {
      if (!token.map || token.nesting < 0 || token.type === 'inline') return [token]
      const line = new state.Token('html_block', '', 0)
      line.content = `<!--line ${token.map[0] + 1}-->`
      return [line, token]
    })
  })
  return md
}

/** `::right::` begins a slot of the layout. */
function addSlots(md: MarkdownExit): void {
  md.block.ruler.before(
    'fence',
    'slot',
    (state, line, _, isSilent) => {
      const text = state.src.slice(state.bMarks[line]! + state.tShift[line]!, state.eMarks[line])
      const name = /^::\s*([\w.\-:]+)\s*::\s*$/.exec(text)?.[1]
      if (name === undefined || state.sCount[line]! > state.blkIndent) return false
      if (isSilent) return true
      const token = state.push('slot', '', 0)
      token.content = name
      token.map = [line, line + 1]
      state.line = line + 1
      return true
    },
    { alt: ['paragraph', 'reference', 'blockquote', 'list'] },
  )
  md.core.ruler.push('slots', state => {
    let isOpen = false
    const html = (content: string) => Object.assign(new state.Token('html_block', '', 0), { content })
    state.tokens = state.tokens.flatMap(token => {
      if (token.type !== 'slot') return [token]
      const before = isOpen ? [html('</template>')] : []
      isOpen = true
      return [...before, Object.assign(html(`<template v-slot:${token.content}="slotProps">`), { map: token.map })]
    })
    if (isOpen) state.tokens.push(html('</template>'))
  })
}

/** Formulas between dollars are set by KaTeX: what they hold is no part of the template. */
function addFormulas(md: MarkdownExit): void {
  md.inline.ruler.after('escape', 'formula', (state, isSilent) => {
    const found = /^\$(?![ \t])(?:\\.|[^\\$])+?(?<![ \t])\$(?!\d)/.exec(state.src.slice(state.pos))
    if (!found) return false
    if (!isSilent) state.push('formula', '', 0)
    state.pos += found[0].length
    return true
  })
  md.block.ruler.before(
    'fence',
    'formula_block',
    (state, first, end, isSilent) => {
      const lineText = (line: number) => state.src.slice(state.bMarks[line]! + state.tShift[line]!, state.eMarks[line])
      if (!lineText(first).startsWith('$$')) return false
      if (isSilent) return true
      let line = first
      const ends = (text: string) => text.trimEnd().endsWith('$$')
      if (!ends(lineText(first).slice(2))) while (++line < end && !ends(lineText(line)));
      state.push('formula', '', 0).map = [first, line + 1]
      state.line = line + 1
      return true
    },
    { alt: ['paragraph', 'reference', 'blockquote', 'list'] },
  )
  md.renderer.rules['formula'] = () => '<span v-pre></span>'
}
