import type { Slide, Slides } from '../model/read/read-slides.ts'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createMarkdownExit } from 'markdown-exit'
import { makeHandout, type Handout, type SlideWords } from '../handout/make-handout.ts'
import { withoutCode } from '../model/check/check-comments.ts'
import { notesParts } from '../model/notes-for-arch.ts'
import { loadFiles } from '../model/read/load-files.ts'
import { root } from '../files/root.ts'
import { DATA_FOLDER, type Dataset } from '../model/dataset.ts'

const parser = createMarkdownExit({ html: false, linkify: false, typographer: false })
/** Bold is a look and not a tag: `Strong` and `Em` are PDF 2.0, and readers of 1.7 take them for faults. */
const markdown = {
  render: (text: string) =>
    parser
      .render(text)
      .replaceAll(/(<\/?)strong>/g, '$1b>')
      .replaceAll(/(<\/?)em>/g, '$1i>'),
}

/**
 * Make the handout of the dataset and the words of the slides.
 *
 * @param data - the dataset, with the talk as the slides give it.
 * @param options - where the texts are, and what is left out:
 * @param options.from - the deck's root, absolute.
 * @param options.folder - the dataset's folder, relative to it.
 * @param options.withoutNotes - leave the speaker's notes out.
 * @param deck - the slides.
 * @returns the handout.
 */
export function readHandout(
  data: Dataset,
  { headmatter, slides }: Slides,
  { from = root, folder = DATA_FOLDER, withoutNotes = false } = {},
): Handout {
  const { title, author = '', info = '', basedOn } = headmatter
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  return makeHandout(data, readSlideWords(slides, withoutNotes), {
    title,
    author,
    basedOn,
    info: infoHtml(info),
    version,
    dataVersion: dataVersion(from, folder),
  })
}

/**
 * The words of the slides, as HTML without scripts.
 *
 * @param slides - as they are read.
 * @param withoutNotes - leave the speaker's notes out.
 * @returns in the same order.
 */
export function readSlideWords(slides: Slides['slides'], withoutNotes: boolean): readonly SlideWords[] {
  return slides.map(it => slideWords(withoutNotes ? { ...it, note: '' } : it))
}

/** What the slides say of the deck as a whole, as HTML without scripts. */
export function infoHtml(info: string): string {
  return markdown.render(info.trim())
}

/** A slide's own words. */
function slideWords({ id, scene, layout, lang, title, content, note }: Slide): SlideWords {
  // A line of code may begin like a headline.
  const start = withoutCode(content).search(/^# ./m)
  const [, headline = title ?? '', body = ''] = /^# (.+)\n?([\s\S]*)$/.exec(start < 0 ? '' : content.slice(start)) ?? []
  const [own = '', other] = notesParts(note)
  const words = {
    id,
    layout,
    ...(lang !== undefined && { lang }),
    headline: headline.trim(),
    notes: notesHtml(own),
    ...(other !== undefined && { otherNotes: notesHtml(other) }),
  }
  // What a slide of one's own holds beside words, only Slidev can draw.
  return scene === undefined ? { ...words, isOwn: true, body: '' } : { ...words, body: markdown.render(body) }
}

/**
 * Notes as paragraphs; each `[click]` becomes the number of the step that it brings.
 *
 * @param note - the notes of a slide, in Markdown.
 * @returns HTML.
 */
export function notesHtml(note: string): string {
  let step = 1
  return markdown.render(note).replaceAll(/\[click(?::\d+)?\]\s*/g, () => `<span data-click="${++step}"></span>`)
}

function dataVersion(from: string, folder: string): string {
  const hash = createHash('sha256')
  for (const [path, text] of [...loadFiles(from, { folder })].sort(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(`${path}\0${text}\0`)
  return hash.digest('hex').slice(0, 12)
}
