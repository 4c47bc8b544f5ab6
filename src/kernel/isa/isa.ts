/** Where an instruction reads or writes memory; `offset` is an expression of the assembler. */
export type Address = {
  readonly base?: string | undefined
  readonly index?: string | undefined
  readonly offset: string
  /** Whether the base is changed by the offset, before the access or after it. */
  readonly writeback?: 'before' | 'after' | undefined
}

/** What an instruction takes a value from. */
export type Source =
  | { readonly register: string }
  | { readonly number: string }
  | { readonly special: string }
  | { readonly address: Address }

/** On which of two paths code goes on. */
export type Test = {
  /** `zero` jumps if the value is 0, `nonzero` if it is not; anything else is not decided. */
  readonly when: 'zero' | 'nonzero' | 'other'
  /** The value that is tested; the flags that the last comparison set, if it is left out. */
  readonly of?: Source | undefined
}

/** What an instruction does, as far as it matters for what ends up in a register struct. */
export type Op =
  | {
      readonly op: 'move'
      readonly to: string
      readonly from: Source
      readonly plus?: Source
      readonly minus?: boolean
    }
  /** Registers get a value that is made from others. */
  | { readonly op: 'derive'; readonly to: readonly string[]; readonly from: readonly Source[] }
  | { readonly op: 'load'; readonly to: readonly string[]; readonly at: Address; readonly bytes: number }
  | { readonly op: 'store'; readonly from: readonly Source[]; readonly at: Address; readonly bytes: number }
  | { readonly op: 'copy'; readonly to: Address; readonly from: Address; readonly bytes: string }
  | { readonly op: 'clear'; readonly at: Address; readonly bytes: string }
  /** A word of memory is changed in place. */
  | {
      readonly op: 'change'
      readonly at: Address
      readonly bytes: number
      readonly by?: { readonly does: 'add' | 'subtract' | 'and' | 'or'; readonly source: Source }
    }
  | { readonly op: 'set-special'; readonly name: string; readonly from: Source }
  /** Exclusive or: done twice with one value, it gives the other one back. */
  | { readonly op: 'xor'; readonly to: string; readonly a: Source; readonly b: Source }
  | { readonly op: 'swap'; readonly a: Source; readonly b: Source }
  /** A special register is changed as a side effect, such as the flags by an addition. */
  | { readonly op: 'clobber'; readonly special: string }
  /** What follows is done only if the test holds. */
  | { readonly op: 'only'; readonly test: Test }
  | { readonly op: 'flags'; readonly from: readonly Source[] }
  /** `hasSlot` is false where the instruction after it is left out, though it stands in the slot behind a jump. */
  | { readonly op: 'jump'; readonly to: string; readonly test?: Test; readonly hasSlot?: boolean }
  | { readonly op: 'jump-through'; readonly from: Source; readonly hasSlot?: boolean }
  | { readonly op: 'call'; readonly to: string | Source }
  | { readonly op: 'return' }

/** What an instruction set is to the code that follows assembly: names of registers, and what each instruction does. */
export type Isa = {
  /** Bytes of a register. */
  readonly word: number
  /** The register that an operand names, in one spelling; undefined if it names none. */
  readonly register: (operand: string) => string | undefined
  /** What an instruction does; undefined if it is not known. The name is in lower case. */
  readonly decode: (mnemonic: string, operands: readonly string[]) => readonly Op[] | undefined
  readonly stack: string
  /** Registers in which a C function gets its arguments, in order. */
  readonly args: readonly string[]
  /** Registers that a C function may change: those that the caller saves. */
  readonly changedByCalls: readonly string[]
  readonly result: string
  /** The register that a call puts the return address in; undefined where it is pushed. */
  readonly link?: string | undefined
  readonly zero?: string | undefined
  readonly comment: RegExp
  /** Headers, below the architecture's directory, that the compiler includes before every file. */
  readonly headers?: readonly string[]
  /** Code between such lines is left out: the boot replaces it by nops where the CPU has all features. */
  readonly leftOut?: { readonly begins: RegExp; readonly ends: RegExp; readonly isLeftOut: RegExp }
  /** Names of special registers, which the preprocessor would turn into numbers. */
  readonly kept?: RegExp
  readonly separator?: string
  /** Whether instructions after a jump are done before it takes place. */
  readonly hasDelaySlot?: 'always' | 'unless reordered'
  /** The register that a field of pt_regs stands for, by the field's name and alias. */
  readonly fieldRegister: (field: string, alias?: string) => string | undefined
  /** Fields of pt_regs that are no register of the interrupted code, beside those that are so everywhere. */
  readonly slots?: RegExp
  /** Those of them in which an entry keeps a register, or what the CPU reports, beside `orig_…`. */
  readonly copies?: RegExp
  /** Fields whose constant says which vector was taken. */
  readonly vectors?: RegExp
  /** Names of memory into which the CPU itself writes. */
  readonly cpuMemory?: RegExp
  /** Whether code counts that the boot puts in place of a nop. */
  readonly takesAlternatives?: boolean
}
