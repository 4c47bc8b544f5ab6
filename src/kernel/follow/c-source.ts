import type { Node } from 'web-tree-sitter'
import type { ArchContext } from '../arch-context.ts'
import type { FunctionMacro } from '../c/function-macros.ts'
import type { MacroLookup } from '../c/evaluate-expression.ts'
import { type Macros, preprocess } from '../c/preprocess.ts'
import { expandCpp } from '../asm/cpp-lines.ts'
import { evaluateAsm } from '../asm/evaluate-asm.ts'

/** A function's definition. */
export type CFunction = { readonly node: Node; readonly file: string; readonly line: number }

/** Where functions are found, and what is known of names. */
export type CContext = {
  readonly find: (name: string) => CFunction | undefined
  /** Evaluates a constant expression; undefined if its value is not known. */
  readonly evaluate: (text: string) => number | undefined
}

/** A C file as the compiler sees it, line by line. */
type CFile = {
  readonly functions: ReadonlyMap<string, CFunction>
  readonly macros: Macros
  readonly functionMacros: Map<string, FunctionMacro>
  readonly macroLines: ReadonlyMap<string, number>
}

/** Reads functions of C files of one architecture. */
export type CReader = {
  /** A function, or a macro that is one, of one of these files; files are tried in order. */
  readonly find: (name: string, files: readonly string[]) => CFunction | undefined
  readonly context: (file: string) => CContext
  /** Whether one of these files has one of these names. */
  readonly isNamed: (names: readonly string[], files: readonly string[]) => boolean
}

/** Headers whose macros stand for members of register structs. */
const HEADERS = [
  'ptrace.h',
  'ftrace.h',
  'perf_event.h',
  'syscall.h',
  'processor.h',
  'asm-prototypes.h',
  'interrupt.h',
  'kprobes.h',
  'stacktrace.h',
  'unwind.h',
]

/**
 * Make a reader of C functions.
 *
 * @param archContext - the architecture.
 * @param defined - what the compiler and the configuration define.
 * @returns the reader, which keeps what it has read.
 */
export function cReader(archContext: ArchContext, defined: MacroLookup): CReader {
  const { tree, variant, parser } = archContext
  const files = new Map<string, CFile | undefined>()
  const headers = HEADERS.flatMap(it => [
    `${variant.directory}/include/uapi/asm/${it}`,
    `${variant.directory}/include/asm/${it}`,
    ...variant.includeFolders.map(folder => `${folder}/asm/${it}`),
  ])
  let shared: SharedMacros | undefined
  const read = (path: string, known: SharedMacros): CFile | undefined => {
    if (!files.has(path)) files.set(path, readC(path, known, { context: archContext, defined }))
    return files.get(path)
  }
  const find = (name: string, paths: readonly string[]): CFunction | undefined => {
    shared ??= headerMacros(headers, archContext, defined)
    // What an architecture defines itself counts before the fallback of a common header.
    const [own, common] = [paths.filter(it => it.startsWith('arch/')), paths.filter(it => !it.startsWith('arch/'))]
    for (const path of [...own, ...headers, ...common, ...GENERIC]) {
      const text = tree.read(path)
      if (!text?.includes(name.replace(/^__do_sys_/, ''))) continue
      const file = read(path, shared)
      const found = file?.functions.get(name) ?? (file && macroFunction(name, path, file, it => parser.parse(it)))
      if (found) return found
    }
    return undefined
  }
  return {
    find,
    isNamed: (names, paths) => paths.some(it => names.some(name => tree.read(it)?.includes(name))),
    context: file => ({
      find: name => (/^\w+$/.test(name) ? find(name, [file]) : undefined),
      evaluate: text => constantOf(text, { macros: shared?.macros ?? new Map(), defined, word: variant.bits / 8 }),
    }),
  }
}

/** Macros of the headers in which register structs and their members are named. */
type SharedMacros = { readonly macros: Macros; readonly functions: Map<string, FunctionMacro> }

/** Headers of all architectures in which functions are found that write to register structs. */
const GENERIC = [
  'include/asm-generic/ptrace.h',
  'include/linux/ptrace.h',
  'include/linux/ftrace_regs.h',
  'include/linux/ftrace.h',
  'include/linux/irq-entry-common.h',
  'include/linux/entry-common.h',
]

function headerMacros(headers: readonly string[], { tree, parser }: ArchContext, defined: MacroLookup): SharedMacros {
  const shared: SharedMacros = { macros: new Map(), functions: new Map() }
  for (const path of headers) {
    const text = tree.read(path)
    if (text !== undefined) preprocess(text, { parser, defined, ...shared })
  }
  return shared
}

function readC(
  path: string,
  shared: SharedMacros,
  { context: { tree, parser }, defined }: { readonly context: ArchContext; readonly defined: MacroLookup },
): CFile | undefined {
  const text = tree.read(path)
  if (text === undefined) return undefined
  // Without the macros by which headers see that they were read before.
  const guard = /^[ \t]*#[ \t]*ifndef[ \t]+(\w+)\s*\n[ \t]*#[ \t]*define[ \t]+\1\b/m.exec(text)?.[1]
  const macros: Macros = new Map([...shared.macros].filter(([name]) => !/_H_*$/.test(name) && name !== guard))
  const functionMacros = new Map(shared.functions)
  const own = preprocess(text, { parser, defined, macros, functions: functionMacros })
  const members = { objects: memberMacros(macros), functions: memberFunctions(functionMacros), isKept: () => false }
  const lines = own.split('\n').map(line => (/^\s*#|\\\s*$/.test(line) ? line : expandCpp(line, members)))
  const code = withoutDirectives(lines).replace(/^SYSCALL_DEFINE0\((\w+)\)/gm, 'long __do_sys_$1(void)')
  return {
    functions: functionsOf(parser.parse(code).rootNode, path),
    macros,
    functionMacros,
    macroLines: macroLines(text),
  }
}

/** The value of a constant expression in C; undefined if it holds a name whose value is not known. */
function constantOf(
  text: string,
  { macros, defined, word }: { readonly macros: Macros; readonly defined: MacroLookup; readonly word: number },
): number | undefined {
  const plain = text
    .replace(/\bsizeof\s*\(\s*(?:unsigned )?(?:long|void \*|unsigned|kprobe_opcode_t \*)\s*\)/g, String(word))
    .replace(/\(\s*(?:unsigned |long |int )*(?:long|int|unsigned|u32|u64|bool)\s*\)/g, '')
    .replace(/\bIS_ENABLED\s*\(\s*CONFIG_(\w+)\s*\)/g, (_, symbol: string) =>
      defined(`CONFIG_${symbol}`) === undefined ? '0' : '1',
    )
    .replace(/(?<=\d)[uUlL]+\b/g, '')
  return evaluateAsm(plain, name => {
    const value = macros.get(name)
    return value === undefined ? undefined : evaluateAsm(value, () => undefined)
  })?.number
}

/** Only macros that stand for a member or for code with one are expanded: constants keep their names. */
function memberMacros(macros: Macros): Macros {
  return new Map([...macros].filter(([, value]) => /^\(?\s*(?:\w+\[\w+\]|[a-z]\w*(?:\.\w+)*)\s*\)?$/.test(value)))
}

function memberFunctions(functions: ReadonlyMap<string, FunctionMacro>): ReadonlyMap<string, FunctionMacro> {
  return new Map(
    [...functions].filter(
      ([name, it]) =>
        name !== 'perf_arch_fetch_caller_regs' &&
        !name.startsWith('arch_ftrace') &&
        /->|\bregs\b/.test(it.body) &&
        !it.body.includes('({'),
    ),
  )
}

function withoutDirectives(lines: readonly string[]): string {
  let isOpen = false
  return lines
    .map(line => {
      const isDirective = isOpen || /^\s*#/.test(line)
      isOpen = isDirective && /\\\s*$/.test(line)
      return isDirective ? '' : line
    })
    .join('\n')
}

/** The functions that a syntax tree defines, also those behind macros of the kernel such as `DEFINE_IDTENTRY(name)`. */
function functionsOf(root: Node, file: string): ReadonlyMap<string, CFunction> {
  const found = new Map<string, CFunction>()
  for (const it of root.descendantsOfType('function_definition')) {
    let node = it!.childForFieldName('declarator')
    while (node && node.type !== 'function_declarator')
      node =
        node.childForFieldName('declarator') ??
        node.namedChildren.find(child => child?.type.endsWith('declarator')) ??
        null
    const name = node?.childForFieldName('declarator')?.text
    if (name && !found.has(name)) found.set(name, { node: it!, file, line: it!.startPosition.row + 1 })
  }
  return found
}

function macroLines(text: string): ReadonlyMap<string, number> {
  return new Map(
    text.split('\n').flatMap((line, i) => {
      const name = /^\s*#\s*define\s+(\w+)/.exec(line)?.[1]
      return name === undefined ? [] : [[name, i + 1] as const]
    }),
  )
}

/** A macro with parameters, as the function that it stands for. */
function macroFunction(
  name: string,
  path: string,
  file: CFile,
  parse: (text: string) => { readonly rootNode: Node },
): CFunction | undefined {
  const macro = file.functionMacros.get(name)
  const line = file.macroLines.get(name)
  if (!macro || line === undefined) return undefined
  const body = expandCpp(macro.body, {
    objects: memberMacros(file.macros),
    functions: memberFunctions(file.functionMacros),
    isKept: () => false,
  })
  const code = `${'\n'.repeat(line - 1)}void ${name}(${macro.parameters.map(it => `struct pt_regs *${it}`).join(', ')}) { ${body}; }`
  const node = parse(code).rootNode.descendantsOfType('function_definition')[0]
  return node ? { node, file: path, line } : undefined
}

/**
 * The parameters of a function, each with its name and the type before it.
 *
 * @param definition - the function's definition.
 * @returns them in order; without a name where the definition gives none.
 */
export function parametersOf(
  definition: Node,
): readonly { readonly name: string | undefined; readonly type: string }[] {
  const declarator = definition.descendantsOfType('function_declarator')[0]
  return (declarator?.childForFieldName('parameters')?.namedChildren ?? []).map(it => ({
    name: it!.descendantsOfType('identifier').at(-1)?.text,
    type: it!.childForFieldName('type')?.text ?? '',
  }))
}
