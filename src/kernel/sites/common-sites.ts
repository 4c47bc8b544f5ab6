import type { Role } from '../../model/schema/role.ts'
import type { Site, SiteCode } from './site.ts'

/** An exception entry hands a pt_regs to a C function, as its first argument. */
export const EXCEPTION = { struct: 'pt_regs', kind: 'exception', argument: 0 } as const

/** A stub in assembly: its files, the instruction that jumps to its label, and what is special about it. */
type Stub = Partial<Site> & { readonly files: readonly string[]; readonly jump: string }

/** A site that is followed from the label that it is named after. */
function stub(site: Partial<Site> & Pick<Site, 'role' | 'name' | 'struct'>, { jump, ...own }: Stub): Site {
  return { ...site, kind: 'trampoline', starts: [`${jump} ${site.name}`], ...own }
}

/**
 * The site of ftrace's stub without SAVE_REGS.
 *
 * @param own - the stub of the architecture.
 * @returns the site.
 */
export function ftraceCaller(own: Stub): Site {
  return stub({ role: 'ftrace', name: 'ftrace_caller', struct: 'ftrace_regs' }, { argument: 3, ...own })
}

/**
 * The site of ftrace's stub with SAVE_REGS.
 *
 * @param own - the stub of the architecture.
 * @returns the site.
 */
export function ftraceRegsCaller(own: Stub): Site {
  return stub({ role: 'ftrace-regs', name: 'ftrace_regs_caller', struct: 'pt_regs' }, { argument: 3, ...own })
}

/**
 * The site of the function graph tracer at a return. Since 6.14 the generic code puts the real return address into the
 * struct there, too.
 *
 * @param own - the stub of the architecture.
 * @returns the site.
 */
export function graphReturn(own: Stub): Site {
  return stub(
    { role: 'fgraph-return', name: 'return_to_handler', struct: 'fgraph_ret_regs' },
    {
      argument: 0,
      calls: /^ftrace_return_to_handler$/,
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
      ...own,
    },
  )
}

/** The generic code that puts the real return address into the struct of a return probe. */
export const RETURN_ADDRESS: SiteCode = {
  functions: ['rethook_trampoline_handler', '__kretprobe_trampoline_handler'],
  files: ['/kernel/trace/rethook.c', '/kernel/kprobes.c'],
  parameter: 0,
}

/** The generic code that puts the real return address into the struct of a return probe in user code. */
export const USER_RETURN_ADDRESS: SiteCode = {
  functions: ['uprobe_handle_trampoline', 'handle_trampoline'],
  files: ['/kernel/events/uprobes.c'],
  parameter: 0,
  withBranches: true,
  until: /^handle_uretprobe_chain$/,
}

/** What all return probes have in common. */
const RETURN_PROBE = { struct: 'pt_regs', argument: 0, code: [RETURN_ADDRESS], exact: ['pc'] } as const

/**
 * The site of a return probe of kprobes.
 *
 * @param own - the trampoline of the architecture.
 * @returns the site.
 */
export function kretprobe(own: Stub): Site {
  return stub({ role: 'kretprobe', name: '__kretprobe_trampoline', ...RETURN_PROBE }, own)
}

/**
 * The site of a return probe of rethook.
 *
 * @param own - the trampoline of the architecture.
 * @returns the site.
 */
export function rethook(own: Stub): Site {
  return stub(
    { role: 'rethook', name: 'arch_rethook_trampoline', ...RETURN_PROBE },
    { needs: ['HAVE_RETHOOK'], ...own },
  )
}

/** The site of a return probe of kprobes whose trampoline has a kprobe on it: an exception's registers. */
export const TRAPPING_KRETPROBE: Site = {
  role: 'kretprobe',
  name: '__kretprobe_trampoline',
  struct: 'pt_regs',
  kind: 'exception',
  after: 'exception-entry',
  code: [{ functions: ['trampoline_probe_handler'], files: ['kernel/kprobes.c'], parameter: 1 }],
  exact: ['pc'],
  needs: ['HAVE_KRETPROBES'],
}

/**
 * The site of an optimised kprobe: a template that is copied, and the C function that it calls.
 *
 * @param own - the template of the architecture.
 * @param file - where the C function is.
 * @returns the site.
 */
export function optprobe(own: Stub, file: string): Site {
  return stub(
    { role: 'optprobe', name: 'optprobe_template_entry', struct: 'pt_regs' },
    {
      argument: 1,
      code: [
        {
          functions: ['optimized_callback'],
          files: [file],
          parameter: 1,
          withBranches: true,
          until: /^opt_pre_handler$/,
        },
      ],
      exact: ['pc'],
      needs: ['HAVE_OPTPROBES'],
      ...own,
    },
  )
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
      code: [USER_RETURN_ADDRESS],
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
