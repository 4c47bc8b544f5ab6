// A tree of which one file is missing: what was found in the whole tree is found again, refused by the name of the
// file, or called lost. It is never called absent, nor another state than before.
import type { KernelTree } from '../../../src/kernel/kernel-tree.ts'
import { posix } from 'node:path'
import { describe, expect, test } from 'vitest'
import { DataError } from '../../../src/errors/fault.ts'
import { UsageError } from '../../../src/errors/usage-error.ts'
import { variantOf } from '../../../src/kernel/arch-variants.ts'
import { loadCParser } from '../../../src/kernel/c/parse-c.ts'
import { readArchKconfig } from '../../../src/kernel/derive/derive-support.ts'
import { type ArchDrafts, draftArch } from '../../../src/kernel/follow/draft-arch.ts'
import { openTree } from '../../../src/kernel/kernel-tree.ts'
import { mipsTree } from './toy-mips.ts'
import { riscvTree } from './toy-riscv.ts'

const parser = await loadCParser()

function draft(tree: KernelTree, arch: string): ArchDrafts | 'refused' {
  try {
    const variant = variantOf(tree, arch)
    return draftArch({ tree, variant, parser }, readArchKconfig(tree, variant))
  } catch (error) {
    if (error instanceof DataError || error instanceof UsageError) return 'refused'
    throw error
  }
}

/** A tree without one of its files. */
function without(tree: KernelTree, gone: string): KernelTree {
  return {
    ...tree,
    read: path => (posix.normalize(path) === gone ? undefined : tree.read(path)),
    names: folder => tree.names(folder).filter(it => posix.join(folder, it) !== gone),
    list: (folder, depth) => tree.list(folder, depth).filter(it => it !== gone),
  }
}

/** What is claimed in a tree of which a file is missing, and is not so in the whole one. */
function untruths(whole: ArchDrafts, partial: ArchDrafts): readonly string[] {
  return whole.captures.flatMap(({ role, name, fields }) => {
    const found = partial.captures.find(it => it.role === role && it.name === name)
    if (!found) return partial.lost.some(it => it.role === role) ? [] : [`${role} is absent`]
    return fields.flatMap(it => {
      const state = found.fields.find(field => field.name === it.name)?.state
      return state === it.state || state === 'unknown' ? [] : [`${role}: ${it.name} is ${state}`]
    })
  })
}

/** What the macro of one header stores depends on a macro of another header. */
const NESTED = {
  'arch/riscv/include/asm/slots.h': '#define KEEPS_A0 1\n',
  'arch/riscv/include/asm/macros.h': `
#include <asm/slots.h>
#ifdef __ASSEMBLY__
.macro keep_two first, second=a0
	sd \\first, PT_RA(sp)
#ifdef KEEPS_A0
	sd \\second, PT_A0(sp)
#endif
.endm
#endif
`,
}

/** Return probes and perf, whose code is in files of all architectures, or in those of the arch where it has them. */
const SHARED_CODE = {
  'arch/riscv/Kconfig': `
config RISCV
	def_bool y
	select HAVE_PERF_EVENTS
	select HAVE_RETHOOK
config 64BIT
	def_bool y
config ARCH_RV64I
	def_bool y
config ARCH_RV32I
	bool
`,
  'arch/riscv/kernel/probes/rethook_trampoline.S': `
#include <asm/macros.h>
SYM_CODE_START(arch_rethook_trampoline)
	addi sp, sp, -(ROOM)
	keep_two ra
	sd sp, PT_SP(sp)
	mv a0, sp
	call arch_rethook_trampoline_callback
	ret
SYM_CODE_END(arch_rethook_trampoline)
`,
  'kernel/trace/Makefile': 'obj-y += rethook.o\n',
  'kernel/trace/rethook.c': `
#include <linux/kprobes.h>
unsigned long rethook_trampoline_handler(struct pt_regs *regs, unsigned long frame)
{
	instruction_pointer_set(regs, frame);
	return frame;
}
`,
  'arch/riscv/kernel/perf_callchain.c': '#include <linux/kprobes.h>\n',
  'kernel/kprobes.c': '#include <linux/kprobes.h>\n',
  'include/linux/kprobes.h': '#include <linux/perf_event.h>\n',
  'include/linux/perf_event.h': `
#ifdef CONFIG_PERF_EVENTS
#include <asm/perf_event.h>
#endif
#ifndef perf_arch_fetch_caller_regs
static inline void perf_arch_fetch_caller_regs(struct pt_regs *regs, unsigned long address) { }
#endif
`,
}

describe.each([
  ['mips64', mipsTree()],
  ['riscv64', riscvTree(['keep_two ra', 'csrr t0, CSR_EPC', 'sd t0, PT_EPC(sp)'], SHARED_CODE)],
  ['riscv64', riscvTree(['keep_two ra', 'csrr t0, CSR_EPC', 'sd t0, PT_EPC(sp)'])],
  [
    'riscv64',
    riscvTree(
      ['keep_two ra', 'csrr t0, CSR_EPC', 'sd t0, PT_EPC(sp)', 'csrr t1, CSR_STATUS', 'sd t1, PT_STATUS(sp)'],
      NESTED,
    ),
  ],
])('%s without one of its files', (arch, dir) => {
  const tree = openTree(dir)
  const whole = draft(tree, arch)
  const files = tree.list('.').filter(it => it !== 'Makefile')

  test.each(files)('%s', file => {
    if (whole === 'refused') throw new Error('the whole tree is refused')
    expect(whole.captures.length).toBeGreaterThan(2)
    const partial = draft(without(tree, file), arch)
    expect(partial === 'refused' ? [] : untruths(whole, partial)).toEqual([])
  })
})
