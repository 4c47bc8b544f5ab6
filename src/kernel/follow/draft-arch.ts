import type { ArchContext } from '../arch-context.ts'
import { posix } from 'node:path'
import type { Kconfig } from '../kconfig/kconfig.ts'
import { type BuiltFiles, builtFiles } from '../kconfig/built-files.ts'
import { ROLES, type Role } from '../../model/schema/role.ts'
import type { ArchSites, Site } from '../sites/site.ts'
import { DataError } from '../../errors/fault.ts'
import { NO_ISA } from '../isa/no-isa.ts'
import { commonSites } from '../sites/common-sites.ts'
import { fieldsReader, offsetNames } from '../asm/offset-names.ts'
import { readRegsHeaders } from '../c/regs-headers.ts'
import { registerTable } from '../c/register-names.ts'
import { KconfigEvaluator } from '../kconfig/evaluate.ts'
import { sitesOf } from '../sites/arch-sites.ts'
import { kconfigReason, reasonForNone } from '../sites/without-site.ts'
import { type DraftReader, draftReaders } from './draft-readers.ts'
import { asmReader } from '../asm/read-asm.ts'
import { cReader } from './c-source.ts'
import { recordingTree } from './recording-tree.ts'
import { requireHeaders } from './require-headers.ts'
import { requireSources } from './require-sources.ts'
import { type FollowContext, type FollowedSite, followSite } from './follow-site.ts'
import { type FollowedState, type SiteValues, stateOf } from './field-state.ts'
import { tracingConfig } from '../kconfig/tracing-config.ts'

/** What was followed of one capture site. */
export type DraftCapture = {
  readonly role: Role
  readonly name: string
  readonly struct: string
  readonly file: string
  readonly line: number
  readonly fields: readonly DraftField[]
}

/** A field of a draft: its state, the line that wrote it, and why it is not known where it is not. */
export type DraftField = {
  readonly name: string
  readonly state: FollowedState
  readonly file?: string
  readonly line?: number
  readonly value?: string
  readonly why?: string
}

/** A site that could not be followed, and where it was lost. */
export type LostSite = {
  readonly role: Role
  readonly name: string
  readonly file: string
  readonly line: number
  readonly why: string
}

/** What following the code of an architecture has found. */
export type ArchDrafts = {
  readonly captures: readonly DraftCapture[]
  readonly lost: readonly LostSite[]
  readonly absent: readonly { readonly role: Role; readonly why: string }[]
  readonly readers: readonly DraftReader[]
}

/** What is known of an architecture whose instruction set has no table: what C code fills. */
const C_ALONE: ArchSites = {
  isa: NO_ISA,
  sites: commonSites().filter(it => it.role === 'perf-caller-regs'),
}

/**
 * Follow the code with which an architecture fills its register structs.
 *
 * @param whole - the architecture.
 * @param kconfig - its symbols.
 * @returns a draft for each site, and the sites that were lost.
 * @throws DataError if a header is missing that the files that were read include, or a source that the tree builds.
 */
export function draftArch(whole: ArchContext, kconfig: Kconfig): ArchDrafts {
  const context = { ...whole, tree: recordingTree(whole.tree) }
  const { variant } = context
  const arch = sitesOf(variant)
  const known = followContext(context, kconfig, arch ?? C_ALONE)
  const values = new KconfigEvaluator(kconfig, variant)
  const isPossible = (symbol: string) => values.of(symbol).level !== 'n'
  const found = followAll(known, isPossible)
  const builtIn = builtInFolders(context, kconfig)
  const readers = draftReaders({
    ...known,
    isBuilt: file => builtIn(posix.dirname(file)).isBuilt(file),
    fields: known.fieldsOf('pt_regs') ?? [],
  })
  requireHeaders(context, known.defined)
  requireSources(context, builtIn)
  const isNamed = (role: Role) => [...found.captures, ...found.lost, ...found.absent].some(it => it.role === role)
  const rest = ROLES.filter(role => !isNamed(role)).map(role => {
    const why = reasonForNone(role, variant.id, isPossible)
    return {
      role,
      isAbsent: why !== undefined,
      why: why ?? `the assembly of ${variant.id} is not followed: its instructions are in no table of src/kernel/isa`,
    }
  })
  const entry = context.tree.names(`${variant.directory}/kernel`).find(it => /(?:^|_)(?:entry|ivt)\w*\.S$/.test(it))
  const place = { file: `${variant.directory}/kernel${entry ? `/${entry}` : ''}`, line: 1 }
  return {
    captures: found.captures,
    readers,
    lost: [
      ...found.lost,
      ...rest.filter(it => !it.isAbsent).map(({ role, why }) => ({ role, name: '', ...place, why })),
    ],
    absent: [...found.absent, ...rest.filter(it => it.isAbsent).map(({ role, why }) => ({ role, why }))],
  }
}

/** What is built on the architecture, by the Makefile of each folder, which is read once. */
function builtInFolders({ tree, variant }: ArchContext, kconfig: Kconfig): (folder: string) => BuiltFiles {
  const folders = new Map<string, BuiltFiles>()
  return folder => {
    if (!folders.has(folder)) folders.set(folder, builtFiles(tree, folder, kconfig, variant))
    return folders.get(folder)!
  }
}

/** Follow all sites, each after those whose struct it may change. */
function followAll(known: FollowContext, isPossible: (symbol: string) => boolean): Omit<ArchDrafts, 'readers'> {
  const found = new Map<Role, FollowedSite>()
  const captures: DraftCapture[] = []
  const lost: LostSite[] = []
  const absent: { role: Role; why: string }[] = []
  for (const site of known.arch.sites) {
    const missing = site.needs?.find(it => !isPossible(it))
    const followed = missing
      ? ({ is: 'absent', why: `no ${missing}` } as const)
      : unlessAbsent(
          unlessUnreadable(() => followSite(site, known, found)),
          kconfigReason(site.role, known.context.variant.id, isPossible),
        )
    if (!found.has(site.role) || found.get(site.role)!.is !== 'filled') found.set(site.role, followed)
    if (followed.is === 'filled') captures.push(draftOf(site, followed, known))
    else if (followed.is === 'lost') {
      const { file, line } = followed.at
      lost.push({ role: site.role, name: site.name, file, line, why: followed.why })
    } else absent.push({ role: site.role, why: followed.why })
  }
  return { captures, lost, absent }
}

/** A site that a tree does not hold is absent where the architecture is known to have none, and else lost. */
function unlessAbsent(followed: FollowedSite, why: string | undefined): FollowedSite {
  return why !== undefined && followed.is === 'lost' && followed.isMissing ? { is: 'absent', why } : followed
}

/** A file that cannot be read takes the sites with it that stand in it, and no others. */
function unlessUnreadable(follow: () => FollowedSite): FollowedSite {
  try {
    return follow()
  } catch (error) {
    const fault = error instanceof DataError ? error.faults[0] : undefined
    if (!fault) throw error
    return { is: 'lost', at: { file: fault.file, line: fault.line ?? 1 }, why: fault.problem }
  }
}

function followContext(context: ArchContext, kconfig: Kconfig, arch: ArchSites): FollowContext {
  const regs = readRegsHeaders(context, tracingConfig(kconfig, context.variant))
  const fieldsOf = fieldsReader(regs, context.variant)
  const names = offsetNames(context, regs, fieldsOf)
  return {
    context,
    fieldsOf,
    arch,
    defined: regs.defined,
    asm: asmReader({ context, isa: arch.isa, defined: regs.defined, names }),
    c: cReader(context, regs.defined),
    table: registerTable(context, regs.defined, regs.headers),
  }
}

function draftOf(site: Site, followed: Extract<FollowedSite, { is: 'filled' }>, known: FollowContext): DraftCapture {
  const { frame, fields, struct, at } = followed
  const values: SiteValues = {
    isa: known.arch.isa,
    // C code that interrupted nothing reads the values of the moment.
    specials: new Map(site.kind === 'software' ? [] : Object.entries(known.arch.specials ?? {})),
    isException: site.kind === 'exception',
    exact: site.exact ?? [],
    lost: frame.lost[0] && `${frame.lost[0].file}:${frame.lost[0].line}: ${frame.lost[0].why}`,
  }
  return {
    role: site.role,
    name: (followed.isAfter && site.nameAfter) || site.name,
    struct: struct.replace(/^__arch_/, ''),
    file: at.file,
    line: at.line,
    fields: fields.map(field => {
      const written = frame.written.get(field.name)
      const state = stateOf(field, written, values)
      const isSometimes =
        (state.state === 'captured' || state.state === 'unset') && site.sometimes?.fields.test(field.name)
      return {
        name: field.name,
        ...(isSometimes ? { state: 'unknown' as const, why: site.sometimes!.why } : state),
        ...(written && { file: written.at.file, line: written.at.line }),
      }
    }),
  }
}
