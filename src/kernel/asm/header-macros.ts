import type { ArchContext } from '../arch-context.ts'
import type { FunctionMacro } from '../c/function-macros.ts'
import type { MacroLookup } from '../c/evaluate-expression.ts'
import type { Isa } from '../isa/isa.ts'
import type { AsmMacro } from './program.ts'
import type { StructOffset } from './offset-names.ts'
import { posix } from 'node:path'
import { type Macros, preprocess } from '../c/preprocess.ts'
import { includePaths } from '../c/read-headers.ts'
import { Assembler } from './assembler.ts'
import { type SourceLine, joinedLines } from './cpp-lines.ts'

/** How many headers may include one another in a row. */
const MOST_INCLUDE_DEPTH = 8

/** Headers that hold macros of assembly, beside those of the architecture. */
const COMMON = /^(?:asm|uapi\/asm|abi|variant)\//

/** What an architecture's assembly is read with. */
export type AsmReaderInput = {
  readonly context: ArchContext
  readonly isa: Isa
  /** What the compiler and the configuration define. */
  readonly defined: MacroLookup
  /** The names of asm-offsets.c. */
  readonly names: ReadonlyMap<string, StructOffset>
}

/** Macros of the preprocessor and of the assembler that headers define, and the headers that were read. */
export type HeaderMacros = {
  readonly cpp: Macros
  readonly functions: Map<string, FunctionMacro>
  readonly macros: Map<string, AsmMacro>
  readonly seen: Set<string>
}

/**
 * Run the preprocessor over a file.
 *
 * @param text - the file.
 * @param input - what it is read with.
 * @param macros - the macros without parameters that are defined; those of the file are added.
 * @param functions - the macros with parameters, likewise.
 * @returns as many lines as before, without directives.
 */
export function cppLines(
  text: string,
  { context, defined }: AsmReaderInput,
  macros: Macros,
  functions: Map<string, FunctionMacro>,
): readonly string[] {
  return preprocess(text, { parser: context.parser, defined, macros, functions })
    .split('\n')
    .map((line, i, all) =>
      /^\s*#\s*(?:include|define|undef|error|warning|pragma)\b/.test(line) || (i > 0 && isDefinition(all, i))
        ? ''
        : line,
    )
}

/** Whether a line goes on with a `#define` that began above. */
function isDefinition(lines: readonly string[], i: number): boolean {
  let first = i
  while (first > 0 && /\\\s*$/.test(lines[first - 1]!)) first--
  return first < i && /^\s*#\s*define\b/.test(lines[first]!)
}

type HeaderReading = { readonly input: AsmReaderInput; readonly shared: HeaderMacros; readonly depth: number }

/**
 * Collect the macros of the headers that a text includes.
 *
 * @param path - the text's file.
 * @param text - the text.
 * @param reading - what is read with, and where macros are collected.
 */
export function readIncludes(path: string, text: string, { input, shared, depth }: HeaderReading): void {
  const { variant } = input.context
  for (const [, quote, name] of text.matchAll(/^\s*#\s*include\s*(["<])([^">]+)[">]/gm)) {
    const candidates = [
      ...(quote === '"' ? [posix.join(posix.dirname(path), name!)] : []),
      ...(COMMON.test(name!) ? includePaths(variant, name!) : []),
    ]
    for (const it of candidates) {
      if (depth <= MOST_INCLUDE_DEPTH) readHeader(it, { input, shared, depth })
    }
  }
}

/**
 * Collect the macros of a header and of those that it includes, once.
 *
 * @param path - the header.
 * @param reading - what is read with, and where macros are collected.
 */
export function readHeader(path: string, { input, shared, depth }: HeaderReading): void {
  const text = shared.seen.has(path) ? undefined : input.context.tree.read(path)
  shared.seen.add(path)
  if (text === undefined) return
  readIncludes(path, text, { input, shared, depth: depth + 1 })
  collectMacros(
    withoutFeatures(joinedLines(cppLines(text, input, shared.cpp, shared.functions), path), input.isa),
    shared.macros,
  )
}

/**
 * Leave out the code that the boot replaces by nops.
 *
 * @param lines - the lines.
 * @param isa - the instruction set, which says what begins and ends such code.
 * @returns the other lines.
 */
export function withoutFeatures(lines: readonly SourceLine[], { leftOut }: Isa): readonly SourceLine[] {
  if (!leftOut) return lines
  const open: number[] = []
  const out: (SourceLine | undefined)[] = []
  for (const line of lines) {
    if (leftOut.begins.test(line.text)) open.push(out.length)
    if (leftOut.ends.test(line.text)) {
      const first = open.pop()
      if (first !== undefined && leftOut.isLeftOut.test(line.text)) out.fill(undefined, first)
      else out.push(line)
    } else {
      out.push(line)
    }
  }
  return out.filter(it => it !== undefined)
}

/** Collect the macros of the assembler that a header defines. */
function collectMacros(lines: readonly SourceLine[], macros: Map<string, AsmMacro>): void {
  if (!lines.some(it => /^\s*\.macro\b/.test(it.text))) return
  const assembler = new Assembler(
    { syntax: { comment: /$^/, separator: '\n' }, expand: it => it, lookUp: () => undefined },
    macros,
  )
  // Only the definitions count; all else that stands there is data for C.
  const definitions: SourceLine[] = []
  let depth = 0
  for (const line of lines) {
    if (/^\s*\.macro\b/.test(line.text)) depth++
    if (depth > 0) definitions.push(line)
    if (/^\s*\.endm\b/.test(line.text)) depth--
  }
  assembler.assemble(definitions)
  for (const [name, macro] of assembler.program.macros) macros.set(name, macro)
}
