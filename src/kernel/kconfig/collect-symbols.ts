import type { Condition, Definition, Kconfig } from './kconfig.ts'
import type { KernelTree } from '../kernel-tree.ts'
import { posix } from 'node:path'
import { kconfigError } from './kconfig.ts'
import { expandVariables } from './make-variables.ts'
import { type BlockKind, type Statement, parseKconfig } from './parse-kconfig.ts'

/** How many files may `source` one another in a row. */
const MOST_SOURCE_DEPTH = 60

/** How many blocks of a file may stand in one another. */
const MOST_BLOCK_DEPTH = 100

/** Parsed files by tree: most are the same for every architecture. */
const parsedFiles = new WeakMap<KernelTree, Map<string, readonly Statement[]>>()

/** A block that is open, with the conditions that hold outside it. */
type Block = { readonly kind: BlockKind; readonly line: number; readonly outside: readonly Condition[] }

/** What is to be read: see {@link collectSymbols}. */
export type KconfigOptions = {
  /** The files to begin with; one that an earlier one has sourced is not read again. */
  readonly roots: readonly string[]
  /** The values of `$(SRCARCH)` and other variables of make, in paths. */
  readonly variables: Readonly<Record<string, string>>
  /** Whether a sourced file is to be read. */
  readonly isWanted: (path: string) => boolean
}

/**
 * Read Kconfig files and the files that they `source`.
 *
 * @param tree - the kernel tree in which they are.
 * @param options - where to begin, and what to follow.
 * @returns the symbols that they define.
 * @throws DataError with the place of a line that cannot be parsed, or of a `source` that may not be followed or
 *   whose file is missing: what such a file says is not known, and it may say anything.
 */
export function collectSymbols(tree: KernelTree, { roots, variables, isWanted }: KconfigOptions): Kconfig {
  const symbols = new Map<string, Definition[]>()
  const read = new Set<string>()

  const visit = (file: string, around: readonly Condition[], stack: readonly string[]): void => {
    read.add(file)
    const blocks: Block[] = []
    let depends = around
    for (const it of statementsOf(file, tree)) {
      if (it.is === 'open') {
        if (blocks.length === MOST_BLOCK_DEPTH)
          throw kconfigError(
            file,
            it.line,
            'blocks are nested too deeply',
            `let at most ${MOST_BLOCK_DEPTH} blocks stand in one another`,
          )
        blocks.push({ kind: it.kind, line: it.line, outside: depends })
        if (it.depends.length > 0) depends = [...depends, ...it.depends]
      } else if (it.is === 'close') {
        depends = closeBlock(file, it, blocks).outside
      } else if (it.is === 'source') {
        const path = expandVariables(it.path, variables)
        // A path with a variable that is unknown here is another architecture's or a macro's.
        if (path.includes('$(')) continue
        const next = sourcedFile(path, it, [...stack, file])
        if (!isWanted(next)) continue
        if (tree.read(next) !== undefined) visit(next, depends, [...stack, file])
        else if (!it.isOptional) throw missingSource(file, it.line, next)
      } else {
        addUnderConditions(it.definition, depends, symbols)
      }
    }
    const open = blocks.at(-1)
    if (open)
      throw kconfigError(
        file,
        open.line,
        `the ${open.kind} is not closed`,
        `end it with end${open.kind} in the same file`,
      )
  }
  for (const root of roots) {
    if (!read.has(root)) visit(root, [], [])
  }
  return symbols
}

function missingSource(file: string, line: number, path: string): Error {
  return kconfigError(
    file,
    line,
    `${path} is missing, though this line sources it`,
    'give a whole kernel source tree; a sparse checkout, or a package of headers, is not enough',
  )
}

/** The statements of a file; none if there is no such file. */
function statementsOf(file: string, tree: KernelTree): readonly Statement[] {
  const known = parsedFiles.get(tree) ?? new Map<string, readonly Statement[]>()
  parsedFiles.set(tree, known)
  const found = known.get(file)
  if (found) return found
  const text = tree.read(file)
  const statements = text === undefined ? [] : parseKconfig(file, text)
  known.set(file, statements)
  return statements
}

/** Take the innermost block off, which must be of the kind that is closed. */
function closeBlock(file: string, { kind, line }: Extract<Statement, { is: 'close' }>, blocks: Block[]): Block {
  const block = blocks.pop()
  if (block?.kind !== kind)
    throw kconfigError(
      file,
      line,
      `end${kind} closes no ${kind}`,
      'close blocks in the reverse of the order in which they were opened',
    )
  return block
}

/**
 * The file that a `source` names.
 *
 * @param path - as written, with the variables replaced.
 * @param statement - the `source`, for faults.
 * @param stack - the files that are being read, outermost first; the last one has the `source`.
 */
function sourcedFile(path: string, statement: Extract<Statement, { is: 'source' }>, stack: readonly string[]): string {
  const next = posix.normalize(path)
  const fail = (problem: string, tip: string) =>
    kconfigError(stack.at(-1)!, statement.line, `source "${statement.path}" ${problem}`, tip)
  if (next.startsWith('../') || posix.isAbsolute(path))
    throw fail('leads out of the kernel tree', 'name a file in the tree; nothing outside it is read')
  if (stack.includes(next)) throw fail('makes a cycle', `break it: ${[...stack, next].join(' > ')}`)
  if (stack.length > MOST_SOURCE_DEPTH)
    throw fail('is nested too deeply', `let at most ${MOST_SOURCE_DEPTH} files source one another`)
  return next
}

function addUnderConditions(
  definition: Definition,
  depends: readonly Condition[],
  symbols: Map<string, Definition[]>,
): void {
  const added = depends.length > 0 ? { ...definition, depends: [...depends, ...definition.depends] } : definition
  const all = symbols.get(added.name)
  if (all) all.push(added)
  else symbols.set(added.name, [added])
}
