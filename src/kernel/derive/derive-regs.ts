import type { Field } from '../../model/schema/arch.ts'
import type { ArchContext } from '../arch-context.ts'
import { UnknownName, readHeaders } from '../c/read-headers.ts'
import { registerNames } from '../c/register-names.ts'
import { type RegsHeaders, definedMacros } from '../c/regs-headers.ts'
import { LayoutError, structLayout, unlessUnknown } from '../c/struct-layout.ts'

/** `struct pt_regs` of an architecture; size in bytes, fields in the order of memory. */
export type RegsStruct = {
  readonly size: number
  readonly fields: Field[]
  readonly file: string
  readonly line: number
  /** The header that declares the part which user space sees, if it is another one. */
  readonly uapiFile?: string
}

/**
 * Lay out `struct pt_regs` on one architecture.
 *
 * @param context - the architecture.
 * @param regs - the headers that declare the struct, in a configuration.
 * @returns the struct, or one sentence that says why the tree alone does not determine it.
 * @throws Error if the cause is any other than an unknown type or name.
 */
export function deriveRegs(context: ArchContext, regs: RegsHeaders): RegsStruct | string {
  const { variant } = context
  const { files, headers, defined } = regs
  const found = headers.tag('pt_regs')
  if (variant.widthUnknown !== undefined) return `the width of a long is not known: ${variant.widthUnknown}`
  if (!found) return `no struct pt_regs in ${files.join(', ') || `${variant.directory}/include`}`
  try {
    const { size, fields } = structLayout(found.node, { headers, variant, depth: 0 })
    const user = userLayout(context, regs)
    const names = registerNames(context, defined, headers)
    const all = (fields ?? []).filter(it => it.size > 0)
    const twice = all.find((it, i) => all.findIndex(other => other.name === it.name) < i)
    if (twice) return `${found.file}:${found.line}: the member ${twice.name} stands there twice`
    const shown = found.file.includes('/uapi/') ? all.length : user ? userFieldCount(all, user.fields) : 0
    return {
      size,
      fields: all.map((it, i) => {
        const alias = it.bits ?? names.get(it.name)
        return {
          name: it.name,
          ...(alias && alias !== it.name && { alias }),
          offset: it.offset,
          size: it.size,
          ...(i < shown && { uapi: true as const }),
        }
      }),
      file: found.file,
      line: found.line,
      ...(user && shown > 0 && user.file !== found.file && { uapiFile: user.file }),
    }
  } catch (error) {
    if (error instanceof LayoutError || error instanceof UnknownName)
      return `${found.file}:${found.line}: ${error.message}`
    throw error
  }
}

/** The struct with which user space sees registers; undefined if no header for user space declares one. */
function userLayout(
  context: ArchContext,
  { headers, config }: RegsHeaders,
): { readonly fields: readonly Field[]; readonly file: string } | undefined {
  const { tree, variant } = context
  const files = [
    `${variant.directory}/include/uapi/asm/ptrace.h`,
    `${variant.directory}/include/uapi/asm/registers.h`,
  ].filter(it => tree.read(it) !== undefined)
  const user = readHeaders(context, files, definedMacros(variant, config, false))
  const found =
    user.tag('user_pt_regs') ??
    user.typedef('user_pt_regs') ??
    headers.tag('user_pt_regs') ??
    user.tag('user_regs_struct') ??
    user.tag('pt_regs')
  if (!found?.file.includes('/uapi/')) return undefined
  const fields = unlessUnknown(() => structLayout(found.node, { headers: user, variant, depth: 0 }).fields)
  return fields && { fields, file: found.file }
}

/**
 * How many of the first fields of the kernel's struct user space sees. The whole struct of user space must be at its
 * beginning, with the same names; otherwise it is a copy with a layout of its own, and the number is 0.
 */
function userFieldCount(kernel: readonly Field[], user: readonly Field[]): number {
  let count = 0
  for (const field of user.filter(it => !/^_*(?:reserved|pad|unused)/.test(it.name))) {
    const parts = kernel.filter(it => it.offset >= field.offset && it.offset < field.offset + field.size)
    const isWhole =
      parts[0]?.offset === field.offset && parts.at(-1)!.offset + parts.at(-1)!.size === field.offset + field.size
    if (!isWhole || kernel[count] !== parts[0] || !isSameName(parts[0]!.name, field.name)) return 0
    count += parts.length
  }
  return count
}

/** Whether two names are spellings of one: `orig_rax` and `orig_ax`, `csr_badvaddr` and `csr_badv`. */
function isSameName(a: string, b: string): boolean {
  const [long, short] = [a, b].map(it => it.replace(/^.*\./, '')).sort((x, y) => y.length - x.length) as [
    string,
    string,
  ]
  let at = 0
  for (const letter of long) {
    if (letter === short[at]) at++
  }
  return at === short.length
}
