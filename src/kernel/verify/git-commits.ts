import type { KernelTree } from '../kernel-tree.ts'
import { execFile } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { compareReleases } from '../../model/analysis/compare-releases.ts'
import { gitFolder } from '../kernel-tree.ts'

/** What a commit is claimed to be: in the kernel since a release, and perhaps with a file. */
export type CommitClaim = {
  readonly commit: string
  readonly release?: string | undefined
  readonly file?: string | undefined
}

/** What git says to a claim: it holds, it does not and why, or it cannot be told here and why. */
export type CommitVerdict = { readonly is: 'holds' } | { readonly is: 'wrong' | 'unknown'; readonly why: string }

/** git, reading only: no configuration but the repository's own, no hook, no network, no lock, no editor. */
const ENVIRONMENT = {
  PATH: process.env.PATH,
  HOME: '/nonexistent',
  LC_ALL: 'C',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_ATTR_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_LAZY_FETCH: '1',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_PAGER: 'cat',
}
const SETTINGS = [
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'core.untrackedCache=false',
  '-c',
  'protocol.allow=never',
  '-c',
  'safe.directory=*',
]

/** How long one question to git may take, ms. */
const PATIENCE_MS = 8000

/** Hold claims about commits against a checkout. */
export async function judgeCommits(
  tree: KernelTree,
  claims: readonly CommitClaim[],
): Promise<readonly CommitVerdict[]> {
  const unknown = (why: string) => claims.map(() => ({ is: 'unknown' as const, why }))
  const top = realpathSync.native(tree.dir)
  const folder = gitFolder(top)
  if (folder === undefined) return unknown('the tree has no git')
  const git = (args: readonly string[], input = '') => runGit(top, args, input)
  const found = await git(
    ['cat-file', '--batch-check'],
    claims.map(({ commit, file }) => `${commit}^{commit}\n${commit}:${file ?? ''}\n`).join(''),
  )
  if (found === undefined) return unknown('git does not answer for this tree')
  const lines = found.split('\n')
  const isShallow = existsSync(join(folder, 'shallow'))
  const tags = new Set((await git(['tag', '--list', 'v*']))?.split('\n') ?? [])
  const late = await lateCommits(
    git,
    claims.filter((_, i) => isThere(lines[2 * i])),
    tags,
  )

  return claims.map(({ commit, release, file }, i): CommitVerdict => {
    if (!isThere(lines[2 * i]))
      return isShallow
        ? { is: 'unknown', why: 'the checkout is shallow' }
        : { is: 'wrong', why: `there is no commit ${commit}` }
    if (file !== undefined && !isThere(lines[2 * i + 1]))
      return { is: 'wrong', why: `commit ${commit.slice(0, 12)} has no ${file}` }
    if (release === undefined) return { is: 'holds' }
    if (!tags.has(`v${release}`)) return { is: 'unknown', why: `the checkout has no tag v${release}` }
    const where = late.get(commit)
    if (where === 'unasked') return { is: 'unknown', why: 'git did not answer in time' }
    if (where === 'later') return { is: 'wrong', why: `commit ${commit.slice(0, 12)} is not in ${release}` }
    return where === 'earlier'
      ? { is: 'wrong', why: `commit ${commit.slice(0, 12)} is in the release before ${release} already` }
      : { is: 'holds' }
  })
}

function isThere(line: string | undefined): boolean {
  return line !== undefined && /^[0-9a-f]{40,64} (?:commit|blob|tree)\b/.test(line)
}

type Git = (args: readonly string[], input?: string) => Promise<string | undefined>

/** Where a commit is instead of its release; `unasked` if git did not answer. */
type Late = 'later' | 'earlier' | 'unasked'

/** How many questions git is asked at once. */
const AT_ONCE = 4

/** Those commits that are not in their release, and those that were in the one before. */
async function lateCommits(
  git: Git,
  claims: readonly CommitClaim[],
  tags: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Late>> {
  const found = new Map<string, Late>()
  const byRelease = [...Map.groupBy(claims, it => it.release)].filter(
    ([release]) => release !== undefined && tags.has(`v${release}`),
  )
  const work = byRelease.values()
  const worker = async (): Promise<void> => {
    for (const [release, its] of work) await lateIn(release!, its)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return found

  async function lateIn(release: string, its: readonly CommitClaim[]): Promise<void> {
    const full = new Map(
      (await git(['rev-parse', ...its.map(it => `${it.commit}^{commit}`)]))
        ?.trim()
        .split('\n')
        .map((id, i) => [id, its[i]!.commit]),
    )
    const outside = (tag: string) => git(['rev-list', '--stdin'], `${its.map(it => it.commit).join('\n')}\n^${tag}\n`)
    const before = previousTag(release, tags)
    const [later, kept] = [await outside(`v${release}`), before === undefined ? '' : await outside(before)].map(it =>
      it === undefined ? undefined : new Set(it.split('\n')),
    )
    for (const [id, commit] of full) {
      if (!later || !kept) found.set(commit, 'unasked')
      else if (later.has(id)) found.set(commit, 'later')
      else if (before !== undefined && !kept.has(id)) found.set(commit, 'earlier')
    }
  }
}

/** The release before one of Linus's: v6.11 of v6.12; none of a stable release's. */
function previousTag(release: string, tags: ReadonlySet<string>): string | undefined {
  const isMainline = (it: string) => (/^\d+\.\d+$/.test(it) && !it.startsWith('2.') ? true : /^2\.6\.\d+$/.test(it))
  if (!isMainline(release)) return undefined
  const all = [...tags]
    .map(it => it.slice(1))
    .filter(it => isMainline(it) && compareReleases(it, release) < 0)
    .sort(compareReleases)
  return all.length > 0 ? `v${all.at(-1)}` : undefined
}

function runGit(top: string, args: readonly string[], input: string): Promise<string | undefined> {
  return new Promise(done => {
    const child = execFile(
      'git',
      [...SETTINGS, '-C', top, ...args],
      { env: ENVIRONMENT, timeout: PATIENCE_MS, maxBuffer: 1 << 28 },
      (error, stdout) => done(error ? undefined : stdout),
    )
    child.stdin?.on('error', () => {})
    child.stdin?.end(input)
  })
}
