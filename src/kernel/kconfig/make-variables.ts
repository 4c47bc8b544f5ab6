import type { ArchVariant } from '../arch-variants.ts'

/**
 * The variables of make that Kconfig files use: `$(SRCARCH)`.
 *
 * @param variant - the architecture for which make would be called.
 * @returns each variable's value by its name.
 */
export function makeVariables(variant: ArchVariant): Readonly<Record<string, string>> {
  const folder = variant.directory.slice('arch/'.length)
  return {
    ARCH: variant.makeArch,
    SRCARCH: folder,
    SUBARCH: variant.directory === 'arch/um' ? 'x86_64' : variant.makeArch,
    HEADER_ARCH: variant.directory === 'arch/um' ? 'x86' : folder,
  }
}

/**
 * Replace the variables of make in a text.
 *
 * @param text - a path, or a quoted text of a condition.
 * @param values - by name, without `$( )`.
 * @returns the text, in which unknown variables and macros are left as they are.
 */
export function expandVariables(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\$\((\w+)\)/g, (whole, name: string) => values[name] ?? whole)
}
