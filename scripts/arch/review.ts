import type { ArchArguments } from './list.ts'
import type { Draft } from '../../src/model/schema/arch.ts'
import type { KernelTree } from '../../src/kernel/kernel-tree.ts'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { DataError } from '../../src/errors/fault.ts'
import { UsageError } from '../../src/errors/usage-error.ts'
import { replaceFile } from '../../src/files/atomic-write.ts'
import { reviewPage } from '../../src/cli/review-page.ts'
import { root } from '../../src/files/root.ts'
import { draftedFields } from '../../src/model/analysis/draft-fields.ts'
import { type SiteReview, archReviews } from '../../src/model/schema/review.ts'
import { readYaml } from '../../src/model/yaml/parse-yaml.ts'
import { yamlText } from '../../src/model/yaml/write-yaml.ts'
import { requireTree } from '../../src/kernel/kernel-tree.ts'
import { derivedBefore } from './derive.ts'

type ReviewArguments = Omit<ArchArguments, 'json'> & { readonly accept: string | undefined }

/** The widest line that is printed, columns. */
const MOST_COLUMNS = 120

/**
 * `npm run arch -- review ID --linux DIR`: show the drafted sites of an arch one by one, each field beside the kernel's
 * line that writes it, and record what a person decides in `data/arch/<id>.reviewed.yaml`. Decisions are made on the
 * terminal, or come from a file.
 *
 * @param args - the arguments; `accept` names a file of decisions, in the form of the file that is written.
 * @throws UsageError for arguments that do not go together, or an arch that was not added from this tree.
 * @throws DataError for a file of decisions that cannot be read.
 */
export async function reviewCommand({ ids, linux, accept }: ReviewArguments): Promise<void> {
  const [id, ...others] = ids
  if (id === undefined || others.length > 0 || linux.length > 1)
    throw new UsageError('review takes one arch and one tree; write npm run arch -- review ID --linux DIR')
  const tree = requireTree(linux[0], `npm run arch -- review ${id}`)
  const derived = derivedBefore({ id })?.arch.trees.find(it => it.release === tree.release)
  if (!derived)
    throw new UsageError(
      `${id} was not added from Linux ${tree.release}; write npm run arch -- add ${id} --linux ${tree.dir}`,
    )
  const drafts = derived.drafts ?? []
  if (accept === undefined) {
    const page = join(root, 'out', `${id}-review.html`)
    await replaceFile(
      page,
      Buffer.from(reviewPage({ arch: id, release: tree.release, drafts, read: it => tree.read(it) })),
    )
    process.stdout.write(`out/${id}-review.html shows these sites beside the kernel's lines\n`)
  }
  const decided = accept === undefined ? await decide(drafts, tree) : readReviews(accept, readFileSync(accept, 'utf8'))
  for (const { role, name } of decided) {
    if (!drafts.some(it => it.role === role && it.name === name))
      throw new UsageError(
        `${accept}: ${id} has no site ${role}, ${name}; it has ${drafts.map(it => `${it.role}, ${it.name}`).join('; ')}`,
      )
  }
  if (decided.length > 0) await record(id, decided)
}

/** Show each site; on a terminal, ask for a decision. */
async function decide(drafts: readonly Draft[], tree: KernelTree): Promise<readonly SiteReview[]> {
  const isAsked = process.stdin.isTTY && process.stdout.isTTY
  const lines = isAsked ? createInterface({ input: process.stdin, output: process.stdout }) : undefined
  const decided: SiteReview[] = []
  for (const draft of drafts) {
    process.stdout.write(siteText(draft, tree))
    const answer = lines ? (await lines.question('keep, reject, or later? [k/r/L] ')).trim().toLowerCase() : ''
    const decision = answer.startsWith('k') ? 'keep' : answer.startsWith('r') ? 'reject' : undefined
    if (decision) decided.push({ role: draft.role, name: draft.name, release: tree.release, decision })
  }
  lines?.close()
  if (!isAsked)
    process.stdout.write(
      `\n${drafts.length} sites; write what you decide into a file, and give it by --accept FILE:\n${example(drafts, tree)}`,
    )
  return decided
}

/** The form of a file of decisions. */
function example(drafts: readonly Draft[], { release }: KernelTree): string {
  const sites = drafts.slice(0, 1).map(({ role, name }) => ({ role, name, release, decision: 'keep' }))
  return yamlText({ sites })
}

/** A site: each field with its state, and the kernel's line that writes it. */
function siteText(draft: Draft, tree: KernelTree): string {
  const fields = [...draftedFields(draft)]
  const width = Math.max(...fields.map(([name]) => name.length))
  const rows = fields.map(([name, { state, file, line }]) => {
    const text = file === undefined ? '' : (tree.read(file)?.split('\n')[line! - 1]?.trim().replace(/\s+/g, ' ') ?? '')
    const place = file === undefined ? '' : `${file.split('/').at(-1)}:${line}`
    return `  ${name.padEnd(width)}  ${state.padEnd(8)}  ${place.padEnd(24)} ${text}`.slice(0, MOST_COLUMNS).trimEnd()
  })
  return `\n${draft.role}: ${draft.name}, ${draft.struct} (${draft.file}:${draft.line})\n${rows.join('\n')}\n`
}

function readReviews(file: string, text: string): readonly SiteReview[] {
  const read = readYaml(file, text, archReviews)
  if (!('value' in read)) throw new DataError(read)
  return read.value.sites
}

/** Write decisions beside those made before; the later one on a site counts. */
async function record(id: string, decided: readonly SiteReview[]): Promise<void> {
  const file = `data/arch/${id}.reviewed.yaml`
  const path = join(root, file)
  const before = existsSync(path) ? readReviews(file, readFileSync(path, 'utf8')) : []
  const kept = before.filter(it => !decided.some(one => one.role === it.role && one.name === it.name))
  const body = yamlText({ sites: [...kept, ...decided] })
  await replaceFile(path, `# yaml-language-server: $schema=../schema/arch-reviews.json\n${body}`)
  process.stdout.write(`wrote ${file}: ${decided.length} of ${kept.length + decided.length} sites are new\n`)
}
