import type { ArchTree } from '../model/schema/arch.ts'
import { existsSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { dirname } from 'node:path/posix'
import { arch as archSchema } from '../model/schema/arch.ts'
import { loadText } from '../model/read/load-files.ts'
import { id as idSchema } from '../model/schema/primitives.ts'
import { type StageLook, stageLook } from '../model/schema/stage.ts'
import { readYaml } from '../model/yaml/parse-yaml.ts'
import { DataError } from '../errors/fault.ts'
import { root } from '../files/root.ts'
import { UsageError } from '../errors/usage-error.ts'
import { DATA_FOLDER } from '../model/dataset.ts'
import { replaceFile } from '../files/atomic-write.ts'

/** Files for a person to fill in. */
export type Scaffold = {
  /** Their texts, by path from the repository's root. */
  readonly files: ReadonlyMap<string, string>
  /** What to do with them, in lines for people. */
  readonly next: readonly string[]
}

/**
 * Make the file of a new mechanism, which builds on another one. Where the dataset has registers, it passes those of
 * another on, and came at a release; else it has a class by itself.
 *
 * @param name - the id of the mechanism.
 * @param deck - the deck's folder, absolute.
 * @param folder - the dataset's folder, relative to it.
 * @returns one file, with TODOs.
 * @throws UsageError for a name that is no id, or that is taken.
 */
export function mechanismScaffold(name: string, deck: string, folder: string = DATA_FOLDER): Scaffold {
  const id = requireId(name)
  const file = `${folder}/mechanisms/${id}.yaml`
  requireNew(file, deck)
  const schema = relative(join(deck, dirname(file)), join(root, DATA_FOLDER, 'schema/mechanism.json'))
  const { kinds, rows, classes } = stageOf(deck, folder)
  const hasRegisters = existsSync(join(deck, folder, 'captures'))
  const source =
    '{ file: "TODO the file that shows this, from the root of the kernel tree", symbol: "TODO the function in it", release: "TODO the release of the tree, in quotes", known: read }'
  const text = `# yaml-language-server: $schema=${schema.split(sep).join('/')}
id: ${id}
label: ["TODO its label on the stage, one or two lines of at most 14 letters: [Trace, KProbe]"]
name: "TODO what it is called in full"
kind: "TODO ${inWords(kinds)}"
row: "TODO its row on the stage: ${rows.map((it, i) => `${i} ${it.name}`).join(', ')}"
summary: "TODO what it is, in one sentence"
${
  hasRegisters
    ? `since:
  release: "TODO the first release that has it, in quotes"
  year: "TODO the year of that release, as a number without quotes"
  sources:
    - { commit: "TODO the commit that added it, 12 digits or more", title: "TODO the subject of that commit", known: "TODO read, or how surely you know it: see ${folder}/README.md" }`
    : `class: "TODO ${inWords(classes.map(it => it.id))}"
sources:
  - ${source}`
}
buildsOn:
  - on: "TODO the id of the mechanism or origin that it builds on"
${hasRegisters ? '    since: "TODO the first release in which it does, in quotes"\n' : ''}    reason: "TODO what it uses that one for, in one sentence"
    drawn: reconstructed
    sources:
      - ${source}
${
  hasRegisters
    ? `provides:
  - since: "TODO the first release in which it provides this, in quotes"
    inherits: "TODO the mechanism whose registers it passes on; or, instead of this line, captures: [ids] or struct: other"
    summary: "TODO what the code on top of it gets, in one sentence"
    sources:
      - ${source}
`
    : ''
}`
  return {
    files: new Map([[file, text]]),
    next: [
      `1. Fill it in; npm run check lists what is left.`,
      `2. To show it in the talk, add ${id} to the reveals of a step in ${folder}/scenes.yaml.`,
    ],
  }
}

/** What the dataset calls the rows, kinds and classes of its stage. */
function stageOf(deck: string, folder: string): Pick<StageLook, 'rows' | 'kinds' | 'classes'> {
  const file = `${folder}/stage.yaml`
  const read = readYaml(file, loadText(file, deck)!, stageLook)
  if (!('value' in read)) throw new DataError(read)
  return read.value
}

/** Such as `probe, hook or event`. */
function inWords(all: readonly string[]): string {
  return new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(all)
}

/**
 * The captures of an arch: those that every arch has, and those of the mechanisms that it supports. `needs` is the
 * mechanism.
 */
const SITES: readonly {
  readonly id: string
  readonly origin: string
  readonly where: string
  readonly needs?: string
  readonly struct?: string
}[] = [
  {
    id: 'exception-entry',
    origin: 'exception',
    where: 'the entry of an exception from the kernel, such as a breakpoint',
  },
  { id: 'syscall-entry', origin: 'exception', where: 'the entry of a system call' },
  {
    id: 'perf-caller-regs',
    origin: 'software',
    where: 'perf_arch_fetch_caller_regs(), in asm/perf_event.h',
    needs: 'perf-events',
  },
  { id: 'kretprobe-trampoline', origin: 'trampoline', where: '__kretprobe_trampoline', needs: 'kretprobe' },
  { id: 'rethook-trampoline', origin: 'trampoline', where: 'arch_rethook_trampoline', needs: 'rethook' },
  {
    id: 'ftrace-caller',
    origin: 'trampoline',
    where: 'ftrace_caller, in mcount.S or entry-ftrace.S',
    needs: 'ftrace',
    struct: 'TODO ftrace_regs or pt_regs, whichever the tracer gets',
  },
]

/**
 * Make the files of the captures of a new arch. Its own file is derived from a kernel tree.
 *
 * @param name - the id of the arch.
 * @param deck - the deck's folder, absolute; if the arch was derived there, only captures that it supports are made.
 * @param folder - the dataset's folder, relative to it.
 * @returns a file for each capture, with TODOs.
 * @throws UsageError for a name that is no id, or a file that exists.
 */
export function archScaffold(name: string, deck: string, folder: string = DATA_FOLDER): Scaffold {
  const id = requireId(name)
  const file = `${folder}/arch/${id}.yaml`
  const trees = existsSync(join(deck, file)) ? derivedTrees(file, deck) : []
  const newest = trees.at(-1)
  const sites = SITES.filter(({ needs }) => !needs || !newest || trees.some(it => it.support[needs]?.value !== 'no'))
  const files = new Map(
    sites.map(site => {
      const path = `${folder}/captures/${id}/${id}-${site.id}.yaml`
      requireNew(path, deck)
      return [path, captureText(id, site, newest)] as const
    }),
  )
  return {
    files,
    next: [
      ...(newest
        ? []
        : [
            `1. npm run arch -- derive ${id} --linux DIR writes ${file}: what the arch supports, and its struct pt_regs.`,
          ]),
      `${newest ? 1 : 2}. Read each capture in that tree and fill it in; npm run check lists what is left. Delete those that the arch lacks.`,
      `${newest ? 2 : 3}. npm run check then lists the mechanisms that provide nothing there: name the captures in their provides.`,
      `${newest ? 3 : 4}. Add to ${folder}/readers.yaml the fields that each reader reads on ${id}; npm run hazards -- --arch ${id} shows the hazards.`,
    ],
  }
}

function captureText(
  arch: string,
  { id, origin, where, struct = 'pt_regs' }: (typeof SITES)[number],
  tree: ArchTree | undefined,
): string {
  const fields = tree?.ptRegs?.fields
  const [first, last] = fields && struct === 'pt_regs' ? [fields[0]!.name, fields.at(-1)!.name] : []
  return `# yaml-language-server: $schema=../../schema/capture.json
id: ${arch}-${id}
name: "TODO what the kernel calls it: ${where}"
since: "TODO the oldest release in which you read it, in quotes"
origin: ${origin}
struct: ${struct.startsWith('TODO') ? JSON.stringify(struct) : struct}
summary: "TODO what is special about it, in one sentence"
writes:
  - from: ${JSON.stringify(first ?? 'TODO the first field of a run with the same state')}
    to: ${JSON.stringify(last ?? 'TODO the last field of that run; add runs until the whole struct is covered')}
    state: "TODO captured; computed, with value and note; made-up, with value and wrong; unset; or none. Split the run where fields differ"
    how: "TODO how, in a word or two: stored, by the CPU, never written; or delete this line"
sources:
  - { file: "TODO the file, from the root of the kernel tree", symbol: "TODO its label or function", release: ${tree ? JSON.stringify(tree.release) : '"TODO the release of the tree, in quotes"'}, known: read }
`
}

/**
 * Write the files of a scaffold, each atomically.
 *
 * @param files - their texts, by path.
 * @param deck - the deck's folder, absolute.
 * @param folder - the dataset's folder, relative to it.
 */
export async function writeScaffold(files: Scaffold['files'], deck: string): Promise<void> {
  for (const [file, text] of files) await replaceFile(join(deck, file), text)
}

function derivedTrees(file: string, deck: string): readonly ArchTree[] {
  const read = readYaml(file, loadText(file, deck)!, archSchema)
  return 'value' in read ? (read.value.trees ?? []) : []
}

/** @throws UsageError for a name that is no id. */
function requireId(id: string): string {
  const parsed = idSchema.safeParse(id)
  if (!parsed.success) throw new UsageError(`${id}: ${parsed.error.issues[0]!.message}`)
  return id
}

/**
 * Refuse to write over a file.
 *
 * @param file - its path, relative to the deck's folder.
 * @param deck - the deck's folder, absolute.
 * @throws UsageError if the file exists.
 */
export function requireNew(file: string, deck: string): void {
  if (existsSync(join(deck, file)))
    throw new UsageError(
      `${file} exists, and is not overwritten; edit it, or choose another ${file.endsWith('.md') ? 'name' : 'id'}`,
    )
}
