/** Macros of the kernel that put a label, whose name is their first argument. */
const LABELS = /^(?:SYM_\w*START\w*|SYM_(?:INNER_)?LABEL\w*|ENTRY(?:_CFI)?|_GLOBAL\w*|NESTED|LEAF|FEXPORT|WEAK|GLOBAL)$/
/** Macros of the kernel that end a function, or say something about it. */
const ENDS =
  /^(?:SYM_\w*END\w*|ENDPROC\w*|END|EXPORT_SYMBOL\w*|_ASM_NOKPROBE\w*|NOKPROBE|__F?INIT|__INITDATA|__HEAD|__REF)$/

/**
 * The label that one of the kernel's macros puts, as `SYM_FUNC_START(name)` does.
 *
 * @param word - the macro.
 * @param rest - what follows it.
 * @returns the label; undefined if it puts none.
 */
export function labelOf(word: string, rest: string): string | undefined {
  return LABELS.test(word) ? /^\(\s*([\w.]+)/.exec(rest)?.[1] : undefined
}

/**
 * Whether one of the kernel's macros ends a function or says something about it, and stands for no instruction.
 *
 * @param word - the macro.
 * @returns whether it does.
 */
export function isEndOfCode(word: string): boolean {
  return ENDS.test(word)
}

/**
 * The code that counts of `ALTERNATIVE "old", "new", …`, which the boot may replace.
 *
 * @param word - the macro.
 * @param rest - what follows it.
 * @param takesAlternatives - whether the new code counts where the old is a nop.
 * @returns the code, its statements separated by `;`; undefined for another macro.
 */
export function alternativeCode(word: string, rest: string, takesAlternatives: boolean): string | undefined {
  if (!/^ALTERNATIVE\w*$/.test(word)) return undefined
  const [, old, replacement] = /^\(?\s*"((?:\\.|[^"\\])*)"(?:\s*,\s*"((?:\\.|[^"\\])*)")?/.exec(rest) ?? []
  const isNop = /^(?:nop|brcl 0,\s*0)$/.test(old?.trim() ?? '')
  const code = takesAlternatives && isNop ? (replacement ?? old) : old
  return code?.replace(/\\n/g, ';').replace(/\\t/g, ' ')
}
