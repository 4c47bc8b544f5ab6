import type { ArchTree } from '../model/schema/arch.ts'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { arch as archSchema } from '../model/schema/arch.ts'
import { loadText } from '../model/read/load-files.ts'
import { id as idSchema } from '../model/schema/primitives.ts'
import { readYaml } from '../model/yaml/parse-yaml.ts'
import { UsageError } from '../errors/usage-error.ts'
import { replaceFile } from '../files/atomic-write.ts'

/** Files for a person to fill in, by path in the repository, and what to do with them. */
export type Scaffold = { readonly files: ReadonlyMap<string, string>; readonly next: readonly string[] }

/** A mechanism that stands on another, hands on what that has, and is said to do so nowhere yet. */
export function mechanismScaffold(name: string, root: string): Scaffold {
  const id = goodId(name)
  const file = `data/mechanisms/${id}.yaml`
  refuseIfThere(file, root)
  const text = `# yaml-language-server: $schema=../schema/mechanism.json
id: ${id}
label: ["TODO its label on the stage, two lines of at most 14 letters at most: [Trace, KProbe]"]
name: "TODO what it is called in full"
kind: "TODO one of probe, hook, program, event, consumer"
row: "TODO where it stands: 1 probes and hooks, 2 programs and events, 3 consumers"
summary: "TODO what it is, in one sentence"
since:
  release: "TODO the first release that has it, in quotes"
  year: "TODO the year of that release, as a number without quotes"
  sources:
    - { commit: "TODO the commit that brought it, 12 digits or more", title: "TODO the subject of that commit", known: "TODO read, or how sure you are: see data/README.md" }
buildsOn:
  - on: "TODO the id of the mechanism or origin that it stands on"
    since: "TODO since which release it does, in quotes"
    reason: "TODO why it needs that one, in one sentence"
    drawn: reconstructed
    sources:
      - { file: "TODO the file where that is seen, from the root of the kernel tree", symbol: "TODO the function in it", release: "TODO the release of the tree, in quotes", known: read }
provides:
  - since: "TODO since which release it hands on what follows, in quotes"
    inherits: "TODO the mechanism whose registers it hands through; or instead of this line captures: [ids], or struct: other"
    summary: "TODO what the code on top of it gets, in one sentence"
    sources:
      - { file: "TODO the file where that is seen, from the root of the kernel tree", symbol: "TODO the function in it", release: "TODO the release of the tree, in quotes", known: read }
`
  return {
    files: new Map([[file, text]]),
    next: [
      `1. Fill it in; npm run check says what is left.`,
      `2. To show it in the talk, name ${id} in the reveals of a step in data/scenes.yaml.`,
    ],
  }
}

/** What is captured on every arch, and on those whose kernel tree says that they have the mechanism. */
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
    struct: 'TODO ftrace_regs or pt_regs, by what it hands to the tracer',
  },
]

/** The places that fill a struct on an arch; what its kernel tree tells is derived, not written. */
export function archScaffold(name: string, root: string): Scaffold {
  const id = goodId(name)
  const file = `data/arch/${id}.yaml`
  const trees = existsSync(join(root, file)) ? derivedTrees(file, root) : []
  const newest = trees.at(-1)
  const sites = SITES.filter(({ needs }) => !needs || !newest || trees.some(it => it.support[needs]?.value !== 'no'))
  const files = new Map(
    sites.map(site => {
      const path = `data/captures/${id}/${id}-${site.id}.yaml`
      refuseIfThere(path, root)
      return [path, captureText(id, site, newest)] as const
    }),
  )
  return {
    files,
    next: [
      ...(newest
        ? []
        : [`1. npm run arch -- derive ${id} --linux DIR writes ${file}: what it supports, and its struct pt_regs.`]),
      `${newest ? 1 : 2}. Fill in the captures, read in that tree; npm run check says what is left. Take away those that it has not.`,
      `${newest ? 2 : 3}. npm run check then says which mechanisms provide nothing there: name the captures in what they provide.`,
      `${newest ? 3 : 4}. Say in data/readers.yaml which fields ${id} reads; npm run hazards -- --arch ${id} shows what follows.`,
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
since: "TODO the oldest release that you read it in, in quotes"
origin: ${origin}
struct: ${struct.startsWith('TODO') ? JSON.stringify(struct) : struct}
summary: "TODO what is special about it, in one sentence"
writes:
  - from: ${JSON.stringify(first ?? 'TODO the first field of a run that shares its fate')}
    to: ${JSON.stringify(last ?? 'TODO the last field of that run; as many runs as it takes for all of the struct')}
    state: "TODO captured; made-up, with value and wrong; or unset. Part the run where fields differ"
    how: "TODO in a word or two: stored, by the CPU, never written; or take the line away"
sources:
  - { file: "TODO the file, from the root of the kernel tree", symbol: "TODO its label or function", release: ${tree ? JSON.stringify(tree.release) : '"TODO the release of the tree, in quotes"'}, known: read }
`
}

/**
 * Write the files, each whole.
 *
 * @param root - the repository's root.
 */
export async function writeScaffold(files: Scaffold['files'], root: string): Promise<void> {
  for (const [file, text] of files) await replaceFile(join(root, file), text)
}

function derivedTrees(file: string, root: string): readonly ArchTree[] {
  const read = readYaml(file, loadText(file, root)!, archSchema)
  return 'value' in read ? (read.value.trees ?? []) : []
}

/** @throws UsageError for what no file may be named. */
function goodId(id: string): string {
  const parsed = idSchema.safeParse(id)
  if (!parsed.success) throw new UsageError(`${id}: ${parsed.error.issues[0]!.message}`)
  return id
}

/** @throws UsageError where there is such a file. */
function refuseIfThere(file: string, root: string): void {
  if (existsSync(join(root, file))) throw new UsageError(`${file} is there already, and is never written over`)
}
