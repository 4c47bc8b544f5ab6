import type { ArchTree } from '../model/schema/arch.ts'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { arch as archSchema } from '../model/schema/arch.ts'
import { loadText } from '../model/read/load-files.ts'
import { id as idSchema } from '../model/schema/primitives.ts'
import { readYaml } from '../model/yaml/parse-yaml.ts'
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
 * Make the file of a new mechanism, which builds on another one and passes its registers on.
 *
 * @param name - the id of the mechanism.
 * @param root - the repository's root.
 * @param folder - the dataset's folder, relative to it.
 * @returns one file, with TODOs.
 * @throws UsageError for a name that is no id, or that is taken.
 */
export function mechanismScaffold(name: string, root: string, folder: string = DATA_FOLDER): Scaffold {
  const id = requireId(name)
  const file = `${folder}/mechanisms/${id}.yaml`
  requireNew(file, root)
  const text = `# yaml-language-server: $schema=../schema/mechanism.json
id: ${id}
label: ["TODO its label on the stage, one or two lines of at most 14 letters: [Trace, KProbe]"]
name: "TODO what it is called in full"
kind: "TODO probe, hook, program, event or consumer"
row: "TODO its row on the stage: 1 probes and hooks, 2 programs and events, 3 consumers"
summary: "TODO what it is, in one sentence"
since:
  release: "TODO the first release that has it, in quotes"
  year: "TODO the year of that release, as a number without quotes"
  sources:
    - { commit: "TODO the commit that added it, 12 digits or more", title: "TODO the subject of that commit", known: "TODO read, or how surely you know it: see ${folder}/README.md" }
buildsOn:
  - on: "TODO the id of the mechanism or origin that it builds on"
    since: "TODO the first release in which it does, in quotes"
    reason: "TODO what it uses that one for, in one sentence"
    drawn: reconstructed
    sources:
      - { file: "TODO the file that shows this, from the root of the kernel tree", symbol: "TODO the function in it", release: "TODO the release of the tree, in quotes", known: read }
provides:
  - since: "TODO the first release in which it provides this, in quotes"
    inherits: "TODO the mechanism whose registers it passes on; or, instead of this line, captures: [ids] or struct: other"
    summary: "TODO what the code on top of it gets, in one sentence"
    sources:
      - { file: "TODO the file that shows this, from the root of the kernel tree", symbol: "TODO the function in it", release: "TODO the release of the tree, in quotes", known: read }
`
  return {
    files: new Map([[file, text]]),
    next: [
      `1. Fill it in; npm run check lists what is left.`,
      `2. To show it in the talk, add ${id} to the reveals of a step in ${folder}/scenes.yaml.`,
    ],
  }
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
 * @param root - the repository's root; if the arch was derived there, only captures that it supports are made.
 * @param folder - the dataset's folder, relative to it.
 * @returns a file for each capture, with TODOs.
 * @throws UsageError for a name that is no id, or a file that exists.
 */
export function archScaffold(name: string, root: string, folder: string = DATA_FOLDER): Scaffold {
  const id = requireId(name)
  const file = `${folder}/arch/${id}.yaml`
  const trees = existsSync(join(root, file)) ? derivedTrees(file, root) : []
  const newest = trees.at(-1)
  const sites = SITES.filter(({ needs }) => !needs || !newest || trees.some(it => it.support[needs]?.value !== 'no'))
  const files = new Map(
    sites.map(site => {
      const path = `${folder}/captures/${id}/${id}-${site.id}.yaml`
      requireNew(path, root)
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
 * @param root - the repository's root.
 * @param folder - the dataset's folder, relative to it.
 */
export async function writeScaffold(files: Scaffold['files'], root: string): Promise<void> {
  for (const [file, text] of files) await replaceFile(join(root, file), text)
}

function derivedTrees(file: string, root: string): readonly ArchTree[] {
  const read = readYaml(file, loadText(file, root)!, archSchema)
  return 'value' in read ? (read.value.trees ?? []) : []
}

/** @throws UsageError for a name that is no id. */
function requireId(id: string): string {
  const parsed = idSchema.safeParse(id)
  if (!parsed.success) throw new UsageError(`${id}: ${parsed.error.issues[0]!.message}`)
  return id
}

/** @throws UsageError if the file exists. */
function requireNew(file: string, root: string): void {
  if (existsSync(join(root, file)))
    throw new UsageError(`${file} exists, and is not overwritten; edit it, or choose another id`)
}
