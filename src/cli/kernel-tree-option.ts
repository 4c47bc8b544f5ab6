/** The option of the commands that can show the kernel's own lines. */
export const OWN_SOURCES_OPTION = {
  hint: 'DIR',
  help: 'a kernel source tree, to show its own lines beside the sketches (key k)',
} as const

/**
 * The file of the kernel's own lines, where a tree was named. What reads it is loaded for those alone: it brings a parser of C.
 *
 * @throws UsageError if there is no tree at `dir`; DataError if the dataset is at fault.
 */
export async function kernelSourcesOf(dir: string | undefined): Promise<string | undefined> {
  if (dir === undefined) return undefined
  const { kernelSourcesFile } = await import('../build/kernel-source-file.ts')
  return kernelSourcesFile(dir)
}
