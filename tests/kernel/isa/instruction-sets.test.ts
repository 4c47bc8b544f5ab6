import { describe, expect, test } from 'vitest'
import { Assembler } from '../../../src/kernel/asm/assembler.ts'
import { evaluateAsm } from '../../../src/kernel/asm/evaluate-asm.ts'
import { emptyState } from '../../../src/kernel/follow/machine-state.ts'
import { initial, valueKey } from '../../../src/kernel/follow/value.ts'
import { walk } from '../../../src/kernel/follow/walk.ts'
import type { Isa } from '../../../src/kernel/isa/isa.ts'
import { alpha } from '../../../src/kernel/isa/tables/alpha.ts'
import { arc } from '../../../src/kernel/isa/tables/arc.ts'
import { csky } from '../../../src/kernel/isa/tables/csky.ts'
import { m68k } from '../../../src/kernel/isa/tables/m68k.ts'
import { microblaze } from '../../../src/kernel/isa/tables/microblaze.ts'
import { nios2 } from '../../../src/kernel/isa/tables/nios2.ts'
import { openrisc } from '../../../src/kernel/isa/tables/openrisc.ts'
import { parisc } from '../../../src/kernel/isa/tables/parisc.ts'
import { powerpc } from '../../../src/kernel/isa/tables/powerpc.ts'
import { sh } from '../../../src/kernel/isa/tables/sh.ts'
import { sparc } from '../../../src/kernel/isa/tables/sparc.ts'
import { xtensa } from '../../../src/kernel/isa/tables/xtensa.ts'

type Start = { readonly specials?: Readonly<Record<string, string>>; readonly isUser?: boolean; readonly root?: string }

/**
 * Follow a few lines of our own up to a call of `hand_over`.
 *
 * @returns what memory behind a root holds, by offset, where something was written.
 */
function stored(isa: Isa, lines: readonly string[], { specials = {}, isUser, root = isa.stack }: Start = {}) {
  const assembler = new Assembler(
    {
      syntax: { comment: isa.comment, separator: isa.separator ?? ';' },
      expand: it => it,
      lookUp: () => undefined,
    },
    new Map(),
  )
  assembler.enter('.text')
  assembler.assemble(lines.map((text, i) => ({ text, file: 'entry.S', line: i + 1 })))
  const state = emptyState({ file: 'entry.S', line: 1 })
  for (const [name, value] of Object.entries(specials)) state.specials.set(name, initial(value))
  const paths = walk({ section: '.text', index: 0 }, state, {
    isa,
    evaluate: text => {
      const value = evaluateAsm(text, () => undefined)
      return value && { ...value, isConstant: false }
    },
    program: assembler.program,
    nameOf: () => undefined,
    mode: isUser === undefined ? undefined : { roots: ['special:mode'], isNonzero: isUser },
  })
  expect(paths.flatMap(it => it.lost)).toEqual([])
  const call = paths.flatMap(it => it.calls).find(it => it.to === 'hand_over')
  const cells = [...(call?.state.memory.get(root) ?? [])].sort(([a], [b]) => a - b)
  return Object.fromEntries(cells.map(([offset, it]) => [offset, valueKey(it.value).replace(/\+0$/, '')]))
}

const CASES: readonly (readonly [title: string, isa: Isa, lines: readonly string[], expected: object])[] = [
  [
    'alpha: a push by subtracting, and a load of a constant',
    alpha,
    ['subq $sp, 16, $sp', 'stq $1, 0($sp)', 'lda $2, 7', 'stq $2, 8($sp) # seven', 'jsr $26, hand_over'],
    { '-16': 'r1', '-8': '7' },
  ],
  [
    'arc: pairs, an auxiliary register, and a separator of its own',
    arc,
    [
      'sub sp, sp, 16 ` st r0, [sp]',
      'std r2, [sp, 4]',
      'lr r10, [eret] ; of the trap',
      'st r10, [sp, 12]',
      'bl @hand_over',
    ],
    { '-16': 'r0', '-12': 'r2', '-8': 'r3', '-4': 'special:eret' },
  ],
  [
    'csky: a run of registers, and arithmetic with two operands',
    csky,
    ['subi sp, 16', 'stm r4-r6, (sp)', 'mfcr lr, epc', 'stw lr, (sp, 12)', 'jbsr hand_over'],
    { '-16': 'r4', '-12': 'r5', '-8': 'r6', '-4': 'special:epc' },
  ],
  [
    'm68k: a list of registers lies in memory in its own order, whichever way it is pushed',
    m68k,
    ['clrl %sp@-', 'pea -1:w', 'moveml %d1-%d2/%a0,%sp@- | three', 'movel %d0,%sp@(12)', 'jbsr hand_over'],
    { '-20': 'd1', '-16': 'd2', '-12': 'a0', '-8': 'd0', '-4': '0' },
  ],
  [
    'microblaze: only a jump that ends in d has a slot behind it',
    microblaze,
    [
      'addik r1, r1, -8',
      'bri 1f',
      'swi r4, r1, 0',
      '1: brid 2f',
      'swi r5, r1, 4',
      'swi r6, r1, 4',
      '2: brlid r15, hand_over',
      'nop',
    ],
    { '-4': 'r5' },
  ],
  [
    'nios2: offsets before their base',
    nios2,
    ['addi sp, sp, -8', 'stw ra, 0(sp)', 'rdctl et, estatus', 'stw et, 4(sp)', 'call hand_over'],
    { '-8': 'r31', '-4': 'special:estatus' },
  ],
  [
    'openrisc: a store names its place first, and a slot is done before the jump',
    openrisc,
    ['l.addi r1, r1, -8', 'l.sw 0(r1), r2', 'l.jal hand_over', 'l.sw 4(r1), r3'],
    { '-8': 'r2', '-4': 'r3' },
  ],
  [
    'parisc: completers, and two addresses of a queue that moves on when it is written',
    parisc(4),
    [
      'stw,ma %r3, 4(%r30) ! mfctl %cr18, %r1',
      'stw %r1, 0(%r30)',
      'mtctl %r0, %cr18',
      'mfctl %cr18, %r1',
      'stw %r1, 4(%r30)',
      'b,n 1f',
      'stw %r0, 0(%r30)',
      '1: b,l hand_over, %r2',
      'nop',
    ],
    { '0': 'r3', '4': 'special:cr18', '8': 'special:cr18 back' },
  ],
  [
    'parisc: registers that are swapped by three exclusive ors',
    parisc(4),
    [
      'xor %r1,%r3,%r3',
      'xor %r1,%r3,%r1',
      'xor %r1,%r3,%r3',
      'stw %r1, 0(%r30)',
      'b,l hand_over, %r2',
      'stw %r3, 4(%r30)',
    ],
    { '0': 'r3', '4': 'r1' },
  ],
  [
    'powerpc: 32 bits go on behind a return from an interrupt',
    powerpc(4),
    ['stwu r1, -16(r1)', 'mfspr r9, SPRN_SRR0', 'stw r9, 8(r1)', 'bl hand_over'],
    { '-16': 'r1', '-8': 'special:srr0' },
  ],
  [
    'sh: a mnemonic with a slash, and a slot behind a jump',
    sh,
    ['mov.l r3, @-r15', 'sts.l pr, @-r15', 'cmp/eq #0, r0', 'bra hand_over', 'mov.l r8, @-r15'],
    { '-12': 'r8', '-8': 'pr', '-4': 'r3' },
  ],
  [
    'sparc: the outs of a window are the ins of the next one',
    sparc(8),
    [
      'save %sp, -192, %sp',
      'stx %i0, [%sp + 0]',
      'stx %i6, [%sp + 8]',
      'be,a,pt %xcc, 1f',
      'nop',
      '1: call hand_over',
      'nop',
    ],
    { '-192': 'o0', '-184': 'o6' },
  ],
  [
    'xtensa: a register is swapped with a special one',
    xtensa,
    ['addi a1, a1, -8', 'xsr a3, excsave1', 's32i a3, a1, 0', 'xsr a3, excsave1', 's32i a3, a1, 4', 'call4 hand_over'],
    { '-8': 'special:excsave1', '-4': 'a3' },
  ],
]

describe('what instructions store', () => {
  test.each(CASES)('%s', (_, isa, lines, expected) => {
    expect(stored(isa, lines)).toEqual(expected)
  })
})

describe('registers that the CPU exchanges when it is interrupted', () => {
  test('sparc: the globals of a trap are no longer there once PSTATE is written', () => {
    const lines = ['stx %g1, [%sp + 0]', 'wrpr %g0, 5, %pstate', 'call hand_over', 'stx %g1, [%sp + 8]']
    expect(stored(sparc(8), lines, { specials: { 'interrupted g1': 'saved' } })).toEqual({ '0': 'g1', '8': 'saved' })
  })
  test('sh: the lower registers of the other bank are there once SR is written', () => {
    const lines = ['mov.l r1, @-r15', 'ldc r8, sr', 'bra hand_over', 'mov.l r1, @-r15']
    expect(stored(sh, lines, { specials: { r1_bank: 'saved' } })).toEqual({ '-8': 'saved', '-4': 'r1' })
  })
  test('parisc: shadow registers are back after rfir, behind the nearest 4:', () => {
    const lines = ['copy %r0, %r9', 'rfir', 'nop', 'stw %r0, 0(%r30)', '4: b,l hand_over, %r2', 'stw %r9, 4(%r30)']
    expect(stored(parisc(4), lines, { specials: { 'shadow r9': 'r9' } })).toEqual({ '4': 'r9' })
  })
})

describe('what depends on where the CPU came from', () => {
  const lines = ['lr r10, [AUX_USER_SP]', 'mov.nz r10, sp', 'bl hand_over']
  const modes = [
    ['the kernel', false, 'r28'],
    ['user space', true, 'special:AUX_USER_SP'],
  ] as const
  test.each(modes)('arc: a conditional move from %s', (_, isUser, expected) => {
    const before = ['st r0, [sp]', ...lines.slice(0, 2), 'st r10, [sp, 4]', lines[2]!]
    const specials = { 'came from kernel': 'special:mode' }
    const mode = { specials, isUser: !isUser }
    expect(stored(arc, before, mode)).toEqual({ '0': 'r0', '4': expected })
  })
  test('parisc: a condition that leaves out the next instruction is followed both ways', () => {
    const both = ['or,ev %r3,%r4,%r4', 'b,n 1f', 'stw %r5, 0(%r30)', '1: b,l hand_over, %r2', 'nop']
    expect(stored(parisc(4), both)).toEqual({})
  })
})
