import type { ArchTree, Draft } from '../../model/schema/arch.ts'
import type { ArchContext } from '../arch-context.ts'
import type { Kconfig } from '../kconfig/kconfig.ts'
import { type DraftCapture, draftArch } from './draft-arch.ts'

/**
 * Follow the code that fills register structs, in the form in which derived files record it.
 *
 * @param context - the architecture.
 * @param kconfig - its symbols.
 * @returns the drafts, the fields that readers take, and the sites that were lost.
 */
export function recordedDrafts(
  context: ArchContext,
  kconfig: Kconfig,
): {
  readonly drafts: readonly Draft[]
  readonly readers: NonNullable<ArchTree['readers']>
  readonly lost: NonNullable<ArchTree['lost']>
} {
  const { captures, readers, lost } = draftArch(context, kconfig)
  return {
    drafts: captures.map(recorded),
    readers: readers.map(it => ({ ...it, fields: [...it.fields] })),
    lost: [...lost],
  }
}

function recorded({ role, name, struct, file, line, fields }: DraftCapture): Draft {
  const files = [...new Set(fields.flatMap(it => (it.file === undefined ? [] : [it.file])))]
  return {
    role,
    name,
    struct,
    file,
    line,
    files,
    fields: Object.fromEntries(
      fields.map(it => [
        it.name,
        it.file === undefined ? it.state : `${it.state} ${files.indexOf(it.file)}:${it.line}`,
      ]),
    ),
  }
}
