import type { Node } from 'web-tree-sitter'

/** A macro of the C preprocessor with parameters. */
export type FunctionMacro = { readonly parameters: readonly string[]; readonly body: string }

/**
 * Find the macros with parameters that a text defines.
 *
 * @param root - the syntax tree of the text.
 * @returns them by name.
 */
export function functionMacros(root: Node): ReadonlyMap<string, FunctionMacro> {
  return new Map(
    root.descendantsOfType('preproc_function_def').map(it => {
      const parameters = it!.childForFieldName('parameters')?.namedChildren.map(parameter => parameter!.text) ?? []
      return [
        it!.childForFieldName('name')?.text ?? '',
        { parameters, body: it!.childForFieldName('value')?.text.replace(/\\\n/g, ' ') ?? '' },
      ]
    }),
  )
}

/**
 * Expand a call of a macro.
 *
 * @param call - the call expression.
 * @param functions - the macros with parameters.
 * @returns the expanded text; the text of the call itself if no such macro is known.
 */
export function expandCall(call: Node, functions: ReadonlyMap<string, FunctionMacro>): string {
  const macro = functions.get(call.childForFieldName('function')?.text ?? '')
  const args = call.childForFieldName('arguments')?.namedChildren.map(it => it!.text) ?? []
  return macro ? expandMacro(macro, args) : call.text
}

/**
 * Expand a macro: put its arguments in, quote `#x`, and join `a##b`.
 *
 * @param macro - the macro.
 * @param args - its arguments in order; a missing one is empty.
 * @returns the body, in which other macros are not expanded; only `STR(…)`, the kernel's name for `#`, is.
 */
export function expandMacro({ parameters, body }: FunctionMacro, args: readonly string[]): string {
  const value = new Map(parameters.map((parameter, i) => [parameter, args[i] ?? '']))
  return body
    .replace(
      /\bSTR\(([^)]*)\)/g,
      (_, inner: string) => `"${inner.replace(/\w+/g, it => value.get(it) ?? it).replace(/\s*##\s*/g, '')}"`,
    )
    .replace(/(?<!#)#\s*(\w+)/g, (whole, parameter: string) =>
      value.has(parameter) ? `"${value.get(parameter)}"` : whole,
    )
    .replace(/\b\w+\b/g, it => value.get(it) ?? it)
    .replace(/\s*##\s*/g, '')
}

/**
 * Write `offsetof(struct pt_regs, regs[0])` as a call, `MEMBER(pt_regs, regs[0])`. The grammar accepts only plain
 * members in `offsetof`, but any expression as the argument of a call.
 *
 * @param text - C code.
 * @returns the same code with such calls.
 */
export function withMemberCalls(text: string): string {
  return text.replace(/\boffsetof\s*\(\s*struct\s+(\w+)\s*,/g, 'MEMBER($1,')
}
