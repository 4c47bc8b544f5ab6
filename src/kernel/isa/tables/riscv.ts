import type { Isa } from '../isa.ts'
import { type Rule, WIDTHS, decoder, ignore, jump, makes } from '../decoder.ts'
import { registerReader, run } from '../operands.ts'

const ABI = [
  'zero',
  'ra',
  'sp',
  'gp',
  'tp',
  't0',
  't1',
  't2',
  's0',
  's1',
  ...run('a', 0, 7),
  ...run('s', 2, 11),
  ...run('t', 3, 6),
]
const register = registerReader(Object.fromEntries(ABI.map((it, i) => [it, [`x${i}`, ...(it === 's0' ? ['fp'] : [])]])))

const RULES: readonly Rule[] = [
  ignore(/^(?:nop|fence\S*|sfence\S*|wfi|csrsi?|csrci?|csrwi|unimp|ebreak)$/),
  [/^s([bhwd])$/, i => [{ op: 'store', from: [i.source(i.a)], at: i.memory(i.b), bytes: WIDTHS[i.match[1]!]! }]],
  [/^l([bhwd])u?$/, i => [{ op: 'load', to: [i.to], at: i.memory(i.b), bytes: WIDTHS[i.match[1]!]! }]],
  [/^(?:mv|move)$/, i => [{ op: 'move', to: i.to, from: i.source(i.b) }]],
  [/^li$/, i => [{ op: 'move', to: i.to, from: { number: i.b } }]],
  [
    /^(?:addi?|(sub))w?$/,
    i => [{ op: 'move', to: i.to, from: i.source(i.b), plus: i.source(i.c), minus: i.match[1] !== undefined }],
  ],
  [/^csrr$/, i => [{ op: 'move', to: i.to, from: { special: csr(i.b) } }]],
  [/^csrw$/, i => [{ op: 'set-special', name: csr(i.a), from: i.source(i.b) }]],
  [
    /^csrrw$/,
    i =>
      i.to === i.register(i.c)
        ? [{ op: 'swap', a: { register: i.to }, b: { special: csr(i.b) } }]
        : [
            { op: 'move', to: i.to, from: { special: csr(i.b) } },
            { op: 'set-special', name: csr(i.b), from: i.source(i.c) },
          ],
  ],
  [/^csrr[cs]i?$/, i => [{ op: 'move', to: i.to, from: { special: csr(i.b) } }]],
  [/^b(eq|ne)z$/, i => jump(i.b, i.match[1] === 'eq' ? 'zero' : 'nonzero', i.source(i.a))],
  [/^b(?:[lg]t|[lg]e)z$/, i => jump(i.b, 'other', i.source(i.a))],
  [/^b(?:eq|ne|lt|ge|gt|le)u?$/, i => [{ op: 'flags', from: [i.source(i.a), i.source(i.b)] }, ...jump(i.c, 'other')]],
  [/^(?:j|tail)$/, i => [{ op: 'jump', to: i.a }]],
  [/^(?:call|jal)$/, i => [{ op: 'call', to: i.operands.at(-1)! }]],
  [/^jalr$/, i => [{ op: 'call', to: i.source(i.operands.length > 1 ? i.b : i.a) }]],
  [/^jr$/, i => [{ op: 'jump-through', from: i.source(i.a) }]],
  [/^(?:ret|[smu]ret)$/, () => [{ op: 'return' }]],
  makes(
    /^(?:andi?|ori?|xori?|sll\w*|srl\w*|sra\w*|slt\w*|lui|auipc|la|lla|not|neg|seqz|snez|mul\w*|div\w*|rem\w*|sext\.w|zext\.w|amo\S+|lr\.\w+|sc\.\w+|sh[123]add)$/,
  ),
]

/**
 * The instruction set of RISC-V.
 *
 * @param word - bytes of a register.
 * @returns the instruction set.
 */
export function riscv(word: 4 | 8): Isa {
  return {
    word,
    register,
    decode: decoder(RULES, { word, register }),
    stack: 'sp',
    args: run('a', 0, 7),
    changedByCalls: ['ra', ...run('t', 0, 6), ...run('a', 0, 7)],
    result: 'a0',
    link: 'ra',
    zero: 'zero',
    comment: /(?:^|\s)#(?=\s|$).*$/,
    kept: /^CSR_\w+$/,
    fieldRegister: (field, alias) => (field === 'epc' ? 'pc' : (register(field) ?? register(alias ?? ''))),
  }
}

/** A control register without the prefix that the kernel gives its number. */
function csr(operand: string): string {
  return operand.trim().toLowerCase().replace(/^csr_/, '')
}
