import type { TreeFiles } from '../toy-files.ts'
import { toyTree } from '../make-tree.ts'
import { TRACING, config } from '../toy-files.ts'

/** Registers of the CPU, each with the field that holds it. */
const STORED = [
  ['$8', 'R8'],
  ['$31', 'R31'],
] as const
const SPECIAL = [
  ['CP0_STATUS', 'STATUS'],
  ['CP0_EPC', 'EPC'],
] as const

/** Assembly that makes room for the struct and fills most of it, as lines of a macro `name`. */
const filling = (name: string): string =>
  [
    `.macro ${name}`,
    'move $27, $29',
    'subu $29, $29, ROOM',
    'sd $27, PT_R29($29)',
    ...STORED.map(([register, field]) => `sd ${register}, PT_${field}($29)`),
    ...SPECIAL.flatMap(([register, field]) => [`mfc0 $8, ${register}`, `sd $8, PT_${field}($29)`]),
    '.endm',
  ].join('\n')

/** A made-up mips of 64 bits: a struct of a few fields, and code of our own that fills it at its sites. */
const FILES: TreeFiles = {
  'arch/mips/include/uapi/asm/ptrace.h': `
struct pt_regs { unsigned long regs[32]; unsigned long cp0_status; unsigned long cp0_badvaddr; unsigned long cp0_epc; };
`,
  'arch/mips/include/asm/ptrace.h': `
#include <uapi/asm/ptrace.h>
static inline int user_mode(struct pt_regs *regs) { return regs->cp0_status & 16; }
static inline void instruction_pointer_set(struct pt_regs *regs, unsigned long value) { regs->cp0_epc = value; }
`,
  'arch/mips/include/asm/perf_event.h':
    '#define perf_arch_fetch_caller_regs(regs, address) { (regs)->cp0_epc = (address); }\n',
  'arch/mips/include/asm/stackframe.h': `#ifdef __ASSEMBLY__\n${filling('SAVE_ALL')}\n#endif\n`,
  'arch/mips/kernel/asm-offsets.c': `
void offsets(void) {
	OFFSET(PT_R8, pt_regs, regs[8]);
	OFFSET(PT_R29, pt_regs, regs[29]);
	OFFSET(PT_R31, pt_regs, regs[31]);
	OFFSET(PT_STATUS, pt_regs, cp0_status);
	OFFSET(PT_EPC, pt_regs, cp0_epc);
	DEFINE(ROOM, sizeof(struct pt_regs));
}
`,
  'arch/mips/kernel/genex.S': '#include <asm/stackframe.h>\n',
  'arch/mips/kernel/scall64-n64.S':
    '#include <asm/stackframe.h>\nNESTED(handle_sys64, ROOM, sp)\nSAVE_ALL\nmove $4, $29\njal syscall_trace_enter\nnop\nEND(handle_sys64)\n',
  'arch/mips/kernel/kprobes.c': `
#include <asm/ptrace.h>
int trampoline_probe_handler(struct kprobe *p, struct pt_regs *regs) {
	instruction_pointer_set(regs, __kretprobe_trampoline_handler(regs, NULL));
	return 1;
}
`,
}

/**
 * Write a made-up mips tree.
 *
 * @returns its folder, which is deleted after the tests of the file.
 */
export function mipsTree(): string {
  const has = ['HAVE_KPROBES', 'HAVE_KRETPROBES', 'HAVE_PERF_EVENTS', 'HAVE_REGS_AND_STACK_ACCESS_API']
  return toyTree(
    [
      ...TRACING.join('').trimEnd().split('\n'),
      config('MIPS', 'def_bool y', ...has.map(it => `select ${it}`)),
      config('64BIT', 'bool'),
      config('32BIT', 'bool'),
      config('MMU', 'def_bool y'),
    ],
    { arch: 'mips', ...FILES },
  )
}
