import type { Source } from '../schema/source.ts'

const REPOSITORIES = {
  linux: 'https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/commit/?id=',
  'linux-pre-git': 'https://github.com/jeffmahoney/linux-pre-git/commit/',
} as const

/**
 * The address of the page that shows a source.
 *
 * @param it - a page, a commit or a file.
 * @returns undefined for a file without the release of its tree.
 */
export function sourceUrl(it: Source): string | undefined {
  if (it.url) return it.url
  if (it.commit) return REPOSITORIES[it.repo ?? 'linux'] + it.commit
  return it.release ? `https://elixir.bootlin.com/linux/v${it.release}/source/${it.file}` : undefined
}

/** A source in full: `c9becf58d935 · arch/i386/kernel/kprobes.c`. */
export function sourceName(it: Source): string {
  return [it.commit?.slice(0, 12), it.file ?? it.title].filter(Boolean).join(' · ') || it.url!
}

/** The shortest name of a source: the commit, else the file's own name, else the title or the host. */
export function sourceShortName(it: Source): string {
  return it.commit?.slice(0, 12) ?? it.file?.slice(it.file.lastIndexOf('/') + 1) ?? it.title ?? new URL(it.url!).host
}

/**
 * Names for sources in one line: in full as long as they fit, else the last ones in short.
 *
 * @param sources - in the order of the line.
 * @param room - how many characters the line holds, with three between two names.
 * @returns a name for each source, none longer than the line.
 */
export function sourceNames(sources: readonly Source[], room: number): readonly string[] {
  const names = sources.map(sourceName)
  for (let i = names.length - 1; i >= 0 && names.join('   ').length > room; i--) names[i] = sourceShortName(sources[i]!)
  return names.map(name => {
    const end = name.lastIndexOf(' ', room - 2)
    return name.length > room ? `${name.slice(0, end > 0 ? end : room - 2)} …` : name
  })
}
