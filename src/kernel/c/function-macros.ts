import type { Node } from 'web-tree-sitter'

/** A macro with arguments. */
export type FunctionMacro = { readonly parameters: readonly string[]; readonly body: string }

/** The macros with arguments that a text defines, by name. */
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

/** A call as the preprocessor would spell it; a call of what is no macro stays as it is. */
export function expandCall(call: Node, functions: ReadonlyMap<string, FunctionMacro>): string {
  const macro = functions.get(call.childForFieldName('function')?.text ?? '')
  const given = call.childForFieldName('arguments')?.namedChildren.map(it => it!.text) ?? []
  return macro ? expandMacro(macro, given) : call.text
}

/** A macro's body with its arguments put in, `#x` quoted, `a##b` joined. */
export function expandMacro({ parameters, body }: FunctionMacro, given: readonly string[]): string {
  const value = new Map(parameters.map((parameter, i) => [parameter, given[i] ?? '']))
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
 * A text in which `offsetof(struct pt_regs, regs[0])` is spelled as a call, `MEMBER(pt_regs, regs[0])`: the grammar knows
 * offsetof of plain members only, while as the argument of a call any expression may stand.
 */
export function withMemberCalls(text: string): string {
  return text.replace(/\boffsetof\s*\(\s*struct\s+(\w+)\s*,/g, 'MEMBER($1,')
}
