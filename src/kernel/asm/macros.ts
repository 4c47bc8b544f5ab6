import type { AsmMacro } from './program.ts'

/**
 * The parameters of `.macro NAME a, b=0, c:vararg`.
 *
 * @param text - what follows the name.
 * @returns them in order.
 */
export function macroParameters(text: string): AsmMacro['parameters'] {
  return text
    .replace(/\s*=\s*/g, '=')
    .split(/[\s,]+(?=(?:[^"]*"[^"]*")*[^"]*$)/)
    .filter(it => it !== '')
    .map(it => {
      const [name = '', ...value] = it.split('=')
      return { name: name.replace(/:.*$/, ''), value: unquoted(value.join('=')), isRest: /:vararg/.test(name) }
    })
}

/**
 * The arguments of a call of a macro, separated by commas or by white space.
 *
 * @param text - what follows the macro's name.
 * @returns them in order.
 */
export function macroArguments(text: string): readonly string[] {
  const parts: string[] = []
  let part = ''
  let depth = 0
  let quote = false
  const end = (isForced: boolean): void => {
    if (isForced || part.trim() !== '') parts.push(part.trim())
    part = ''
  }
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!
    if (char === '"' && text[i - 1] !== '\\') quote = !quote
    if (!quote) depth += char === '(' || char === '[' ? 1 : char === ')' || char === ']' ? -1 : 0
    const isSpace = !quote && depth <= 0 && /\s/.test(char)
    // White space around an operator is part of the argument.
    if (!quote && depth <= 0 && char === ',') end(true)
    else if (
      isSpace &&
      part.trim() !== '' &&
      !/[-+*/|&=<>(]\s*$/.test(part) &&
      !/^\s*[-+*/|&=<>,)]/.test(text.slice(i))
    )
      end(false)
    else part += char
  }
  end(false)
  return parts
}

/**
 * A line of a macro with the arguments of a call in it, which are given by position or as `name=value`.
 *
 * @param macro - the macro.
 * @param args - the arguments.
 * @param count - how many macros were expanded before, for `\@`.
 * @returns replaces the parameters in a text.
 */
export function argumentReplacer(
  { parameters }: AsmMacro,
  args: readonly string[],
  count: number,
): (text: string) => string {
  const values = new Map<string, string>()
  let position = 0
  for (const [i, arg] of args.entries()) {
    const named = /^(\w+)\s*=(?!=)\s*(.*)$/s.exec(arg)
    if (named && parameters.some(it => it.name === named[1])) values.set(named[1]!, unquoted(named[2]!))
    else {
      const parameter = parameters[position++]
      if (!parameter) continue
      values.set(parameter.name, parameter.isRest ? args.slice(i).join(',') : unquoted(arg))
      if (parameter.isRest) break
    }
  }
  return text =>
    text
      .replace(/\\@/g, String(count))
      .replace(/\\(\w+)/g, (whole, name: string) => {
        const parameter = parameters.find(it => it.name === name)
        return parameter ? values.get(name) || parameter.value : whole
      })
      .replace(/\\\(\)/g, '')
}

function unquoted(text: string): string {
  return /^"(?:\\.|[^"\\])*"$/.test(text) ? text.slice(1, -1).replace(/\\(["\\])/g, '$1') : text
}
