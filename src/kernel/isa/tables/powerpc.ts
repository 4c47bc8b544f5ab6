import type { Isa } from '../isa.ts'
import { run } from '../operands.ts'
import { type Rule, type Statement, WIDTHS, decoder, ignore, jump, makes } from '../decoder.ts'

const register = (operand: string): string | undefined => /^%?(r(?:[12]\d|3[01]|\d))$/.exec(operand.trim())?.[1]

/** The first register, which may be a plain number. */
const first = ({ a }: Statement): string => register(a) ?? register(`r${a.trim()}`) ?? ''
/** Whether an instruction names a field of CR other than the first; those are not followed. */
const isOtherField = ({ a }: Statement): boolean => !/^(?:%?cr)?0$/.test(a)

const RULES: readonly Rule[] = [
  [
    /^st([bhwd])(u?)$/,
    i => [
      {
        op: 'store',
        from: [{ register: first(i) }],
        at: { ...i.memory(i.b), writeback: i.match[2] === 'u' ? 'before' : undefined },
        bytes: WIDTHS[i.match[1]!]!,
      },
    ],
  ],
  [/^stmw$/, i => [{ op: 'store', from: upwards(i.a).map(it => ({ register: it })), at: i.memory(i.b), bytes: 4 }]],
  [
    /^l([bhwd])[az]?(u?)$/,
    i => [
      {
        op: 'load',
        to: [first(i)],
        at: { ...i.memory(i.b), writeback: i.match[2] === 'u' ? 'before' : undefined },
        bytes: WIDTHS[i.match[1]!]!,
      },
    ],
  ],
  [/^mr$/, i => [{ op: 'move', to: first(i), from: i.source(i.b) }]],
  [/^lis?$/, i => [{ op: 'move', to: first(i), from: { number: i.b } }]],
  [
    /^la$/,
    i => {
      const { base, offset } = i.memory(i.b)
      return [{ op: 'move', to: i.to, from: base ? { register: base } : { number: '0' }, plus: { number: offset } }]
    },
  ],
  [/^subf$/, i => [{ op: 'move', to: i.to, from: i.source(i.c), plus: i.source(i.b), minus: true }]],
  [
    /^(?:add|(sub))i?$/,
    i => [{ op: 'move', to: first(i), from: i.source(i.b), plus: i.source(i.c), minus: i.match[1] !== undefined }],
  ],
  // `or 2,2,2` is a hint.
  [/^or$/, i => (i.a.trim() === i.b.trim() && i.b.trim() === i.c.trim() ? [] : undefined)],
  [/^mf(msr|ctr|xer|cr|lr)$/, i => [{ op: 'move', to: first(i), from: { special: i.match[1]! } }]],
  [/^mfspr$/, i => [{ op: 'move', to: first(i), from: { special: spr(i.b) } }]],
  [/^mtspr$/, i => [{ op: 'set-special', name: spr(i.a), from: i.source(i.b) }]],
  [/^mt(ctr|lr|xer)$/, i => [{ op: 'set-special', name: i.match[1]!, from: i.source(i.a) }]],
  [/^cmpl?[wd]?i?$/, i => (i.operands.length === 3 && isOtherField(i) ? [] : undefined)],
  [/^cmpl?[wd]?i?$/, i => [{ op: 'flags', from: i.operands.filter(it => !/^%?cr\d$/.test(it)).map(i.source) }]],
  [/^b(?:eq|ne)[+-]?$/, i => (i.operands.length === 2 && isOtherField(i) ? jump(i.b, 'other') : undefined)],
  [/^beq[+-]?$/, i => jump(i.operands.at(-1)!, 'zero')],
  [/^bne[+-]?$/, i => jump(i.operands.at(-1)!, 'nonzero')],
  [/^b(?:lt|gt|le|ge|dnz|dz|so|ns)[+-]?$/, i => jump(i.operands.at(-1)!, 'other')],
  [/^b[tf][+-]?$/, i => jump(i.operands.at(-1)!, 'other', { special: i.a.trim() })],
  [/^b$/, i => [{ op: 'jump', to: target(i.a) }]],
  [/^(?:bl|bcl)$/, i => [{ op: 'call', to: target(i.operands.at(-1)!) }]],
  [/^bctrl$/, () => [{ op: 'call', to: { special: 'ctr' } }]],
  [/^bctr$/, () => [{ op: 'jump-through', from: { special: 'ctr' } }]],
  [/^(?:blr|h?rfid?|rfscv|rfi_to\w*)$/, () => [{ op: 'return' }]],
  ignore(
    /^(?:nop|isync|sync|hwsync|lwsync|eieio|tdn?\w*|tw\w*|trap|mtmsrd?|mtcrf?|mtfs\w*|slb\w*|tlb\w*|dcb\w*|icbi|std[cu]x?\.?|hmt_\w+|interrupt_to_kernel|stf_\w+|rfi_\w+|emit_\w+|kvm\w*|ptesync|cp_abort|crclr|crset|cror|crand\w*|st[wd]cx\.|b(?:eq|ne|lt|gt)(?:lr|ctr)[+-]?)$/,
  ),
  // The names of sections, features and symbols that are macros of the kernel.
  ignore(
    /^(?:begin_\w*ftr\w*|end_\w*ftr\w*|ftr_section\w*|alt_\w*ftr\w*|mmu_ftr\w*|define_fixed_symbol|open_\w+|close_\w+|use_\w+|exc_\w+|tramp_\w+)$/,
  ),
  [
    /^(?:and|andi|andis|or|rlwinm|rldicl|clrldi|clrrdi|add|subf|addic|srdi|sldi)\.$/,
    i => {
      const from = i.operands.slice(1).map(i.source)
      return [
        { op: 'derive', to: [i.to], from },
        { op: 'flags', from },
      ]
    },
  ],
  // Some bits are changed: what the register holds is still the same but for them, as CR is by a comparison.
  ignore(/^rl[dw]imi\.?$/),
  makes(/^ins[rw]\w+$/, true),
  makes(
    /^(?:and\w*|ori?s?|xori?s?|nor|nand|eqv|rl[wd]\w*|sl[wd]i?|sr[wd]i?|sra\w*|clr\w*|ext\w*|neg|mul\w*|div\w*|cntlz\w*|addis|addic|subfic|addme|addze|lwarx|ldarx|lbzx|lwzx|ldx|lhzx|isel|insrdi|insrwi|rot\w*|mfdcr|mfpvr|mftb\w*|mfocrf|mfsr\w*)\.?$/,
  ),
]

/** The 32-bit kernel turns to virtual addresses by a return from an interrupt, and goes on. */
const RULES_32: readonly Rule[] = [
  [/^rfi$/, () => [{ op: 'jump-through', from: { special: 'srr0' } }]],
  // A physical and a virtual address are one place.
  [/^addis$/, i => (/PAGE_OFFSET/.test(i.c) ? [{ op: 'move', to: i.to, from: i.source(i.b) }] : undefined)],
  ...RULES,
]

/**
 * The instruction set of PowerPC.
 *
 * @param word - bytes of a register.
 * @returns the instruction set.
 */
export function powerpc(word: 4 | 8): Isa {
  return {
    word,
    register,
    decode: decoder(word === 4 ? RULES_32 : RULES, { word, register }),
    stack: 'r1',
    args: run('r', 3, 8),
    changedByCalls: ['r0', ...run('r', 3, 12)],
    result: 'r3',
    link: 'lr',
    leftOut: {
      begins: /^\s*BEGIN_(?:MMU_|FW_)?FTR_SECTION/,
      ends: /^\s*(?:END|ALT)_(?:MMU_|FW_)?FTR_SECTION/,
      isLeftOut: /^\s*END_\w*_IFCLR/,
    },
    slots: /^(?:softe|result|exit_result)$/,
    copies: /^softe$/,
    vectors: /^trap$/,
    comment: /(?:^|\s)#(?=\s|$).*$/,
    kept: word === 4 ? /^(?:SPRN_\w+|PAGE_OFFSET)$/ : /^SPRN_\w+$/,
    fieldRegister: field => {
      const gpr = /^gpr\[(\d+)\]$/.exec(field)
      return gpr ? `r${gpr[1]}` : { nip: 'pc', link: 'lr', msr: 'msr', ctr: 'ctr', xer: 'xer', ccr: 'cr' }[field]
    },
  }
}

function spr(operand: string): string {
  const name = operand
    .trim()
    .toLowerCase()
    .replace(/^sprn_/, '')
  return { '1': 'xer', '8': 'lr', '9': 'ctr' }[name] ?? name
}

function target(operand: string): string {
  return operand.trim().replace(/^(?:CFUNC|DOTSYM)\((.*)\)$/, '$1')
}

function upwards(from: string): readonly string[] {
  return run('r', Number(register(from)?.slice(1) ?? 31), 31)
}
