/** The line of a note behind which stands what is said on arches that the scene is not about. */
const MARK = '[otherArches]'

/** The mark as Markdown and as the HTML that Slidev makes of it: a paragraph of its own. */
const DIVIDER = /^[ \t]*(?:<p>)?\[otherArches\](?:<\/p>)?[ \t]*$/m

/** The arch that a scene is about, and the one on show. */
type NotesOn = { readonly aboutArch?: string | undefined; readonly arch: string }

/**
 * What is said on an arch: the part of the note behind `[otherArches]`, where the scene is about another arch.
 *
 * @param note - as Markdown, or as the HTML that Slidev makes of it.
 * @param on - the arches.
 * @returns one of the parts; the only one, where the note has one.
 */
export function notesFor(note: string, { aboutArch, arch }: NotesOn): string {
  const [own = '', other] = notesParts(note)
  return other !== undefined && aboutArch !== undefined && aboutArch !== arch ? other : own
}

/**
 * The parts of a note: what is said on the arch that the scene is about, and on others.
 *
 * @param note - as Markdown, or as the HTML that Slidev makes of it.
 * @returns one part, or two.
 */
export function notesParts(note: string): readonly string[] {
  return note.includes(MARK) ? note.split(DIVIDER) : [note]
}
