import type { Place } from './value.ts'

/** An instruction: its mnemonic and its operands as they are written, without macros. */
export type Instruction = Place & {
  readonly mnemonic: string
  readonly operands: readonly string[]
  /** Whether the assembler fills the slot behind a jump itself, so that the next instruction is none. */
  readonly isReordered?: boolean
  /** Why the code here is not known, where the assembler's own language was not understood. */
  readonly lost?: string
}

/** Where the code goes on: an instruction of a section, by its number. */
export type Position = { readonly section: string; readonly index: number }

/** A file of assembly after the assembler has expanded it. */
export type AsmProgram = {
  /** The instructions of each section, in order. */
  readonly sections: ReadonlyMap<string, readonly Instruction[]>
  /** Where each label stands; a number as a label may stand in several places. */
  readonly labels: ReadonlyMap<string, readonly Position[]>
  /** The values of symbols that were set. */
  readonly symbols: ReadonlyMap<string, number>
  readonly macros: ReadonlyMap<string, AsmMacro>
}

/** A macro of the assembler. */
export type AsmMacro = {
  readonly parameters: readonly { readonly name: string; readonly value: string; readonly isRest: boolean }[]
  readonly body: readonly (Place & { readonly text: string })[]
}

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

/**
 * Split a text at a character that stands outside of strings and brackets.
 *
 * @param text - the text.
 * @param separator - the character.
 * @returns the parts, trimmed; one empty part for an empty text.
 */
export function splitOutside(text: string, separator: string): readonly string[] {
  const parts: string[] = ['']
  let depth = 0
  let quote = false
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!
    if (char === '"' && text[i - 1] !== '\\') quote = !quote
    if (!quote) depth += '([{'.includes(char) ? 1 : ')]}'.includes(char) ? -1 : 0
    if (char === separator && !quote && (depth <= 0 || separator === ';')) parts.push('')
    else parts[parts.length - 1] += char
  }
  return parts.map(it => it.trim())
}
