import { describe, expect, test } from 'vitest'
import { variantOf } from '../../../src/kernel/arch-variants.ts'
import { loadCParser } from '../../../src/kernel/c/parse-c.ts'
import { readArchKconfig } from '../../../src/kernel/derive/derive-support.ts'
import { draftArch } from '../../../src/kernel/follow/draft-arch.ts'
import { openTree } from '../../../src/kernel/kernel-tree.ts'
import type { TreeFiles } from '../toy-files.ts'
import { STRUCT, riscvTree } from './toy-riscv.ts'

const parser = await loadCParser()

/** The fields that a reader takes on the made-up riscv, whose struct holds epc, ra, sp, a0, status and orig_a0. */
function taken(reader: string, files: TreeFiles): readonly string[] | undefined {
  const tree = openTree(riscvTree(['sd ra, PT_RA(sp)'], files))
  const variant = variantOf(tree, 'riscv64')
  const { readers } = draftArch({ tree, variant, parser }, readArchKconfig(tree, variant))
  return readers.find(it => it.id === reader)?.fields
}

const NUMBERS =
  'enum perf_event_riscv_regs { PERF_REG_RISCV_PC, PERF_REG_RISCV_RA, PERF_REG_RISCV_SP, PERF_REG_RISCV_MAX };\n'
const byNumber = (...lines: readonly string[]): TreeFiles => ({
  'arch/riscv/include/uapi/asm/perf_regs.h': NUMBERS,
  'arch/riscv/kernel/perf_regs.c': `${lines.join('\n')}\n`,
})
const FUNCTION = 'u64 perf_reg_value(struct pt_regs *regs, int idx) {'

describe('the registers that a sample asks for by number', () => {
  test('are words of the struct below the largest number', () => {
    const words = 'if ((u32)idx >= PERF_REG_RISCV_MAX) return 0;'
    const expected = ['epc', 'ra', 'sp']
    for (const last of ['return ((unsigned long *)regs)[idx];', 'return (u64)*((u32 *)regs + idx);'])
      expect(taken('perf-sample-regs-intr', byNumber(FUNCTION, words, last, '}'))).toEqual(expected)
  })

  test('are left out where the largest number is not known', () => {
    expect(
      taken('perf-sample-regs-intr', byNumber(FUNCTION, 'return ((unsigned long *)regs)[idx];', '}')),
    ).toBeUndefined()
  })

  test('stand in a table of offsets, whose lines a macro may write, and some only in another configuration', () => {
    const table = [
      '#define ROW(id, r) [id] = offsetof(struct pt_regs, r)',
      'static unsigned int offsets[] = {',
      'ROW(PERF_REG_RISCV_PC, epc),',
      '#ifdef CONFIG_NEVER',
      'ROW(PERF_REG_RISCV_RA, ra),',
      '#endif',
      'ROW(PERF_REG_RISCV_SP, sp),',
      '};',
    ]
    const lines = [...table, FUNCTION, 'return regs_get_register(regs, offsets[idx]);', '}']
    expect(taken('perf-sample-regs-intr', byNumber(...lines))).toEqual(['epc', 'sp'])
  })
})

describe('the registers from which a stack is walked', () => {
  const unwinder: TreeFiles = {
    'arch/riscv/kernel/stacktrace.c': [
      'static void begin(struct state *state, struct pt_regs *regs) { state->pc = regs->epc; state->sp = regs->sp; }',
      'void arch_stack_walk(consume_fn consume, void *cookie, struct task *task, struct pt_regs *regs)',
      '{ struct state state; begin(&state, regs); }',
      'void perf_callchain_kernel(struct entry *entry, struct pt_regs *regs) { store(entry, regs->ra); }',
    ].join('\n'),
  }

  test('are those that the functions take which get the struct', () => {
    expect(taken('stack-trace-save-regs', unwinder)).toEqual(['epc', 'sp'])
  })

  test('follow the question for the mode in a call chain', () => {
    const mode = 'static inline int user_mode(struct pt_regs *regs) { return (regs->status & 256) == 0; }\n'
    const files = { ...unwinder, 'arch/riscv/include/asm/ptrace.h': STRUCT + mode }
    expect(taken('kernel-callchain', files)).toEqual(['ra', 'status'])
  })
})
