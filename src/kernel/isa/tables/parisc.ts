import type { Isa, Op } from '../isa.ts'
import { BEHIND_NEXT } from '../../asm/program.ts'
import { type Rule, type Statement, WIDTHS, decoder, ignore, withCompleters } from '../decoder.ts'
import { registerReader, run } from '../operands.ts'

const OTHERS: Readonly<Record<string, readonly string[]>> = {
  r2: ['rp'],
  r23: ['arg3'],
  r24: ['arg2'],
  r25: ['arg1'],
  r26: ['arg0'],
  r27: ['dp'],
  r28: ['ret0'],
  r29: ['ret1'],
  r30: ['sp'],
}
const named = registerReader(
  Object.fromEntries([...run('r', 0, 31), ...run('fr', 0, 31), ...run('sr', 0, 7)].map(it => [it, OTHERS[it] ?? []])),
)
const register = (operand: string): string | undefined =>
  operand.trim().startsWith('%') ? named(operand.trim()) : undefined

/** Control registers by their other names. */
const CONTROL: Readonly<Record<string, string>> = {
  sar: 'cr11',
  pcsq: 'cr17',
  pcoq: 'cr18',
  iir: 'cr19',
  isr: 'cr20',
  ior: 'cr21',
  ipsw: 'cr22',
}
/** Registers that the CPU copies when it is interrupted, and that `rfir` gets back. */
export const SHADOWED = ['r1', 'r8', 'r9', 'r16', 'r17', 'r24', 'r25']

const last = (i: Statement): string => register(i.operands.at(-1)!) ?? ''
const writeback = (completer: string | undefined) =>
  completer === 'ma' ? ('after' as const) : completer === 'mb' ? ('before' as const) : undefined

const RULES: readonly Rule[] = [
  ignore(/^(?:nop|sync\w*|pdtlb\S*|pitlb\S*|pdc\S*|fdc\S*|fic\S*|break|gate|bl_nop|unwind_hint\w*|load_contexts\w*)$/),
  [
    /^f?st([bhwd])(?:,(m[ab])|(m))?$/,
    i => [
      {
        op: 'store',
        from: [i.source(i.a)],
        at: { ...i.memory(i.b), writeback: writeback(i.match[3] ? 'ma' : i.match[2]) },
        bytes: WIDTHS[i.match[1]!]!,
      },
    ],
  ],
  [
    /^f?ld([bhwd])x?(?:,(m[ab])|(m))?$/,
    i => [
      {
        op: 'load',
        to: [last(i)],
        at: { ...i.memory(i.a), writeback: writeback(i.match[3] ? 'mb' : i.match[2]) },
        bytes: WIDTHS[i.match[1]!]!,
      },
    ],
  ],
  [/^copy$/, i => [{ op: 'move', to: last(i), from: i.source(i.a) }]],
  // A physical and a virtual address are one place.
  [/^ldil$/, i => (/PAGE_OFFSET/.test(i.a) ? [{ op: 'move', to: last(i), from: { number: '0' } }] : undefined)],
  [/^ldil?$/, i => [{ op: 'move', to: last(i), from: { number: '0' }, plus: { number: i.a.replace(/^[LR]%/, '') } }]],
  [
    /^ldo$/,
    i => {
      const { base, offset } = i.memory(i.a)
      if (offset.startsWith('R%')) return base ? [{ op: 'move', to: last(i), from: { register: base } }] : undefined
      return [{ op: 'move', to: last(i), from: { register: base ?? 'r0' }, plus: { number: offset } }]
    },
  ],
  [
    /^(?:addl?|addil?|(sub))$/,
    i => [{ op: 'move', to: last(i), from: i.source(i.a), plus: i.source(i.b), minus: i.match[1] !== undefined }],
  ],
  [/^xor$/, i => [{ op: 'xor', to: last(i), a: i.source(i.a), b: i.source(i.b) }]],
  // Bits are added to what a register holds; it is the same but for them.
  [/^or(,\S+)?$/, i => (register(i.b) === last(i) && last(i) !== 'r0' ? nullifies(i.match[1]) : undefined)],
  [/^mfctl(?:,w)?$/, i => [{ op: 'move', to: last(i), from: { special: control(i.a) } }]],
  [
    /^mt(?:ctl|sar)$/,
    i => {
      const name = i.b === '' ? 'cr11' : control(i.b)
      // The queue of addresses moves on at each write.
      return [{ op: 'set-special', name, from: /^cr1[78]$/.test(name) ? { special: `${name} back` } : i.source(i.a) }]
    },
  ],
  [/^m[ft]sp$/, i => [{ op: 'move', to: last(i), from: i.source(i.a) }]],
  [
    /^(?:cmp|com)i?b(?:,\*?(\S+?))??(,n)?$/,
    i => {
      const isZero = /^\s*0\s*$/.test(i.a) || register(i.a) === 'r0'
      const when = isZero && i.match[1] === '=' ? 'zero' : isZero && i.match[1] === '<>' ? 'nonzero' : 'other'
      return [
        { op: 'jump', to: i.operands.at(-1)!, test: { when, of: i.source(i.b) }, hasSlot: i.match[2] === undefined },
      ]
    },
  ],
  [/^(?:bb|addi?b|movi?b)(?:,\S+?)?(,n)?$/, i => jumpIf(i)],
  [/^b,l(?:,n)?$/, i => [{ op: 'call', to: i.a }]],
  [/^b(,n)?$/, i => [{ op: 'jump', to: i.a, hasSlot: i.match[1] === undefined }]],
  [
    /^bve?(,n)?(?:,l)?$/,
    i => [{ op: 'jump-through', from: { register: through(i.a) }, hasSlot: i.match[1] === undefined }],
  ],
  [
    /^be(?:,l)?(,n)?$/,
    i => {
      const name = /^R%(\w+)/.exec(i.a.trim())?.[1]
      return name
        ? [{ op: 'jump', to: name }]
        : [{ op: 'jump-through', from: { register: through(i.a) }, hasSlot: i.match[1] === undefined }]
    },
  ],
  [
    /^rfir$/,
    () => [
      ...SHADOWED.map((it): Op => ({ op: 'move', to: it, from: { special: `shadow ${it}` } })),
      { op: 'jump', to: '4f' },
    ],
  ],
  [/^rfi$/, () => [{ op: 'return' }]],
  [
    /^(?:and(?:cm)?|or|andi|uaddcm|addi?c?|sub[ib]?|sh\dadd\w*|shladd|[ls]sm|rsm|mtsm|dep\w*|z?vdep\w*|zdep\w*|extr\w*|vextru|shrpd|shrpw|shd|v?shd|ldi|ldcw|ldcd|com?clr|(?:cmp|com)i?clr|movib|lpa|lci|probe\w*|mfcpu\w*|mfdiag|ldsid)(,\S+)?$/,
    i => [
      ...(last(i) === 'r0' || last(i) === ''
        ? []
        : [{ op: 'derive' as const, to: [last(i)], from: i.operands.slice(0, -1).map(i.source) }]),
      ...nullifies(i.match[1]),
    ],
  ],
]

/** A condition leaves the next instruction out. */
function nullifies(completers = ''): readonly Op[] {
  return /[=<>]|\b(?:ev|od|tr)\b/.test(completers)
    ? [{ op: 'jump', to: BEHIND_NEXT, test: { when: 'other', of: { special: completers } }, hasSlot: false }]
    : []
}

function jumpIf(i: Statement): readonly Op[] {
  return [
    {
      op: 'jump',
      to: i.operands.at(-1)!,
      test: { when: 'other', of: i.source(i.b) },
      hasSlot: i.match[1] === undefined,
    },
  ]
}

/** The register in `0(%sr7,%r19)` or `%r0(%rp)`. */
function through(operand: string): string {
  return register(/([%\w]+)\s*\)\s*$/.exec(operand)?.[1] ?? '') ?? ''
}

function control(operand: string): string {
  const name = operand.trim().replace(/^%/, '')
  return CONTROL[name] ?? name
}

/**
 * The instruction set of PA-RISC.
 *
 * @param word - bytes of a register.
 * @returns the instruction set.
 */
export function parisc(word: 4 | 8): Isa {
  return {
    word,
    register,
    decode: withCompleters(decoder(RULES, { word, register })),
    stack: 'r30',
    args: ['r26', 'r25', 'r24', 'r23'],
    changedByCalls: ['r1', 'r2', ...run('r', 19, 26), 'r28', 'r29', 'r31'],
    result: 'r28',
    link: 'r2',
    zero: 'r0',
    comment: /;.*$/,
    separator: '!',
    kept: /^__PAGE_OFFSET$/,
    hasDelaySlot: 'always',
    // The first field, of the register that is always 0, holds PSW.
    fieldRegister: field => {
      const [, array, index] = /^(gr|fr|sr|iaoq)\[(\d+)\]$/.exec(field) ?? []
      if (array === 'iaoq') return index === '0' ? 'pc' : 'npc'
      if (array === 'gr') return index === '0' ? 'psw' : `r${index}`
      return array === undefined ? undefined : `${array}${index}`
    },
    slots: /^(?:ksp|kpc|pad0)$/,
  }
}
