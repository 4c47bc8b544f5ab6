import type { Fault } from '../../errors/fault.ts'
import type { SlideSource } from '../read/slide-sources.ts'

/** Code in Markdown: fenced blocks, and code within a line. What stands in it is shown as it is. */
const CODE = [
  /^ {0,3}(`{3,}|~{3,})[^\n]*\n[^]*?(?:^ {0,3}\1[`~]*[ \t]*$|(?![^]))/gm,
  /(?<!`)(`+)(?!`)(?:(?!\n\n)[^])*?[^`]\1(?!`)/g,
]

type Body = Pick<SlideSource, 'file' | 'bodyLine' | 'noteLine' | 'content' | 'note'>

/**
 * Find comments of a slide that are not its notes. A slide may have one comment, its notes: Slidev takes the last one
 * for the notes if nothing follows it, so of several any could be published, among the words or in place of the notes.
 *
 * @param source - the slide.
 * @returns a fault for the first comment, or the first half of one.
 */
export function checkComments({ file, bodyLine, noteLine, content, note }: Body): readonly Fault[] {
  const fault = (line: number, col: number, problem: string, tip: string): readonly Fault[] => [
    { file, line, col, code: 'slides', problem, tip },
  ]
  if (note.includes('<!--'))
    return fault(
      noteLine,
      1,
      'another comment begins in this one',
      'end this one with -->, or take the second <!-- out',
    )
  const words = withoutCode(content)
  const placeOf = (at: number): readonly [line: number, col: number] => {
    const before = words.slice(0, at).split('\n')
    return [bodyLine + before.length - 1, before.at(-1)!.length + 1]
  }
  const [first, second, third] = [...words.matchAll(/<!--|-->/g)]
  if (!first) return []
  if (first[0] === '<!--' && !second)
    return fault(...placeOf(first.index), 'this comment does not end', 'write --> behind it')
  const stray = first[0] === '-->' ? first : third?.[0] === '-->' ? third : undefined
  if (stray)
    return fault(
      ...placeOf(stray.index),
      'no comment begins before this -->, or it ends before it: what follows would be shown on the slide',
      'for an arrow write -> or →',
    )
  return fault(
    ...placeOf(first.index),
    'this comment is not the notes: those are the only comment of a slide, behind all else',
    'put the notes last; write a remark for yourself as a # line among the keys of the slide',
  )
}

/** A text in which code is blank; each character stays where it is. */
export function withoutCode(markdown: string): string {
  return CODE.reduce((text, pattern) => text.replace(pattern, code => code.replace(/[^\n]/g, ' ')), markdown)
}
