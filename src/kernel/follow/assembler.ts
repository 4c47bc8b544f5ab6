import type { AsmMacro, AsmProgram, Instruction, Position } from './asm-program.ts'
import type { SourceLine } from './cpp-lines.ts'
import type { Place } from './value.ts'
import { argumentReplacer, macroArguments, macroParameters, splitOutside } from './asm-program.ts'
import { type NameLookup, evaluateAsm } from './expression.ts'

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

/** An `.if` that is open: whether its lines count, and whether one of its branches did. */
type Branch = { isOn: boolean; wasTaken: boolean; readonly isKnown: boolean }

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
  readonly #branches: Branch[] = []
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

  get #isOn(): boolean {
    return this.#branches.every(it => it.isOn)
  }

  #block(
    kind: string,
    head: string,
    { body, depth, at }: { readonly body: readonly SourceLine[]; readonly depth: number; readonly at: Place },
  ): void {
    if (!this.#isOn) return
    if (kind === '.macro') {
      const [, name, parameters] = /^([\w.]+)\s*,?\s*(.*)$/.exec(this.#input.expand(head)) ?? []
      if (name !== undefined) this.#macros.set(name, { parameters: macroParameters(parameters!), body })
      return
    }
    if (kind === '.rept') {
      const times = this.evaluate(head)
      // How often a nop stands there does not matter.
      if (body.every(it => /^\s*nop\s*$/.test(it.text))) return
      if (times === undefined)
        this.#emit({
          mnemonic: '.rept',
          operands: [],
          lost: `the count of .rept ${head} is not known`,
          file: at.file,
          line: at.line,
        })
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
      if (this.#isOn) this.#label(label[1]!)
      this.#statement(label[2]!, at, depth)
      return
    }
    const [, word, rest] = /^([\w.$]+(?:[-+](?=\s))?)\s*(.*)$/s.exec(text) ?? []
    if (word === undefined) return
    if (this.#conditional(word, rest!, at)) return
    if (!this.#isOn) return
    const alias = /^\.req\s+(\w+)/.exec(rest!)
    if (alias) return void this.#aliases.set(word, alias[1]!)
    if (word === '.unreq') return void this.#aliases.delete(rest!.trim())
    const assigned = /^\s*=(?!=)\s*(.+)$/.exec(rest!)
    if (assigned) return this.#set(word, assigned[1]!)
    if (word.startsWith('.') && !this.#macros.has(word)) return this.#directive(word, rest!)
    const begins =
      /^(?:SYM_\w*START\w*|ENTRY(?:_CFI)?|_GLOBAL\w*|NESTED|LEAF|FEXPORT|WEAK|GLOBAL)$/.test(word) &&
      /^\(\s*([\w.]+)/.exec(rest!)
    if (begins || (/^SYM_(?:INNER_)?LABEL\w*$/.test(word) && /^\(\s*([\w.]+)/.test(rest!)))
      return this.#label((begins || /^\(\s*([\w.]+)/.exec(rest!))![1]!)
    if (/^(?:SYM_\w*END\w*|ENDPROC\w*|END|EXPORT_SYMBOL\w*|_ASM_NOKPROBE\w*|NOKPROBE)$/.test(word)) return
    const alternative = /^ALTERNATIVE\w*$/.test(word) && /^\(?\s*"((?:\\.|[^"\\])*)"/.exec(rest!)
    if (alternative) {
      // What stands in the kernel's image, before the boot replaces it.
      const second =
        this.#input.syntax.takesAlternatives &&
        /^(?:nop|brcl 0,\s*0)$/.test(alternative[1]!.trim()) &&
        /^\(?\s*"[^"]*"\s*,\s*"((?:\\.|[^"\\])*)"/.exec(rest!)
      if (second) return this.assemble([{ ...at, text: second[1]! }], depth + 1)
      this.assemble([{ ...at, text: alternative[1]!.replace(/\\n/g, ';').replace(/\\t/g, ' ') }], depth + 1)
      return
    }
    const macro = this.#macros.get(word)
    if (!macro) return this.#emit({ mnemonic: word, operands: splitOutside(rest!, ','), file: at.file, line: at.line })
    if (depth > MOST_MACRO_DEPTH)
      return this.#emit({
        mnemonic: word,
        operands: [],
        lost: `the macro ${word} is nested too deeply`,
        file: at.file,
        line: at.line,
      })
    const replace = argumentReplacer(macro, macroArguments(rest!), this.#count++)
    const open = this.#branches.length
    // The preprocessor is done before the macro's arguments are put in.
    this.assemble(
      macro.body.map(it => ({ ...it, text: replace(this.#input.expand(it.text)) })),
      depth + 1,
    )
    this.#isLeft = false
    this.#branches.length = Math.min(this.#branches.length, open)
  }

  #conditional(word: string, rest: string, at: Place): boolean {
    if (word.startsWith('.if')) {
      const holds = this.#isOn ? this.#holds(word, rest) : false
      if (holds === undefined && this.#isOn)
        this.#emit({
          mnemonic: word,
          operands: [],
          lost: `${word} ${rest.trim()} is not known`,
          file: at.file,
          line: at.line,
        })
      this.#branches.push({ isOn: holds === true, wasTaken: holds === true, isKnown: holds !== undefined })
      return true
    }
    const branch = this.#branches.at(-1)
    if (word === '.else' || word === '.elseif') {
      if (branch) {
        branch.isOn = false
        const isOuterOn = this.#isOn || this.#branches.slice(0, -1).every(it => it.isOn)
        branch.isOn =
          isOuterOn && branch.isKnown && !branch.wasTaken && (word === '.else' || this.#holds('.if', rest) === true)
        branch.wasTaken ||= branch.isOn
      }
      return true
    }
    if (word !== '.endif') return false
    this.#branches.pop()
    return true
  }

  #holds(kind: string, text: string): boolean | undefined {
    const [left = '', right = ''] = splitOutside(text, ',').map(it =>
      it.replace(/^(["'])(.*)\1$/, '$2').replace(/\s+/g, ' '),
    )
    switch (kind) {
      case '.ifb':
        return text.trim() === ''
      case '.ifnb':
        return text.trim() !== ''
      case '.ifc':
      case '.ifeqs':
        return left === right
      case '.ifnc':
      case '.ifnes':
        return left !== right
      case '.ifdef':
        return this.#symbols.has(text.trim()) || this.#labels.has(text.trim())
      case '.ifndef':
      case '.ifnotdef':
        return !this.#symbols.has(text.trim()) && !this.#labels.has(text.trim())
      default: {
        const same = /^\s*(%\w+)\s*([!=]=)\s*(%\w+)\s*$/.exec(text)
        if (same) return (same[1] === same[3]) === (same[2] === '==')
        const value = this.evaluate(text)
        const test = {
          '.if': (n: number) => n !== 0,
          '.ifne': (n: number) => n !== 0,
          '.ifeq': (n: number) => n === 0,
          '.ifgt': (n: number) => n > 0,
          '.ifge': (n: number) => n >= 0,
          '.iflt': (n: number) => n < 0,
          '.ifle': (n: number) => n <= 0,
        }[kind]
        return value === undefined ? undefined : test?.(value)
      }
    }
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
