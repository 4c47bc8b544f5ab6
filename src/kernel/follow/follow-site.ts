import type { ArchContext } from '../arch-context.ts'
import type { FieldsOf } from '../asm/offset-names.ts'
import type { MacroLookup } from '../c/evaluate-expression.ts'
import type { RegisterTable } from '../c/register-names.ts'
import type { StructMember } from '../c/struct-layout.ts'
import type { Role } from '../../model/schema/role.ts'
import type { ArchSites, Site, SiteCode } from '../sites/site.ts'
import type { CReader } from './c-source.ts'
import type { Place } from '../kernel-tree.ts'
import type { Value } from './value.ts'
import type { asmReader } from '../asm/read-asm.ts'
import { cWrites } from './c-writes.ts'
import { afterWrites } from './c-frame.ts'
import { type Frame, type FrameField, type Written, emptyFrame, filledFrame } from './frame.ts'
import { type MachineState, emptyState } from './machine-state.ts'
import { initial } from './value.ts'
import { walk } from './walk.ts'

/** Everything that is known of an architecture while its sites are followed. */
export type FollowContext = {
  readonly context: ArchContext
  /** What the compiler and the configuration define. */
  readonly defined: MacroLookup
  readonly fieldsOf: FieldsOf
  readonly arch: ArchSites
  readonly asm: ReturnType<typeof asmReader>
  readonly c: CReader
  /** Where the architecture names its registers; undefined if it does not. */
  readonly table: RegisterTable | undefined
}

/** A struct that was followed, or why it was not. */
export type FollowedSite =
  | {
      readonly is: 'filled'
      readonly frame: Frame
      readonly struct: string
      readonly fields: readonly FrameField[]
      readonly at: Place
      /** Whether it is another role's struct that was changed. */
      readonly isAfter?: boolean
    }
  /** `isMissing`: the tree does not hold where it would stand. */
  | { readonly is: 'lost'; readonly at: Place; readonly why: string; readonly isMissing?: true }
  /** The architecture has no such site. */
  | { readonly is: 'absent'; readonly why: string }

/** Labels in assembly that stand for C functions: stubs, and what changes the access to user memory alone. */
const OUTSIDE = /^(?:ftrace_stub\w*|_?ftrace_graph_stub|__kuep_(?:un)?lock)$/

/**
 * Follow the code of a site.
 *
 * @param site - the site.
 * @param known - what is known of the architecture.
 * @param before - the structs of other roles, which this site may change.
 * @returns the struct as the site hands it on.
 */
export function followSite(site: Site, known: FollowContext, before: ReadonlyMap<Role, FollowedSite>): FollowedSite {
  const start = filledFirst(site, known, before)
  if (start.is !== 'filled' || !site.code) return start
  let { frame } = start
  for (const code of site.code) {
    const next = afterCode(frame, code, site, { known, fields: start.fields })
    if (!next && code.isOptional) continue
    if (!next) return withoutCode(code, known)
    frame = next
  }
  return { ...start, frame }
}

/** The struct before C code changes it. */
function filledFirst(site: Site, known: FollowContext, before: ReadonlyMap<Role, FollowedSite>): FollowedSite {
  if (site.starts) {
    const own = followAssembly(site, known)
    if (own.is === 'filled' || !site.after) return own
  }
  if (site.after) {
    const roles = typeof site.after === 'string' ? [site.after] : site.after
    const found = roles.map(it => before.get(it)).find(it => it?.is === 'filled')
    return (
      (found?.is === 'filled' ? { ...found, isAfter: true } : undefined) ??
      before.get(roles[0]!) ?? { is: 'absent', why: `there is no ${roles[0]}` }
    )
  }
  const [struct, fields] = structOf(site, known)
  if (!fields) return withoutStruct(site, known)
  const code = site.code![0]!
  const found = definitionOf(code, known)
  if (!found) return withoutCode(code, known)
  const at = { file: found.file, line: found.line }
  return { is: 'filled', frame: emptyFrame(at), struct, fields, at }
}

/** What is said of a site whose struct is not declared: without the header that is not known. */
function withoutStruct({ struct }: Site, { context: { tree, variant } }: FollowContext): FollowedSite {
  const header = `${variant.directory}/include/asm/${struct === 'pt_regs' ? 'ptrace' : 'ftrace'}.h`
  return struct === 'pt_regs' || tree.read(header) === undefined
    ? { is: 'lost', at: { file: header, line: 1 }, why: `struct ${struct} is not known`, isMissing: true }
    : { is: 'absent', why: `there is no struct ${struct}` }
}

/**
 * What is said of a site without its C code: without any of its files, or without the last that all arches share, which
 * every release has, that is not known.
 */
function withoutCode({ functions, files }: SiteCode, { context }: FollowContext): FollowedSite {
  const isThere = (path: string) => context.tree.read(path) !== undefined
  const paths = pathsOf(files, context)
  if (!paths.some(isThere)) return withoutFiles(paths)
  const shared = pathsOf(files.filter(it => it.startsWith('/')).slice(-1), context)
  if (!shared.every(isThere)) return withoutFiles(shared)
  return { is: 'absent', why: `the architecture defines no ${functions[0]}` }
}

/** What is said of a site whose code would stand in one of these files, where none of them is in the tree. */
function withoutFiles(paths: readonly string[]): FollowedSite {
  const why = `there is no ${paths.join(' or ')} in the tree`
  return { is: 'lost', at: { file: paths[0]!, line: 1 }, why, isMissing: true }
}

/** The paths in the tree of a site's files. */
function pathsOf(files: readonly string[], { variant }: ArchContext): readonly string[] {
  return files.map(it => (it.startsWith('/') ? it.slice(1) : `${variant.directory}/${it}`))
}

/** The struct to which the first parameter of a C function points; undefined if it is no struct. */
function typeOfParameter(
  { name, files }: NonNullable<Site['givenTo']>,
  { c, context }: FollowContext,
): string | undefined {
  const found = c.find(name, pathsOf(files, context))
  return (
    found && /\(\s*(?:const\s+)?struct\s+(\w+)\s*\*/.exec(found.node.childForFieldName('declarator')?.text ?? '')?.[1]
  )
}

/** The struct that a site fills, in the form that the tree has. */
function structOf(site: Site, known: FollowContext): readonly [string, readonly FrameField[] | undefined] {
  const { fieldsOf, table } = known
  const given = site.givenTo && typeOfParameter(site.givenTo, known)
  if (site.givenTo && !given) return ['none', undefined]
  const candidates = given
    ? [`__arch_${given}`, given]
    : {
        pt_regs: ['pt_regs'],
        ftrace_regs: ['__arch_ftrace_regs', 'ftrace_regs', 'pt_regs'],
        fgraph_ret_regs: ['fgraph_ret_regs', '__arch_ftrace_regs', 'ftrace_regs'],
      }[site.struct]
  for (const name of candidates) {
    const fields = fieldsOf(name)
    if (!fields || fields.length === 0) continue
    const members = fields
      .filter(it => it.size > 0)
      .map((it): StructMember => ({ ...it, name: it.name.replace(/^regs\.(?=[a-z])/, '') }))
    return [name, members.map(it => ({ ...it, alias: table?.names.get(it.name) }))]
  }
  return [candidates[0]!, undefined]
}

function followAssembly(site: Site, known: FollowContext): FollowedSite {
  const { context, arch, asm } = known
  const { tree, variant } = context
  const files = pathsOf(site.files ?? [], context)
  const file = files.find(it => tree.read(it) !== undefined)
  if (!file) return withoutFiles(files)
  const [struct, fields] = structOf(site, known)
  if (struct === 'none') return { is: 'absent', why: `${site.givenTo!.name}() gets no struct of registers` }
  if (!fields) return { is: 'lost', at: { file, line: 1 }, why: `struct ${site.struct} is not known` }
  let lost: FollowedSite = { is: 'absent', why: `${file} has no ${site.name}` }
  for (const start of site.starts ?? []) {
    const program = asm(file, start, {
      isInline: site.isInline,
      also: site.also && pathsOf(site.also, context),
      includedBy: site.includedBy && `${variant.directory}/${site.includedBy}`,
    })
    if (!program) continue
    const label = /^\s*\S+\s+([\w.]+)\s*$/.exec(start)?.[1]
    const place = (label === undefined ? [...start.matchAll(/(?<![\w.])[a-zA-Z_.][\w.]*/g)].map(it => it[0]) : [label])
      .flatMap(it => program.program.labels.get(it)?.slice(0, 1) ?? [])
      .find(it => !it.section.startsWith('.site'))
    const first =
      (place && program.program.sections.get(place.section)?.[place.index]) ??
      program.program.sections.get(program.start.section)?.[0]
    const at = { file: first?.file ?? file, line: first?.line ?? 1 }
    if (label !== undefined && !place && !program.program.macros.has(start.trim().split(/\s+/)[0]!)) continue
    const paths = walk(program.start, initialState(site, arch, at), {
      isa: arch.isa,
      evaluate: program.evaluate,
      program: program.program,
      nameOf: program.nameOf,
      mode:
        arch.mode && site.from
          ? { roots: arch.mode.roots, isNonzero: arch.mode.isNonzero === (site.from === 'user') }
          : undefined,
      returnsArgument: arch.returnsArgument,
      stop: site.stop,
      avoid: site.avoid,
      jumpsTo: site.jumpsTo,
      outside: OUTSIDE,
    })
    const frame = filledFrame(paths, fields, {
      pointer: site.argument === 'on the stack' ? arch.isa.stack : undefined,
      registers: typeof site.argument !== 'number' ? [] : [arch.isa.args[site.argument] ?? ''],
      stack: site.argument === 0 ? arch.isa.stack : undefined,
      calls: site.calls ? new RegExp(`${site.calls.source}|^$`) : undefined,
      base: site.base && { root: site.base[0], offset: site.base[1] },
      struct,
      isFullest: site.role === 'syscall-entry',
    })
    if (frame) return { is: 'filled', frame, struct, fields, at }
    const gap = paths.flatMap(it => it.lost)[0]
    lost = {
      is: 'lost',
      at: gap ?? paths[0]?.endsAt ?? at,
      why: gap?.why ?? `the code was followed to its end, and no struct ${site.struct} was seen to be filled`,
    }
  }
  return lost
}

function initialState(site: Site, { isa }: ArchSites, at: Place): MachineState {
  const state = emptyState(at)
  const valueOf = (it: string | readonly [string, number]): Value =>
    typeof it === 'string' ? initial(it) : { ...initial(it[0]), number: it[1] }
  for (const [register, value] of Object.entries(site.registers ?? {})) state.registers.set(register, valueOf(value))
  for (const [special, value] of Object.entries(site.specials ?? {})) state.specials.set(special, initial(value))
  const stack = state.registers.get(isa.stack) ?? initial(isa.stack)
  const put = (root: string, first: number, values: NonNullable<Site['stack']>): void => {
    const cells = state.memory.get(root) ?? new Map()
    state.memory.set(root, cells)
    let offset = first
    for (const it of values) {
      const [name, bytes] = typeof it === 'string' ? [it, isa.word] : it
      cells.set(offset, { value: initial(name), bytes, at })
      offset += bytes
    }
  }
  if (site.stack && stack.is === 'sum') put([...stack.terms.keys()][0]!, stack.number, site.stack)
  for (const [root, values] of Object.entries(site.words ?? {})) put(root, 0, values)
  return state
}

function definitionOf({ functions, files }: SiteCode, { c, context }: FollowContext): ReturnType<CReader['find']> {
  const paths = pathsOf(files, context)
  for (const name of functions) {
    const found = c.find(name, paths)
    if (found) return found
  }
  return undefined
}

/** The frame after C code has changed it; undefined where there is no such code. */
function afterCode(
  frame: Frame,
  code: SiteCode,
  site: Site,
  { known, fields }: { readonly known: FollowContext; readonly fields: readonly FrameField[] },
): Frame | undefined {
  const found = definitionOf(code, known)
  if (!found) return undefined
  const context = known.c.context(found.file)
  const writes = cWrites(found, { name: code.functions[0]!, parameter: code.parameter, until: code.until }, context)
  return afterWrites(frame, writes, {
    fields,
    withBranches: code.withBranches ?? false,
    evaluate: context.evaluate,
    prefix: 'regs.',
    source: site.converts ? sourceFields(known) : undefined,
    sourceFields: site.converts ? ftraceFields(known) : undefined,
  })
}

const ftraceFields = ({ fieldsOf }: FollowContext): readonly StructMember[] =>
  fieldsOf('__arch_ftrace_regs') ?? fieldsOf('ftrace_regs') ?? []

/** The fields of ftrace_regs, which a conversion copies. */
function sourceFields(known: FollowContext): ReadonlyMap<string, Written> {
  const fields = ftraceFields(known)
  return new Map(
    fields.map(it => [it.name, { value: initial(`field:${it.name}`), at: { file: '', line: 1 }, bytes: it.size }]),
  )
}
