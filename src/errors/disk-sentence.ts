/** Error codes of the file system, each as a sentence with what to do. */
const DISK: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder; bring it back, or choose another path',
  ENOSPC: 'the disk is full; make room, and run the command again',
  EDQUOT: 'your disk quota is used up; make room, and run the command again',
  EROFS: 'the file system is read-only; choose another path',
  EACCES: 'permission denied; choose another path or fix its permissions',
  EPERM: 'permission denied; choose another path or fix its permissions',
  ENOTDIR: 'a file is where a folder must be; choose another path',
  EISDIR: 'a folder is where a file must be; choose another path',
  ENAMETOOLONG: 'the name is too long; choose a shorter one',
  EIO: 'I/O error; check the disk',
  EFBIG: 'the file is larger than may be written here; raise the limit, as with ulimit -f unlimited',
  EMFILE: 'too many files are open; close some programs, and run the command again',
}

/**
 * Say in a sentence what the file system refused.
 *
 * @param error - as it was thrown.
 * @returns the sentence, with the path and what to do; undefined if it was not the file system.
 */
export function diskSentence(error: unknown): string | undefined {
  const { code = '', path, dest } = error as NodeJS.ErrnoException & { dest?: string }
  const sentence = DISK[code]
  return sentence && `${[dest ?? path, sentence].filter(Boolean).join(': ')} (${code})`
}

/**
 * Find what the file system refused to a program.
 *
 * @param said - what the program said when it failed.
 * @returns the sentence, with what to do; undefined if it names no such error.
 */
export function diskSentenceIn(said: string): string | undefined {
  // Of what is missing or may not be touched, the program names the path.
  const [, code] = /\b(ENOSPC|EDQUOT|EROFS|EIO|EFBIG|EMFILE): /.exec(said) ?? []
  return code === undefined ? sentenceOf(/os error 27\b/.test(said) ? 'EFBIG' : '') : sentenceOf(code)
}

function sentenceOf(code: string): string | undefined {
  return DISK[code] && `${DISK[code]} (${code})`
}
