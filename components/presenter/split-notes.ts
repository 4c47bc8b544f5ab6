/** The places in a note's HTML where Slidev has put a click. */
const MARK = '.slidev-note-click-mark'

/**
 * Cut a note at its clicks.
 *
 * @param html - as Slidev renders it.
 * @returns the HTML of each part, whole elements, first what is said before any click.
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

/** The words of a piece of HTML. */
export function textOf(html: string): string {
  const template = document.createElement('template')
  template.innerHTML = html
  return template.content.textContent ?? ''
}
