import type { Fault } from '../../errors/fault.ts'
import type { SlideSource } from '../read/slide-sources.ts'

type Body = Pick<SlideSource, 'file' | 'bodyLine' | 'content'>

/** A line that begins or ends a block of code, and what stands behind its marks. */
const FENCE = /^\s*(`{3,}|~{3,})(.*)$/

/**
 * Find blocks of code that do not end where they seem to. Slidev looks for the next line with the same marks, so that
 * slides which follow would be shown as code.
 *
 * @param body - of a slide.
 * @returns a fault for the first such block.
 */
export function checkCodeBlocks({ file, bodyLine, content }: Body): readonly Fault[] {
  const fault = (at: number, problem: string, tip: string): readonly Fault[] => [
    { file, line: bodyLine + at, col: 1, code: 'slides', problem, tip },
  ]
  let open: { readonly at: number; readonly marks: string } | undefined
  for (const [at, line] of content.split('\n').entries()) {
    const [, marks = '', rest = ''] = FENCE.exec(line) ?? []
    if (marks === '') continue
    const isLikeOpen = open !== undefined && marks.startsWith(open.marks)
    if (isLikeOpen && rest.trim() === '') open = undefined
    else if (isLikeOpen)
      return fault(
        at,
        `a block of code begins within the one of line ${bodyLine + open!.at}`,
        `end that one before, or begin it with ${open!.marks}${open!.marks[0]} to show this one in it`,
      )
    else if (open) continue
    else if (marks.startsWith('`') && rest.includes('`'))
      return fault(at, `${marks} begins a block of code, also within a line`, 'write one ` around a few words of code')
    else open = { at, marks }
  }
  return open ? fault(open.at, 'this block of code does not end', `write a line ${open.marks} behind it`) : []
}
