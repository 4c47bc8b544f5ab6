import { loadFiles } from '../src/model/read/load-files.ts'

/** The id of the arch that {@link filesWithAddedArch} adds. */
export const ADDED_ARCH = 'toy64'

/**
 * The dataset's files with an arch that was just added: nothing of it is written down but its derived file, and that
 * was made of newer trees than the talk's release.
 *
 * @param options - the id of the arch, and the oldest tree that is kept; `from` is the arch whose trees it has.
 * @returns the texts by path.
 */
export function filesWithAddedArch({
  id = ADDED_ARCH,
  from = 'riscv64',
  oldest = '6.12',
}: { readonly id?: string; readonly from?: string; readonly oldest?: string } = {}): Map<string, string> {
  const files = new Map(loadFiles())
  const [head = '', ...trees] = files
    .get(`data/arch/${from}.yaml`)!
    .replace(/^# (?!yaml).*\n/gm, '')
    .split(/^(?= {2}- release: )/m)
  const kept = trees.filter(it => it.startsWith(`  - release: ${oldest}`))
  files.set(
    `data/arch/${id}.yaml`,
    [head.replace(/^id: .*$/m, `id: ${id}`).replace(/^name: .*$/m, `name: ${id}`), ...kept].join(''),
  )
  return files
}
