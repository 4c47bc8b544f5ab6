/** What a macro stands for, by its arguments. */
type Expansion = (args: readonly string[]) => string

/** The members of a group, once in an unnamed struct and once, on one line, in the named one. */
function group(name: string, members: readonly string[], attributes = ''): string {
  const all = members.join(',')
  const again = all.replace(/\s+/g, ' ')
  return `union { struct { ${all} } ${attributes}; struct { ${again} } ${attributes} ${name}; } ${attributes}`
}

/**
 * The macros that `linux/stddef.h` and `linux/compiler_attributes.h` define for lists of members. The grammar of C
 * knows no macro there, and the kernel's own headers are not read.
 */
const EXPANSIONS: Readonly<Record<string, Expansion>> = {
  struct_group: ([name, ...members]) => group(name!, members),
  struct_group_attr: ([name, attributes, ...members]) => group(name!, members, attributes),
  struct_group_tagged: ([, name, ...members]) => group(name!, members),
  __struct_group: ([, name, attributes, ...members]) => group(name!, members, attributes),
  DECLARE_FLEX_ARRAY: ([type, name]) => `${type} ${name}[0]`,
  __DECLARE_FLEX_ARRAY: ([type, name]) => `${type} ${name}[0]`,
  __counted_by: () => '',
  __packed: () => '__attribute__((packed))',
  __aligned: ([bytes]) => `__attribute__((aligned(${bytes})))`,
  randomized_struct_fields_start: () => 'struct {',
  randomized_struct_fields_end: () => '};',
}

/** A directive, which is left as it is, or the name of a macro, with the parenthesis after it if there is one. */
const MACRO = new RegExp(String.raw`^[ \t]*#(?:.*\\\n)*.*$|\b(${Object.keys(EXPANSIONS).join('|')})\b(\s*\()?`, 'gm')

/**
 * Expand the kernel's macros that stand where members of a struct stand, such as `struct_group(name, members)`.
 *
 * @param text - C code without comments.
 * @returns the same code with as many lines, in which the grammar finds the members.
 */
export function expandMemberMacros(text: string): string {
  let expanded = ''
  let from = 0
  for (const { 0: found, 1: name, 2: parenthesis, index } of text.matchAll(MACRO)) {
    // A name in the arguments of a macro was expanded with them.
    if (name === undefined || index < from) continue
    const start = index + found.length
    const args = parenthesis === undefined ? { texts: [], end: start } : argumentsAt(text, start)
    if (!args) continue
    const whole = text.slice(index, args.end)
    const code = EXPANSIONS[name]!(args.texts.map(expandMemberMacros))
    expanded += text.slice(from, index) + code + '\n'.repeat(Math.max(0, linesIn(whole) - linesIn(code)))
    from = args.end
  }
  return expanded + text.slice(from)
}

const linesIn = (text: string): number => text.split('\n').length

/** The arguments of a call, whose first begins at `start`, and where the call ends; undefined if it is not closed. */
function argumentsAt(
  text: string,
  start: number,
): { readonly texts: readonly string[]; readonly end: number } | undefined {
  const texts: string[] = []
  let depth = 0
  let from = start
  for (let i = start; i < text.length; i++) {
    const char = text[i]!
    if (char === '(' || char === '{' || char === '[') depth++
    else if (char === '}' || char === ']' || (char === ')' && depth > 0)) depth--
    else if (char === ')' || (char === ',' && depth === 0)) {
      texts.push(text.slice(from, i))
      from = i + 1
      if (char === ')') return { texts, end: from }
    }
  }
  return undefined
}
