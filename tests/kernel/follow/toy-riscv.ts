import type { TreeFiles } from '../toy-files.ts'
import { toyTree } from '../make-tree.ts'

/** The made-up struct. */
export const STRUCT =
  'struct pt_regs { unsigned long epc; unsigned long ra; unsigned long sp; unsigned long a0; unsigned long status; unsigned long orig_a0; };\n'

/** A made-up riscv: a struct of five fields, and code of our own that fills it. */
const FILES: TreeFiles = {
  'arch/riscv/include/asm/ptrace.h': `${STRUCT}
static inline void instruction_pointer_set(struct pt_regs *regs, unsigned long value) { regs->epc = value; }
`,
  'arch/riscv/include/asm/perf_event.h': `
#define perf_arch_fetch_caller_regs(regs, address) { (regs)->epc = (address); (regs)->status = OURS; }
`,
  'arch/riscv/include/asm/macros.h': `
#ifdef __ASSEMBLY__
#define KEEP sd
.macro keep_two first, second=a0
	KEEP \\first, PT_RA(sp)
	KEEP \\second, PT_A0(sp)
.endm
#endif
`,
  'arch/riscv/kernel/asm-offsets.c': `
void offsets(void) {
	OFFSET(PT_EPC, pt_regs, epc);
	OFFSET(PT_RA, pt_regs, ra);
	OFFSET(PT_SP, pt_regs, sp);
	OFFSET(PT_A0, pt_regs, a0);
	OFFSET(PT_STATUS, pt_regs, status);
	DEFINE(ROOM, sizeof(struct pt_regs));
}
`,
}

/** Assembly of an entry around these lines; it makes room, and hands the struct to C. */
export const entry = (...lines: readonly string[]): string => `
#include <asm/macros.h>
SYM_CODE_START(handle_exception)
	addi sp, sp, -(ROOM)
${lines.map(it => `\t${it}\n`).join('')}
	mv a0, sp
	call do_something
	mret
SYM_CODE_END(handle_exception)
`

/** Write a made-up riscv tree whose entry has these lines. */
export function riscvTree(lines: readonly string[], more: TreeFiles = {}): string {
  return toyTree(
    [
      'config RISCV',
      '\tdef_bool y',
      'config 64BIT',
      '\tdef_bool y',
      'config ARCH_RV64I',
      '\tdef_bool y',
      'config ARCH_RV32I',
      '\tbool',
    ],
    {
      arch: 'riscv',
      ...FILES,
      'arch/riscv/kernel/entry.S': entry(...lines),
      ...more,
    },
  )
}
