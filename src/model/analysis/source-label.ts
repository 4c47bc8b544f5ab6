import type { Source } from '../schema/source.ts'

const REPOSITORIES = {
  linux: 'https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/commit/?id=',
  'linux-pre-git': 'https://github.com/jeffmahoney/linux-pre-git/commit/',
} as const

/** The address at which a reader can open a source; undefined for a file in a tree that no page shows. */
export function sourceUrl(it: Source): string | undefined {
  if (it.url) return it.url
  if (it.commit) return REPOSITORIES[it.repo ?? 'linux'] + it.commit
  return it.release ? `https://elixir.bootlin.com/linux/v${it.release}/source/${it.file}` : undefined
}

/** A source in full: `c9becf58d935 · arch/i386/kernel/kprobes.c`. */
export function sourceName(it: Source): string {
  return [it.commit?.slice(0, 12), it.file ?? it.title].filter(Boolean).join(' · ') || it.url!
}

/** A source in as few words as name it: the commit, else the file's own name, else the title or the host. */
export function sourceShortName(it: Source): string {
  return it.commit?.slice(0, 12) ?? it.file?.slice(it.file.lastIndexOf('/') + 1) ?? it.title ?? new URL(it.url!).host
}

/**
 * Names for sources that stand in one line: each in full while they fit, else the last ones in short.
 *
 * @param room - how many characters the line holds, with three between two names.
 */
export function sourceNames(sources: readonly Source[], room: number): readonly string[] {
  const names = sources.map(sourceName)
  for (let i = names.length - 1; i >= 0 && names.join('   ').length > room; i--) names[i] = sourceShortName(sources[i]!)
  return names.map(name => {
    const end = name.lastIndexOf(' ', room - 2)
    return name.length > room ? `${name.slice(0, end > 0 ? end : room - 2)} …` : name
  })
}
