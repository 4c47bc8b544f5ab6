import type { Field } from '../../model/schema/arch.ts'
import type { KernelTree } from '../kernel-tree.ts'
import type { ArchVariant } from '../arch-variants.ts'
import { LayoutError, definedFor, orUndefined, structLayout, type RegsHeaders } from '../c/struct-layout.ts'
import type { CParser } from '../c/parse-c.ts'
import { registerNames } from '../c/register-names.ts'
import { UnknownName, readHeaders, type Headers } from '../c/read-headers.ts'
import type { Config } from '../kconfig/default-config.ts'

/** `struct pt_regs` of an architecture, in the order of memory. */
export type RegsStruct = {
  readonly size: number
  readonly fields: Field[]
  readonly file: string
  readonly line: number
  /** The header that shows the part which user space sees, where it is another. */
  readonly uapiFile?: string
}

/**
 * Lay out `struct pt_regs` as it is on one architecture in its usual configuration.
 *
 * @returns the struct, or why it cannot be told from the tree.
 */
export function deriveRegs(
  tree: KernelTree,
  variant: ArchVariant,
  { files, headers, config, kernel }: RegsHeaders,
  parser: CParser,
): RegsStruct | string {
  const found = headers.tag('pt_regs')
  if (!found) return `no struct pt_regs in ${files.join(', ') || `${variant.directory}/include`}`
  try {
    const { size, fields } = structLayout(found.node, { headers, variant, depth: 0 })
    const user = userLayout(tree, variant, parser, config, headers)
    const names = registerNames(tree, variant, parser, kernel, headers)
    const leaves = (fields ?? []).filter(it => it.size > 0)
    const shown = found.file.includes('/uapi/') ? leaves.length : user ? shownToUser(leaves, user.leaves) : 0
    return {
      size,
      fields: leaves.map((it, i) => {
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

/** The struct by which user space sees registers: in a header of its own, or the same. */
function userLayout(
  tree: KernelTree,
  variant: ArchVariant,
  parser: CParser,
  config: Config,
  headers: Headers,
): { readonly leaves: readonly Field[]; readonly file: string } | undefined {
  const files = [
    `${variant.directory}/include/uapi/asm/ptrace.h`,
    `${variant.directory}/include/uapi/asm/registers.h`,
  ].filter(it => tree.read(it) !== undefined)
  const user = readHeaders(tree, variant, files, parser, definedFor(variant, config, false))
  const found =
    user.tag('user_pt_regs') ??
    user.typedef('user_pt_regs') ??
    headers.tag('user_pt_regs') ??
    user.tag('user_regs_struct') ??
    user.tag('pt_regs')
  if (!found?.file.includes('/uapi/')) return undefined
  const leaves = orUndefined(() => structLayout(found.node, { headers: user, variant, depth: 0 }).fields)
  return leaves && { leaves, file: found.file }
}

/**
 * How many of the first fields are those that user space sees. Its struct must stand whole at the beginning of the
 * kernel's, under names that are told to be the same; a copy with another layout is none of it.
 */
function shownToUser(leaves: readonly Field[], user: readonly Field[]): number {
  let shown = 0
  for (const its of user.filter(it => !/^_*(?:reserved|pad|unused)/.test(it.name))) {
    const parts = leaves.filter(it => it.offset >= its.offset && it.offset < its.offset + its.size)
    const isWhole =
      parts[0]?.offset === its.offset && parts.at(-1)!.offset + parts.at(-1)!.size === its.offset + its.size
    if (!isWhole || leaves[shown] !== parts[0] || !isSameName(parts[0]!.name, its.name)) return 0
    shown += parts.length
  }
  return shown
}

/** Whether two names are one in two spellings: `orig_rax` is `orig_ax`, `csr_badvaddr` is `csr_badv`. */
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
