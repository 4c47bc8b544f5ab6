/**
 * Break a text into lines at its spaces.
 *
 * @param text - without newlines.
 * @param width - the most characters of a line; a longer word has a line to itself.
 * @param hanging - what each line but the first begins with, after the indent.
 * @param indent - how many spaces each line begins with.
 * @returns at least one line.
 */
export function wrap(text: string, width: number, hanging = '', indent = 0): readonly string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(' '.repeat(indent) + (last === undefined ? '' : hanging) + word)
  }
  return lines
}
