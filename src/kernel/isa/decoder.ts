import type { Address, Isa, Op, Source } from './isa.ts'
import type { RegisterReader } from './operands.ts'
import { memoryOperand, sourceOf } from './operands.ts'

/** An instruction as a rule sees it. `a`, `b` and `c` are its first operands. */
export type Statement = {
  readonly mnemonic: string
  readonly operands: readonly string[]
  readonly a: string
  readonly b: string
  readonly c: string
  /** The register that the first operand names; empty if it names none. */
  readonly to: string
  /** What the rule's expression matched. */
  readonly match: RegExpExecArray
  readonly word: number
  readonly register: RegisterReader
  readonly source: (operand: string) => Source
  readonly memory: (operand: string) => Address
}

/** What instructions with such a mnemonic do; undefined where the rule does not fit the operands. */
export type Rule = readonly [mnemonic: RegExp, ops: (it: Statement) => readonly Op[] | undefined]

/** How operands of an instruction set are read. */
export type OperandReader = {
  readonly word: number
  readonly register: RegisterReader
  readonly source?: (operand: string) => Source
  readonly memory?: (operand: string) => Address
}

/**
 * Make a decoder from rules.
 *
 * @param rules - the rules; the first that fits counts.
 * @param reader - how operands are read.
 * @returns the decoder.
 */
export function decoder(rules: readonly Rule[], reader: OperandReader): Isa['decode'] {
  const { word, register } = reader
  const source = reader.source ?? ((operand: string) => sourceOf(operand, register))
  const memory = reader.memory ?? ((operand: string) => memoryOperand(operand, register))
  const found = new Map<string, readonly (readonly [RegExpExecArray, Rule[1]])[]>()
  const rulesFor = (mnemonic: string) => {
    const known =
      found.get(mnemonic) ??
      rules.flatMap(([pattern, ops]) => {
        const match = pattern.exec(mnemonic)
        return match ? [[match, ops] as const] : []
      })
    found.set(mnemonic, known)
    return known
  }
  return (mnemonic, operands) => {
    const [a = '', b = '', c = ''] = operands
    const statement = { mnemonic, operands, a, b, c, to: register(a) ?? '', word, register, source, memory }
    for (const [match, ops] of rulesFor(mnemonic)) {
      const result = ops({ ...statement, match })
      if (result) return result
    }
    return undefined
  }
}

/** The rule of instructions that change nothing that matters here. */
export function ignore(mnemonic: RegExp): Rule {
  return [mnemonic, () => []]
}

/**
 * The rule of instructions that make the first register from the other operands.
 *
 * @param mnemonic - the instructions.
 * @param isChanged - whether the first operand is one of the values, too.
 * @returns the rule.
 */
export function makes(mnemonic: RegExp, isChanged = false): Rule {
  return [
    mnemonic,
    ({ to, operands, source }) =>
      to === '' ? undefined : [{ op: 'derive', to: [to], from: operands.slice(isChanged ? 0 : 1).map(source) }],
  ]
}

/** A conditional jump: it is taken where the value, or what was compared last, is as `when` says. */
export function jump(to: string, when: 'zero' | 'nonzero' | 'other', of?: Source): readonly Op[] {
  return [{ op: 'jump', to, test: { when, of } }]
}

/** Bytes by the letter that many instruction sets put behind a load or a store. */
export const WIDTHS: Readonly<Record<string, number>> = { b: 1, h: 2, w: 4, d: 8 }

/**
 * A decoder for an instruction set whose mnemonics have completers: `bne,pn %xcc, 1f` is `bne,pn` with two operands.
 *
 * @param decode - decodes a mnemonic with its completers.
 * @returns decodes what the assembler has split at every comma.
 */
export function withCompleters(decode: Isa['decode']): Isa['decode'] {
  return (mnemonic, operands) => {
    if (operands[0]?.trim() !== '' || operands.length < 2) return decode(mnemonic, operands)
    const last = operands.findIndex((it, i) => i > 0 && (/\s/.test(it.trim()) || i === operands.length - 1))
    const [, completer = '', first = ''] = /^(\S*)\s*(.*)$/s.exec(operands[last]!.trim()) ?? []
    const completers = [...operands.slice(1, last), completer].map(it => it.trim())
    return decode([mnemonic, ...completers].join(), [first, ...operands.slice(last + 1)])
  }
}
