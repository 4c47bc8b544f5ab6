import type { KernelTree } from '../kernel-tree.ts'
import { execFile } from 'node:child_process'
import { existsSync, readdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { compareReleases } from '../../model/analysis/compare-releases.ts'
import { commonGitFolder, gitFolder } from '../kernel-tree.ts'

/** A claim about a commit: that it exists, has a file, and was new in a release. */
export type CommitClaim = {
  readonly commit: string
  readonly release?: string | undefined
  readonly file?: string | undefined
}

/** The answer of git: the claim holds, is wrong, or cannot be checked in this checkout. */
export type CommitVerdict = { readonly is: 'holds' } | { readonly is: 'wrong' | 'unknown'; readonly why: string }

/**
 * The environment of git, which may only read: no configuration but the repository's own, no network, no lock, no
 * pager.
 */
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
/** Settings that win over the repository's own: no hook, no program that watches files, no network. */
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

/** How long one call of git may take. */
const GIT_TIMEOUT_MS = 8000

/**
 * Check claims about commits against a git checkout.
 *
 * @param tree - the kernel tree, with or without git.
 * @param claims - the claims.
 * @returns an answer for each claim, in the same order.
 */
export async function checkCommits(
  tree: KernelTree,
  claims: readonly CommitClaim[],
): Promise<readonly CommitVerdict[]> {
  const allUnknown = (why: string) => claims.map(() => ({ is: 'unknown' as const, why }))
  const top = realpathSync.native(tree.dir)
  const folder = gitFolder(top)
  if (folder === undefined) return allUnknown('the tree has no git')
  const common = commonGitFolder(folder)
  const isShallow = existsSync(join(common, 'shallow'))
  const git = (args: readonly string[], input = '') => runGit(top, args, input)
  const lines = isPartialClone(common) ? await askOneByOne(git, claims) : await askAtOnce(git, claims)
  if (lines === undefined) return allUnknown('git fails in this tree')
  const tags = new Set((await git(['tag', '--list', 'v*']))?.split('\n') ?? [])
  const misplaced = await misplacedCommits(
    git,
    claims.filter((_, i) => isThere(lines[2 * i])),
    tags,
  )

  return claims.map(({ commit, release, file }, i): CommitVerdict => {
    if (lines[2 * i] === PARTIAL || (file !== undefined && lines[2 * i + 1] === PARTIAL))
      return { is: 'unknown', why: 'the clone is partial' }
    if (!isThere(lines[2 * i]))
      return isShallow
        ? { is: 'unknown', why: 'the checkout is shallow' }
        : { is: 'wrong', why: `there is no commit ${commit}` }
    if (file !== undefined && !isThere(lines[2 * i + 1]))
      return { is: 'wrong', why: `commit ${commit.slice(0, 12)} has no ${file}` }
    if (release === undefined) return { is: 'holds' }
    if (!tags.has(`v${release}`)) return { is: 'unknown', why: `the checkout has no tag v${release}` }
    const place = misplaced.get(commit)
    if (place === 'unknown') return { is: 'unknown', why: 'git did not answer in time' }
    if (place === 'later') return { is: 'wrong', why: `commit ${commit.slice(0, 12)} is not in ${release}` }
    return place === 'earlier'
      ? { is: 'wrong', why: `commit ${commit.slice(0, 12)} is already in the release before ${release}` }
      : { is: 'holds' }
  })
}

/** Two lines for each claim, of its commit and of its file; undefined if git fails. */
type ObjectLines = Promise<readonly string[] | undefined>

/** Instead of a line: the object is not in the clone, and may be where it was cloned from. */
const PARTIAL = 'partial'

/** Whether a repository lacks objects that it would fetch when asked for: a blobless or a treeless clone. */
function isPartialClone(common: string): boolean {
  const packs = join(common, 'objects', 'pack')
  return existsSync(packs) && readdirSync(packs).some(it => it.endsWith('.promisor'))
}

async function askAtOnce(git: Git, claims: readonly CommitClaim[]): ObjectLines {
  const found = await git(
    ['cat-file', '--batch-check'],
    claims.map(({ commit, file }) => `${commit}^{commit}\n${commit}:${file ?? ''}\n`).join(''),
  )
  return found?.split('\n')
}

/**
 * In a partial clone git ends at the first object that it lacks, since it may not fetch it, so each is asked for alone.
 * Files are looked up in the commit's trees, without their texts: a blobless clone has few others than it has checked
 * out.
 */
async function askOneByOne(git: Git, claims: readonly CommitClaim[]): ObjectLines {
  const known = new Map<string, Promise<string>>()
  const once = (key: string, ask: () => Promise<string>): Promise<string> => {
    const answer = known.get(key) ?? ask()
    known.set(key, answer)
    return answer
  }
  const lines: string[] = []
  for (const { commit, file } of claims) {
    const line = await once(commit, async () => {
      const id = (await git(['rev-parse', '--verify', '--quiet', `${commit}^{commit}`]))?.trim()
      return id === undefined ? PARTIAL : `${id} commit`
    })
    lines.push(line)
    lines.push(
      line === PARTIAL || file === undefined
        ? line
        : await once(`${commit}:${file}`, async () => {
            const entry = await git(['ls-tree', '--object-only', commit, '--', file])
            return entry === undefined ? PARTIAL : entry === '' ? 'missing' : `${entry.trim()} blob`
          }),
    )
  }
  return lines
}

/** Whether a line of `git cat-file --batch-check` reports an object. */
function isThere(line: string | undefined): boolean {
  return line !== undefined && /^[0-9a-f]{40,64} (?:commit|blob|tree)\b/.test(line)
}

/** Runs git and gives its output; undefined if it fails or takes too long. */
type Git = (args: readonly string[], input?: string) => Promise<string | undefined>

/** Where a commit is that is not new in its release; `unknown` if git did not answer. */
type Misplacement = 'later' | 'earlier' | 'unknown'

/** How many releases are looked up at once. */
const MOST_PARALLEL = 4

/** Find the commits that are not in their release, or were in the release before it. */
async function misplacedCommits(
  git: Git,
  claims: readonly CommitClaim[],
  tags: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Misplacement>> {
  const found = new Map<string, Misplacement>()
  const byRelease = [...Map.groupBy(claims, it => it.release)].filter(
    ([release]) => release !== undefined && tags.has(`v${release}`),
  )
  const work = byRelease.values()
  const worker = async (): Promise<void> => {
    for (const [release, ofRelease] of work) await checkRelease(release!, ofRelease)
  }
  await Promise.all(Array.from({ length: MOST_PARALLEL }, worker))
  return found

  async function checkRelease(release: string, ofRelease: readonly CommitClaim[]): Promise<void> {
    const full = new Map(
      (await git(['rev-parse', ...ofRelease.map(it => `${it.commit}^{commit}`)]))
        ?.trim()
        .split('\n')
        .map((id, i) => [id, ofRelease[i]!.commit]),
    )
    const commits = ofRelease.map(it => it.commit).join('\n')
    const notIn = (tag: string) => git(['rev-list', '--stdin'], `${commits}\n^${tag}\n`)
    const before = previousTag(release, tags)
    const [notInRelease, notInBefore] = [
      await notIn(`v${release}`),
      before === undefined ? '' : await notIn(before),
    ].map(it => (it === undefined ? undefined : new Set(it.split('\n'))))
    for (const [id, commit] of full) {
      if (!notInRelease || !notInBefore) found.set(commit, 'unknown')
      else if (notInRelease.has(id)) found.set(commit, 'later')
      else if (before !== undefined && !notInBefore.has(id)) found.set(commit, 'earlier')
    }
  }
}

/** The tag before a mainline release: v6.11 for 6.12. Undefined for a stable release, such as 6.12.3. */
function previousTag(release: string, tags: ReadonlySet<string>): string | undefined {
  const isMainline = (it: string) => /^(?!2\.)\d+\.\d+$|^2\.6\.\d+$/.test(it)
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
      { env: ENVIRONMENT, timeout: GIT_TIMEOUT_MS, maxBuffer: 1 << 28 },
      (error, stdout) => done(error ? undefined : stdout),
    )
    child.stdin?.on('error', () => {})
    child.stdin?.end(input)
  })
}
