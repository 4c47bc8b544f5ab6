/** The elements with which Slidev marks the clicks in a note's HTML. */
const MARK = '.slidev-note-click-mark'

/**
 * Cut a note at its clicks.
 *
 * @param html - the note as Slidev renders it.
 * @returns the HTML of each part, first the one before any click. An element that is cut is closed and opened again.
 */
export function splitNotes(html: string): readonly string[] {
  const template = document.createElement('template')
  template.innerHTML = html
  const marks = [...template.content.querySelectorAll(MARK)]
  return [undefined, ...marks].map((mark, i) => {
    const range = document.createRange()
    range.selectNodeContents(template.content)
    if (mark) range.setStartAfter(mark)
    if (marks[i]) range.setEndBefore(marks[i])
    const part = document.createElement('div')
    part.append(range.cloneContents())
    return part.innerHTML
  })
}

/**
 * The text of a piece of HTML.
 *
 * @param html - a fragment.
 * @returns its text content.
 */
export function textOf(html: string): string {
  const template = document.createElement('template')
  template.innerHTML = html
  return template.content.textContent ?? ''
}
