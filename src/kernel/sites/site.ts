import type { Role } from '../../model/schema/role.ts'
import type { Isa } from '../isa/isa.ts'

/** C code that changes the struct after it was filled. Files are tried in order. */
export type SiteCode = {
  readonly functions: readonly string[]
  readonly files: readonly string[]
  readonly parameter?: number
  /** The call at which the struct is handed on, so that later writes do not count. */
  readonly until?: RegExp
  /** Whether older kernels do it in assembly alone. */
  readonly isOptional?: boolean
  /** Whether writes in a branch count. */
  readonly withBranches?: boolean
}

/** Where an architecture fills a register struct, and where following begins. */
export type Site = {
  readonly role: Role
  /** The code that does it, as the kernel calls it. */
  readonly name: string
  /** Files, below the architecture's directory unless they begin with `/`; those that exist are tried in order. */
  readonly files?: readonly string[]
  /** Files that it jumps to. */
  readonly also?: readonly string[]
  /** The file of assembly that includes it. */
  readonly includedBy?: string
  /** Whether the assembly stands in a C file. */
  readonly isInline?: boolean
  /** Assembly with which following begins, such as a jump to a label; the first that leads to a struct counts. */
  readonly starts?: readonly string[]
  /** The label at which the struct is handed on, where no call is seen. */
  readonly stop?: string
  /** Where a jump through a register leads: to code that the register's value alone does not tell. */
  readonly jumpsTo?: string
  /** A label on another path than this site's: paths that reach it do not count. */
  readonly avoid?: string
  readonly struct: 'pt_regs' | 'ftrace_regs' | 'fgraph_ret_regs'
  readonly kind: 'exception' | 'trampoline' | 'software'
  /** The C function whose first parameter says which struct it is; none if that is no struct. */
  readonly givenTo?: { readonly name: string; readonly files: readonly string[] }
  /** The argument of the C function that gets the struct, from 0. */
  readonly argument?: number | 'on the stack'
  /** The C functions that get it. */
  readonly calls?: RegExp
  readonly from?: 'user' | 'kernel'
  /** What registers hold at the beginning: a name of a value, and a number of bytes behind it. */
  readonly registers?: Readonly<Record<string, string | readonly [string, number]>>
  /** What special registers hold at the beginning. */
  readonly specials?: Readonly<Record<string, string>>
  /** What the words at the stack pointer hold at the beginning, each with its bytes if it is no whole word. */
  readonly stack?: readonly (string | readonly [string, number])[]
  /** What the words behind other pointers hold at the beginning, by what the pointer begins with. */
  readonly words?: Readonly<Record<string, readonly string[]>>
  /** Where the struct lies from the stack pointer of the beginning, bytes, if no pointer to it is passed. */
  readonly base?: readonly [string, number]
  /** Another role whose struct this one is, changed. */
  readonly after?: Role | readonly Role[]
  /** Its name where the other role's struct is changed, if it may fill one of its own. */
  readonly nameAfter?: string
  readonly code?: readonly SiteCode[]
  /** Fields that are written in some cases only, and which these are. */
  readonly sometimes?: { readonly fields: RegExp; readonly why: string }
  /** Fields that code which knows the value puts right, by the register that they stand for. */
  readonly exact?: readonly string[]
  /** Kconfig symbols of which one must be possible. */
  readonly needs?: readonly string[]
  /** A macro or function in C that fills the struct on its own. */
  readonly converts?: 'ftrace_regs'
}

/** What is known about an architecture before its assembly is followed. */
export type ArchSites = {
  readonly isa: Isa
  readonly sites: readonly Site[]
  /** Special registers that hold what the interrupted code had, and the field's register to which each belongs. */
  readonly specials?: Readonly<Record<string, string>>
  /** The values whose test tells user from kernel mode, and whether they are not 0 when entered from user mode. */
  readonly mode?: { readonly roots: readonly string[]; readonly isNonzero: boolean }
  readonly returnsArgument?: readonly string[]
}
