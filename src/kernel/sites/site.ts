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
  /** A label that is another way than this site's. */
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
  /** What the words at the stack pointer hold at the beginning. */
  readonly stack?: readonly string[]
  /** What the words behind other pointers hold at the beginning, by what the pointer begins with. */
  readonly words?: Readonly<Record<string, readonly string[]>>
  /** Where the struct lies from the stack pointer of the beginning, bytes, if no pointer to it is passed. */
  readonly base?: readonly [string, number]
  /** Another role whose struct this one is, changed. */
  readonly after?: Role | readonly Role[]
  /** Its name where the other role's struct is changed, if it may fill one of its own. */
  readonly nameAfter?: string
  readonly code?: readonly SiteCode[]
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

/** The generic code that puts the real return address into the struct of a return probe. */
export const RETURN_ADDRESS: SiteCode = {
  functions: ['rethook_trampoline_handler', '__kretprobe_trampoline_handler'],
  files: ['/kernel/trace/rethook.c', '/kernel/kprobes.c'],
  parameter: 0,
}

/** Since 6.14 the generic code puts the real return address into the struct at a return, too. */
export const GRAPH_RETURN: Pick<Site, 'code' | 'exact' | 'givenTo'> = {
  givenTo: { name: 'ftrace_return_to_handler', files: ['/kernel/trace/fgraph.c'] },
  code: [
    {
      functions: ['__ftrace_return_to_handler'],
      files: ['/kernel/trace/fgraph.c'],
      parameter: 0,
      withBranches: true,
      isOptional: true,
    },
  ],
  exact: ['pc'],
}

/** Code that makes a pt_regs of ftrace's struct. */
const CONVERSIONS: readonly Site[] = [
  {
    role: 'partial-regs',
    name: 'ftrace_partial_regs()',
    struct: 'pt_regs',
    kind: 'software',
    converts: 'ftrace_regs',
    needs: ['HAVE_DYNAMIC_FTRACE_WITH_ARGS'],
    code: [
      {
        functions: ['ftrace_partial_regs'],
        files: ['include/asm/ftrace.h', '/include/linux/ftrace_regs.h', '/include/linux/ftrace.h'],
        parameter: 1,
      },
    ],
  },
  {
    role: 'fill-perf-regs',
    name: 'ftrace_fill_perf_regs()',
    struct: 'pt_regs',
    kind: 'software',
    converts: 'ftrace_regs',
    needs: ['HAVE_DYNAMIC_FTRACE_WITH_ARGS'],
    code: [{ functions: ['arch_ftrace_fill_perf_regs'], files: ['include/asm/ftrace.h'], parameter: 1 }],
  },
]

/**
 * The sites that are alike on all architectures, because C code or macros of the same names fill the struct.
 *
 * @param userRole - the role whose struct a user return probe changes.
 * @param returnName - what the site of user return probes is called.
 * @returns the sites.
 */
export function commonSites(
  userRole: Role = 'exception-entry-user',
  returnName = 'uprobe_handle_trampoline()',
): readonly Site[] {
  return [
    {
      role: 'perf-caller-regs',
      name: 'perf_arch_fetch_caller_regs()',
      struct: 'pt_regs',
      kind: 'software',
      code: [
        {
          functions: ['perf_arch_fetch_caller_regs'],
          files: ['include/asm/perf_event.h', '/include/linux/perf_event.h'],
          parameter: 0,
        },
      ],
    },
    ...CONVERSIONS,
    {
      role: 'uretprobe',
      name: returnName,
      struct: 'pt_regs',
      kind: 'exception',
      after: [userRole, 'exception-entry'],
      code: [
        {
          functions: ['uprobe_handle_trampoline', 'handle_trampoline'],
          files: ['/kernel/events/uprobes.c'],
          parameter: 0,
          withBranches: true,
          until: /^handle_uretprobe_chain$/,
        },
      ],
      exact: ['pc'],
      needs: ['ARCH_SUPPORTS_UPROBES'],
    },
  ]
}

/**
 * The site of kprobes on ftrace: ftrace's struct with another program counter.
 *
 * @param files - where the handler is.
 * @returns the site.
 */
export function kprobeOnFtrace(files: readonly string[]): Site {
  return {
    role: 'kprobe-on-ftrace',
    name: 'kprobe_ftrace_handler()',
    struct: 'pt_regs',
    kind: 'trampoline',
    after: 'ftrace-regs',
    code: [{ functions: ['kprobe_ftrace_handler'], files, parameter: 3, withBranches: true, until: /pre_handler$/ }],
    exact: ['pc'],
    needs: ['HAVE_KPROBES_ON_FTRACE'],
  }
}
