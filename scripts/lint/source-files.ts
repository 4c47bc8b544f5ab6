import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../src/files/root.ts'

/** Folders with code or documents. Those of `data/` are facts, with a voice of their own. */
const FOLDERS = ['components', 'docs', 'layouts', 'scripts', 'setup', 'src', 'styles', 'tests']

/**
 * What is not checked: the changelog, in which things have their former names too, and the words that users type.
 */
const LEFT_OUT: readonly string[] = ['CHANGELOG.md', 'src/explorer/common-words.ts']

/** A talk, this one or one's own beside it: it begins with its headmatter, and has its speaker's voice. */
export const isTalk = ({ file, text }: SourceFile): boolean => /^[^/]+\.md$/.test(file) && /^---\r?\n/.test(text)

/** A file with its path from the repository's root. */
export type SourceFile = { readonly file: string; readonly text: string }

/**
 * Read code and documents.
 *
 * @param extensions - of the files that are meant, without a dot.
 * @param paths - files or folders from the repository's root; all, if none is given.
 * @returns sorted by path; what is not checked is left out.
 */
export function sourceFiles(extensions: readonly string[], paths: readonly string[]): readonly SourceFile[] {
  const names = [
    ...readdirSync(root),
    'data/README.md',
    ...FOLDERS.flatMap(folder =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(
        it => `${folder}/${it.replaceAll('\\', '/')}`,
      ),
    ),
  ]
  const isMeant = (file: string) =>
    paths.length === 0 || paths.some(it => file === it || file.startsWith(`${it.replace(/\/$/, '')}/`))
  return names
    .filter(file => !LEFT_OUT.includes(file) && extensions.some(it => file.endsWith(`.${it}`)) && isMeant(file))
    .sort()
    .map(file => ({ file, text: readFileSync(join(root, file), 'utf8') }))
    .filter(it => !isTalk(it))
}
