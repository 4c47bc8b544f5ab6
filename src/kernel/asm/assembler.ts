import type { Place } from '../kernel-tree.ts'
import type { AsmMacro, AsmProgram, Instruction, Position } from './program.ts'
import type { SourceLine } from './cpp-lines.ts'
import { ConditionStack } from './conditions.ts'
import { type NameLookup, evaluateAsm } from './evaluate-asm.ts'
import { alternativeCode, isEndOfCode, labelOf } from './kernel-macros.ts'
import { argumentReplacer, macroArguments, macroParameters } from './macros.ts'
import { splitOutside } from './split-outside.ts'

/** How the assembler of an architecture reads a line. */
export type AsmSyntax = {
  /** Where a comment begins that is not one of C. */
  readonly comment: RegExp
  /** What separates statements of one line. */
  readonly separator: string
  /** Whether code counts that the boot puts in place of a nop. */
  readonly takesAlternatives?: boolean | undefined
}

/** What an assembler is given. */
export type AssemblerInput = {
  readonly syntax: AsmSyntax
  /** Expands the macros of the preprocessor in a line. */
  readonly expand: (text: string) => string
  /** Values of names that no file of assembly sets. */
  readonly lookUp: NameLookup
}

/** More instructions than this are not made of one file. */
const MOST_INSTRUCTIONS = 60_000
/** How many macros may call one another in a row. */
const MOST_MACRO_DEPTH = 40
/** A `.rept` is repeated at most so often. */
const MOST_REPETITIONS = 1024

/** Directives that begin a block, and the directive that ends it. */
const BLOCKS: Readonly<Record<string, RegExp>> = {
  '.macro': /^\s*\.endm\b/,
  '.rept': /^\s*\.endr\b/,
  '.irp': /^\s*\.endr\b/,
  '.irpc': /^\s*\.endr\b/,
}
const OPENS: Readonly<Record<string, RegExp>> = {
  '.macro': /^\s*\.macro\b/,
  '.rept': /^\s*\.(?:rept|irpc?)\b/,
  '.irp': /^\s*\.(?:rept|irpc?)\b/,
  '.irpc': /^\s*\.(?:rept|irpc?)\b/,
}

/**
 * Expands assembly as the assembler does, line by line: macros with their arguments, conditions, repetitions, symbols,
 * and sections. What it makes are instructions; data is left out.
 */
export class Assembler {
  readonly #input: AssemblerInput
  readonly #sections = new Map<string, Instruction[]>()
  readonly #labels = new Map<string, Position[]>()
  readonly #symbols = new Map<string, number>()
  readonly #macros: Map<string, AsmMacro>
  readonly #conditions: ConditionStack
  #section = '.text'
  #previous = '.text'
  /** Other names of registers, by `.req`. */
  readonly #aliases = new Map<string, string>()
  readonly #pushed: (readonly [string, string])[] = []
  #count = 0
  #made = 0
  #isLeft = false
  /** Whether the assembler may reorder instructions (`.set reorder` of MIPS), and what was put aside by `.set push`. */
  #isReordered = true
  readonly #orders: boolean[] = []

  constructor(input: AssemblerInput, macros: ReadonlyMap<string, AsmMacro>) {
    this.#input = input
    this.#macros = new Map(macros)
    this.#conditions = new ConditionStack({
      evaluate: text => this.evaluate(text),
      isDefined: name => this.#symbols.has(name) || this.#labels.has(name),
    })
  }

  /** What has been made so far. */
  get program(): AsmProgram {
    return { sections: this.#sections, labels: this.#labels, symbols: this.#symbols, macros: this.#macros }
  }

  /** Put what follows into a section. */
  enter(section: string): void {
    this.#enter(section)
  }

  /** Assemble lines after those before. */
  assemble(lines: readonly SourceLine[], depth = 0): void {
    for (let i = 0; i < lines.length; i++) {
      if (this.#isLeft || this.#made > MOST_INSTRUCTIONS) return
      const line = lines[i]!
      const text = line.text.replace(this.#input.syntax.comment, '')
      const block = /^\s*(\.macro|\.rept|\.irpc?)\b\s*(.*)$/.exec(text)
      if (block) {
        const end = endOf(lines, i, block[1]!)
        this.#block(block[1]!, block[2]!, { body: lines.slice(i + 1, end), depth, at: line })
        i = end
        continue
      }
      const expanded = this.#input.expand(text)
      for (const statement of splitOutside(expanded, this.#input.syntax.separator))
        this.#statement(statement, line, depth)
    }
  }

  /** Evaluate an expression with the symbols that are set. */
  evaluate(text: string): number | undefined {
    return evaluateAsm(this.#input.expand(text), name => this.#valueOf(name))?.number
  }

  #valueOf(name: string): ReturnType<NameLookup> {
    const own = this.#symbols.get(name)
    return own === undefined ? this.#input.lookUp(name) : { number: own }
  }

  #block(
    kind: string,
    head: string,
    { body, depth, at }: { readonly body: readonly SourceLine[]; readonly depth: number; readonly at: Place },
  ): void {
    if (!this.#conditions.isOn) return
    if (kind === '.macro') {
      const [, name, parameters] = /^([\w.]+)\s*,?\s*(.*)$/.exec(this.#input.expand(head)) ?? []
      if (name !== undefined) this.#macros.set(name, { parameters: macroParameters(parameters!), body })
      return
    }
    if (kind === '.rept') {
      const times = this.evaluate(head)
      // How often a nop stands there does not matter.
      if (body.every(it => /^\s*nop\s*$/.test(it.text))) return
      if (times === undefined) this.#lose('.rept', `the count of .rept ${head} is not known`, at)
      for (let n = 0; n < Math.min(times ?? 0, MOST_REPETITIONS); n++) this.assemble(body, depth + 1)
      return
    }
    const [, name, list] = /^\\?(\w+)\s*,?\s*(.*)$/.exec(this.#input.expand(head)) ?? []
    if (name === undefined) return
    const values = kind === '.irpc' ? [...list!.replace(/[",\s]/g, '')] : macroArguments(list!)
    for (const value of values) {
      const replace = argumentReplacer(
        { parameters: [{ name, value: '', isRest: false }], body: [] },
        [value],
        this.#count,
      )
      this.assemble(
        body.map(it => ({ ...it, text: replace(it.text) })),
        depth + 1,
      )
    }
  }

  #statement(whole: string, at: SourceLine, depth: number): void {
    // The preprocessor may have put a comment here.
    const text = whole.replace(this.#input.syntax.comment, '').trim()
    const label = /^([\w.$]+|"[^"]+")\s*:(?!:)\s*(.*)$/s.exec(text)
    if (label) {
      if (this.#conditions.isOn) this.#label(label[1]!)
      this.#statement(label[2]!, at, depth)
      return
    }
    const [, word, rest] = /^([\w.$]+(?:[-+](?=\s))?)\s*(.*)$/s.exec(text) ?? []
    if (word === undefined) return
    const condition = this.#conditions.take(word, rest!)
    if (condition === 'unknown') this.#lose(word, `${word} ${rest!.trim()} is not known`, at)
    if (condition !== 'none') return
    if (!this.#conditions.isOn) return
    const alias = /^\.req\s+(\w+)/.exec(rest!)
    if (alias) return void this.#aliases.set(word, alias[1]!)
    if (word === '.unreq') return void this.#aliases.delete(rest!.trim())
    const assigned = /^\s*=(?!=)\s*(.+)$/.exec(rest!)
    if (assigned) return this.#set(word, assigned[1]!)
    if (word.startsWith('.') && !this.#macros.has(word)) return this.#directive(word, rest!)
    const begun = labelOf(word, rest!)
    if (begun !== undefined) return this.#label(begun)
    if (isEndOfCode(word)) return
    const code = alternativeCode(word, rest!, this.#input.syntax.takesAlternatives ?? false)
    if (code !== undefined) return this.assemble([{ ...at, text: code }], depth + 1)
    const macro = this.#macros.get(word)
    if (!macro) return this.#emit({ mnemonic: word, operands: splitOutside(rest!, ','), file: at.file, line: at.line })
    if (depth > MOST_MACRO_DEPTH) return this.#lose(word, `the macro ${word} is nested too deeply`, at)
    const replace = argumentReplacer(macro, macroArguments(rest!), this.#count++)
    const open = this.#conditions.depth
    // The preprocessor is done before the macro's arguments are put in.
    this.assemble(
      macro.body.map(it => ({ ...it, text: replace(this.#input.expand(it.text)) })),
      depth + 1,
    )
    this.#isLeft = false
    this.#conditions.closeTo(open)
  }

  #directive(word: string, rest: string): void {
    switch (word) {
      case '.set':
      case '.equ': {
        const [name = '', value = ''] = splitOutside(rest, ',')
        if (value === '') return this.#order(name)
        return this.#set(name, value)
      }
      case '.exitm':
        this.#isLeft = true
        return
      case '.purgem':
        this.#macros.delete(rest.trim())
        return
      case '.pushsection':
        this.#pushed.push([this.#section, this.#previous])
        return this.#enter(splitOutside(rest, ',')[0]!)
      case '.popsection': {
        const [section, previous] = this.#pushed.pop() ?? [this.#section, this.#previous]
        this.#section = section
        this.#previous = previous
        return
      }
      case '.section':
        return this.#enter(splitOutside(rest, ',')[0]!)
      case '.subsection':
        return this.#enter(`${this.#section.split('#')[0]}${rest.trim() === '0' ? '' : `#${rest.trim()}`}`)
      case '.text':
      case '.data':
      case '.bss':
        return this.#enter(word)
      case '.previous':
        return this.#enter(this.#previous)
    }
  }

  #order(word: string): void {
    if (word === 'push') this.#orders.push(this.#isReordered)
    else if (word === 'pop') this.#isReordered = this.#orders.pop() ?? this.#isReordered
    else if (word === 'reorder' || word === 'noreorder') this.#isReordered = word === 'reorder'
  }

  #set(name: string, text: string): void {
    const value = this.evaluate(text)
    if (value === undefined) this.#symbols.delete(name)
    else this.#symbols.set(name, value)
  }

  /** An operand with the values that symbols have here, and registers by their own names. */
  #withSymbols(operand: string): string {
    return operand.replace(
      /(?<![\w.$%])[A-Za-z_.$][\w.$]*/g,
      word => this.#aliases.get(word) ?? this.#symbols.get(word)?.toString() ?? word,
    )
  }

  #enter(section: string): void {
    this.#previous = this.#section
    this.#section = section
  }

  #label(name: string): void {
    const section = this.#section
    const index = this.#sections.get(section)?.length ?? 0
    const places = this.#labels.get(name) ?? []
    this.#labels.set(name, [...places, { section, index }])
  }

  /** What stands here is not known. */
  #lose(mnemonic: string, lost: string, { file, line }: Place): void {
    this.#emit({ mnemonic, operands: [], lost, file, line })
  }

  #emit(instruction: Instruction): void {
    this.#made++
    const list = this.#sections.get(this.#section) ?? []
    this.#sections.set(this.#section, list)
    list.push({
      ...instruction,
      isReordered: this.#isReordered,
      operands: instruction.operands.map(it => this.#withSymbols(it)),
    })
  }
}

/** The number of the line that ends a block. */
function endOf(lines: readonly SourceLine[], from: number, kind: string): number {
  let depth = 0
  for (let i = from + 1; i < lines.length; i++) {
    if (OPENS[kind]!.test(lines[i]!.text)) depth++
    else if (BLOCKS[kind]!.test(lines[i]!.text) && depth-- === 0) return i
  }
  return lines.length
}
