import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { parse } from 'node:path'

/** The file that says the version of the facts. */
export const VERSION_FILE = 'version.yaml'

/** What a commit changed of the facts. */
export type FactsCommit = {
  /** The first digits of its id. */
  readonly id: string
  /** YYYY-MM-DD. */
  readonly date: string
  readonly subject: string
  /** The changed files of the dataset, relative to its folder. */
  readonly files: readonly string[]
  /** The version of the facts that it set, if it set one. */
  readonly version?: string
}

/** How many changed files a line names; of more it gives the number. */
const MOST_NAMED = 6

/** What is in the folder and is no fact about the kernel. */
const NO_FACTS = /^(?:scenes|version)\.yaml$|^schema\/|\.md$/

/**
 * Read from git which commits changed the facts.
 *
 * @param deck - the deck's folder, absolute.
 * @param folder - the dataset's folder, relative to it.
 * @returns the newest first; undefined where git knows no history of it.
 */
export async function factsHistory(deck: string, folder: string): Promise<readonly FactsCommit[] | undefined> {
  const git = async (...args: readonly string[]) =>
    (await promisify(execFile)('git', [...args], { cwd: deck, maxBuffer: 1 << 26 })).stdout
  try {
    const log = await git('log', '--relative', '--name-only', '--format=%x00%h%x09%cs%x09%s', '--', folder)
    const commits = parseLog(log, folder)
    return await Promise.all(
      commits.map(async it => {
        if (!it.files.includes(VERSION_FILE)) return it
        const text = await git('show', `${it.id}:./${folder}/${VERSION_FILE}`).catch(() => '')
        const version = /^version: (\S+)$/m.exec(text)?.[1]
        return version === undefined ? it : { ...it, version }
      }),
    )
  } catch {
    return undefined
  }
}

function parseLog(log: string, folder: string): readonly FactsCommit[] {
  return log
    .split('\0')
    .filter(Boolean)
    .map(commit => {
      const [head = '', ...names] = commit.split('\n')
      const [id = '', date = '', subject = ''] = head.split('\t')
      return { id, date, subject, files: names.filter(Boolean).map(it => it.replace(`${folder}/`, '')) }
    })
}

/**
 * Write the changelog of the facts.
 *
 * @param history - as {@link factsHistory} gives it.
 * @param version - of the facts as they are now.
 * @returns Markdown: a chapter for each version, what came since the version before in it, the newest first.
 */
export function factsChangelog(history: readonly FactsCommit[] | undefined, version: string): string {
  const head = '# Changelog of the facts\n'
  if (!history)
    return `${head}\nMade from the history of the dataset in git, which was not there when this package was made.\n`
  const chapters: { readonly version: string; readonly commits: FactsCommit[] }[] = [{ version, commits: [] }]
  // A version holds what is in the commit that sets it, and what came before, down to the version before.
  for (const commit of history) {
    if (commit.version !== undefined && commit.version !== chapters.at(-1)!.version)
      chapters.push({ version: commit.version, commits: [] })
    if (commit.files.some(it => !NO_FACTS.test(it))) chapters.at(-1)!.commits.push(commit)
  }
  return [head, ...chapters.map(it => `## ${it.version}\n\n${it.commits.map(line).join('')}`)].join('\n')
}

function line({ id, date, subject, files }: FactsCommit): string {
  const names = [...new Set(files.filter(it => !NO_FACTS.test(it)).map(it => parse(it).name))]
  const what = names.length > MOST_NAMED ? `${names.length} files` : names.join(', ')
  return `- ${date} ${escaped(subject)} (${what}; ${id})\n`
}

/** Markdown's own characters as they are. */
function escaped(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>]/g, '\\$&')
}
