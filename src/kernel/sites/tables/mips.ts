import type { ArchSites, Site } from '../site.ts'
import { mips } from '../../isa/tables/mips.ts'
import { EXCEPTION, TRAPPING_KRETPROBE, commonSites, graphReturn } from '../common-sites.ts'

/** An entry saves all registers, and hands the struct to C. */
const ENTRY = {
  ...EXCEPTION,
  files: ['kernel/genex.S'],
  starts: ['SAVE_ALL\nmove $4, $29\njal do_site\nnop'],
  calls: /^do_site$/,
} as const

const SITES: readonly Site[] = [
  { ...ENTRY, role: 'exception-entry', name: 'SAVE_ALL, kernel', from: 'kernel' },
  { ...ENTRY, role: 'exception-entry-user', name: 'SAVE_ALL, user', from: 'user' },
  {
    ...EXCEPTION,
    role: 'syscall-entry',
    name: 'handle_sys',
    files: ['kernel/scall64-n64.S', 'kernel/scall32-o32.S'],
    starts: ['j handle_sys64', 'j handle_sys'],
    calls: /^(?:syscall_trace_enter|do_syscall_trace_enter)$/,
    from: 'user',
  },
  graphReturn({ files: ['kernel/mcount.S'], jump: 'j', needs: ['HAVE_FUNCTION_GRAPH_TRACER'] }),
  TRAPPING_KRETPROBE,
  ...commonSites(),
]

/**
 * The sites of MIPS.
 *
 * @param word - bytes of a register.
 * @returns the sites.
 */
export function mipsSites(word: 4 | 8): ArchSites {
  return {
    isa: mips(word),
    specials: { status: 'any', cause: 'any', epc: 'pc', badvaddr: 'any', hi: 'hi', lo: 'lo' },
    // The bit that says that the kernel's stack is in use is shifted into the sign.
    mode: { roots: ['special:status'], isNonzero: false },
    sites:
      word === 8
        ? SITES
        : SITES.map(it => (it.role === 'syscall-entry' ? { ...it, files: ['kernel/scall32-o32.S'] } : it)),
  }
}
