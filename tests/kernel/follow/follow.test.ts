import { describe, expect, test } from 'vitest'
import { variantOf } from '../../../src/kernel/arch-variants.ts'
import { loadCParser } from '../../../src/kernel/c/parse-c.ts'
import { readArchKconfig } from '../../../src/kernel/derive/derive-support.ts'
import { type ArchDrafts, draftArch } from '../../../src/kernel/follow/draft-arch.ts'
import { openTree } from '../../../src/kernel/kernel-tree.ts'
import { toyTree } from '../make-tree.ts'
import { riscvTree } from './toy-riscv.ts'

const parser = await loadCParser()

function drafts(dir: string): ArchDrafts {
  const tree = openTree(dir)
  const variant = variantOf(tree, 'riscv64')
  return draftArch({ tree, variant, parser }, readArchKconfig(tree, variant))
}

/** The fields of a role, each as `name state`, with the line of what was lost. */
const states = ({ captures }: ArchDrafts, role = 'exception-entry'): Readonly<Record<string, string>> =>
  Object.fromEntries(captures.find(it => it.role === role)?.fields.map(it => [it.name, it.state]) ?? [])

describe('what an entry stores', () => {
  test('a register as it came is captured, through macros of both kinds and their arguments', () => {
    const found = states(drafts(riscvTree(['keep_two ra', 'sd gp, PT_STATUS(sp)'])))
    expect(found).toMatchObject({ ra: 'captured', a0: 'captured', sp: 'unset' })
  })
  test('another register in its field is made up', () => {
    expect(states(drafts(riscvTree(['keep_two ra, t0', 'sd t1, PT_SP(sp)'])))).toMatchObject({
      a0: 'made-up',
      sp: 'made-up',
    })
  })
  test('a register that was changed before is made up, also by a load', () => {
    expect(
      states(
        drafts(
          riscvTree(['sd ra, PT_RA(sp)', 'xor a0, a0, t0', 'sd a0, PT_A0(sp)', 'sd gp, PT_STATUS(sp)', 'ld sp, 8(a1)']),
        ),
      ).a0,
    ).toBe('made-up')
  })
  test('the stack pointer is captured as it was kept, computed where the frame is undone', () => {
    const kept = states(drafts(riscvTree(['keep_two ra', 'addi t0, sp, ROOM', 'sd t0, PT_SP(sp)'])))
    expect(kept.sp).toBe('computed')
    expect(states(drafts(riscvTree(['keep_two ra', 'sd sp, PT_SP(sp)']))).sp).toBe('made-up')
  })
  test('what the CPU left in a control register is captured', () => {
    const found = states(
      drafts(
        riscvTree([
          'keep_two ra',
          'csrr t0, CSR_STATUS',
          'csrr t1, CSR_EPC',
          'sd t0, PT_STATUS(sp)',
          'sd t1, PT_EPC(sp)',
        ]),
      ),
    )
    expect(found).toMatchObject({ status: 'captured', epc: 'captured' })
  })
  test('a constant is made up, a slot of the kernel is no register', () => {
    const found = states(drafts(riscvTree(['keep_two ra', 'li t0, 5', 'sd t0, PT_STATUS(sp)'])))
    expect(found).toMatchObject({ status: 'made-up', orig_a0: 'none' })
  })
  test('a run that the assembler repeats is stored as often', () => {
    const repeated = ['.set place, 8', '.rept 3', 'sd ra, place(sp)', '.set place, place + 8', '.endr']
    expect(states(drafts(riscvTree(repeated)))).toMatchObject({
      ra: 'captured',
      sp: 'made-up',
      a0: 'made-up',
      status: 'unset',
    })
  })
  test('a register list of .irp is taken one by one', () => {
    expect(
      states(
        drafts(
          riscvTree([
            '.irp r, ra, a0',
            'addi t0, t0, 1',
            'sd \\r, PT_RA(sp)',
            '.endr',
            'sd a0, PT_A0(sp)',
            'sd gp, PT_SP(sp)',
          ]),
        ),
      ),
    ).toMatchObject({ ra: 'made-up', a0: 'captured' })
  })
})

describe('what is not known', () => {
  test('behind an instruction that is not known, what was not seen to be stored is unknown', () => {
    const found = drafts(riscvTree(['keep_two ra', 'sd gp, PT_SP(sp)', 'frobnicate t0, PT_STATUS(sp)']))
    expect(states(found)).toMatchObject({ ra: 'captured', status: 'unknown' })
    expect(found.captures[0]!.fields.find(it => it.name === 'status')!.why).toMatch(
      /entry\.S:\d+: the instruction frobnicate/,
    )
  })
  test('a value from such an instruction is unknown where it is stored', () => {
    expect(states(drafts(riscvTree(['keep_two ra', 'frobnicate t0', 'sd t0, PT_SP(sp)']))).sp).toBe('unknown')
  })
  test('neither branch of a condition that is not known counts', () => {
    expect(
      states(drafts(riscvTree(['keep_two ra', 'sd gp, PT_SP(sp)', '.if SOMETHING', 'sd t0, PT_STATUS(sp)', '.endif'])))
        .status,
    ).toBe('unknown')
  })
  test('nor does an .else after an .elseif that is not known', () => {
    const lines = ['.if 0', 'nop', '.elseif SOMETHING', 'nop', '.else', 'sd t0, PT_STATUS(sp)', '.endif']
    expect(states(drafts(riscvTree(['keep_two ra', 'sd gp, PT_SP(sp)', ...lines]))).status).toBe('unknown')
  })
  test('a site whose struct is never seen is lost, with its line', () => {
    const found = drafts(riscvTree(['nop']))
    expect(found.captures.some(it => it.role === 'exception-entry')).toBe(false)
    expect(found.lost.find(it => it.role === 'exception-entry')).toMatchObject({ file: 'arch/riscv/kernel/entry.S' })
  })
})

describe('what C code writes', () => {
  test('a macro that makes up registers', () => {
    expect(states(drafts(riscvTree(['keep_two ra'])), 'perf-caller-regs')).toEqual({
      epc: 'made-up',
      ra: 'unset',
      sp: 'unset',
      a0: 'unset',
      status: 'made-up',
      orig_a0: 'none',
    })
  })
  const without = { 'arch/riscv/include/asm/perf_event.h': '' }
  test('an arch without the macro has that of all arches; without its file, that is not known', () => {
    const common = { 'include/linux/perf_event.h': '#define perf_arch_fetch_caller_regs(regs, ip) do { } while (0)\n' }
    const found = drafts(riscvTree(['keep_two ra'], { ...without, ...common }))
    expect(new Set(Object.values(states(found, 'perf-caller-regs')))).toEqual(new Set(['unset', 'none']))
    const partial = drafts(riscvTree(['keep_two ra'], without))
    expect(partial.absent.map(it => it.role)).not.toContain('perf-caller-regs')
    expect(partial.lost).toContainEqual(
      expect.objectContaining({ role: 'perf-caller-regs', file: 'include/linux/perf_event.h' }),
    )
  })
  test('an arch for which no file defines the macro has no such site, and says why', () => {
    const found = drafts(riscvTree(['keep_two ra'], { ...without, 'include/linux/perf_event.h': '' }))
    expect(found.absent).toContainEqual({
      role: 'perf-caller-regs',
      why: 'the architecture defines no perf_arch_fetch_caller_regs',
    })
  })
})

test('without a table of instructions, what C code fills is followed, and all else is lost with the reason', () => {
  const dir = toyTree(['config TOY', '\tdef_bool y'], {
    'arch/toy/include/asm/ptrace.h': 'struct pt_regs { unsigned long pc; unsigned long sp; };\n',
    'arch/toy/include/asm/perf_event.h': '#define perf_arch_fetch_caller_regs(regs, at) { (regs)->pc = (at); }\n',
  })
  const tree = openTree(dir)
  const variant = variantOf(tree, 'toy')
  const found = draftArch({ tree, variant, parser }, readArchKconfig(tree, variant))
  expect(states(found, 'perf-caller-regs')).toEqual({ pc: 'made-up', sp: 'unset' })
  expect(found.lost.map(it => it.role)).toContain('exception-entry')
  expect(found.lost.map(it => it.role)).not.toContain('perf-caller-regs')
})

test('the same tree gives the same drafts', () => {
  const dir = riscvTree(['keep_two ra'])
  expect(drafts(dir)).toEqual(drafts(dir))
})
