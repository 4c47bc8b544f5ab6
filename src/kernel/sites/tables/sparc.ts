import type { ArchSites } from '../site.ts'
import { run } from '../../isa/operands.ts'
import { sparc } from '../../isa/tables/sparc.ts'
import { EXCEPTION, TRAPPING_KRETPROBE, commonSites, graphReturn } from '../common-sites.ts'

/** The globals but for the first, which is always 0. */
const GLOBALS = run('g', 1, 7)

/** A trap jumps to etrap, which comes back behind the jump, in a window of its own. */
const trap = (before: string, entry: string, routine: string) => ({
  ...EXCEPTION,
  files: ['kernel/etrap_64.S'],
  starts: [`${before}\nba,pt %xcc, ${entry}\nnop\nbehind_${entry}:\ncall ${routine}\nadd %sp, PTREGS_OFF, %o0`],
  jumpsTo: `behind_${entry}`,
  // In a trap the CPU has globals of its own.
  registers: Object.fromEntries(GLOBALS.map(it => [it, `trap:${it}`])),
  specials: Object.fromEntries(GLOBALS.map(it => [`interrupted ${it}`, it])),
})
const TRAP = { ...trap('nop', 'etrap', 'do_site'), calls: /^do_site$/ } as const

/** In a trap the CPU has turned to the next window, in which the interrupted code's outs are the ins. */
const TRAP_32 = {
  ...EXCEPTION,
  files: ['kernel/etrap_32.S'],
  starts: ['b trap_setup\nnop\nbehind_trap_setup:\ncall do_site\nadd %sp, STACKFRAME_SZ, %o0'],
  jumpsTo: 'behind_trap_setup',
  calls: /^do_site$/,
  registers: {
    ...Object.fromEntries(run('i', 0, 7).map((it, n) => [it, `o${n}`])),
    l0: 'special:psr',
    l1: 'pc',
    l2: 'npc',
  },
} as const

/** The sites of 32-bit SPARC. */
export const sparc32: ArchSites = {
  isa: sparc(4),
  specials: { psr: 'any', y: 'y' },
  mode: { roots: ['special:psr'], isNonzero: false },
  sites: [
    { ...TRAP_32, role: 'exception-entry', name: 'trap_setup, kernel', from: 'kernel' },
    { ...TRAP_32, role: 'exception-entry-user', name: 'trap_setup, user', from: 'user' },
    // A system call stores what any trap does; a bit in the copy of PSR says that it is one.
    { ...TRAP_32, role: 'syscall-entry', name: 'do_syscall', from: 'user' },
    ...commonSites(),
  ],
}

/** The sites of sparc64. */
export const sparc64: ArchSites = {
  isa: sparc(8),
  specials: { tpc: 'pc', tnpc: 'npc', tstate: 'any', y: 'y', tt: 'any', pil: 'now' },
  mode: { roots: ['special:tstate'], isNonzero: false },
  sites: [
    { ...TRAP, role: 'exception-entry', name: 'etrap, kernel', from: 'kernel' },
    { ...TRAP, role: 'exception-entry-user', name: 'etrap, user', from: 'user' },
    {
      // What is between it and the tracer stores nothing.
      ...trap('rdpr %pil, %g2\nmov TSTATE_SYSCALL, %g3', 'etrap_syscall', 'syscall_trace_enter'),
      role: 'syscall-entry',
      name: 'etrap_syscall',
      calls: /^syscall_trace_enter$/,
      from: 'user',
    },
    graphReturn({ files: ['lib/mcount.S'], jump: 'ba', needs: ['HAVE_FUNCTION_GRAPH_TRACER'] }),
    TRAPPING_KRETPROBE,
    ...commonSites(),
  ],
}
