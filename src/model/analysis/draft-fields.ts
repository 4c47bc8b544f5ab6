import type { Arch, Draft } from '../schema/arch.ts'
import type { FieldState } from '../schema/capture.ts'
import type { Role } from '../schema/role.ts'

/** A field of a draft: its state, and the line that wrote it, if one did. */
export type DraftedField = { readonly state: FieldState; readonly file?: string; readonly line?: number }

/**
 * Read the fields of a draft.
 *
 * @param draft - the draft, as a derived file records it.
 * @returns the fields by name.
 */
export function draftedFields({ fields, files }: Draft): ReadonlyMap<string, DraftedField> {
  return new Map(
    Object.entries(fields).map(([name, text]) => {
      const [state, place] = text.split(' ') as [FieldState, string?]
      const [file, line] = place?.split(':').map(Number) ?? []
      return [name, file === undefined ? { state } : { state, file: files[file]!, line: line! }]
    }),
  )
}

/** What a draft is looked for by. */
export type DraftKey = { readonly role?: Role | undefined; readonly name: string; readonly struct: string }

/**
 * Find what was followed of a site in a tree.
 *
 * @param tree - what was derived from the tree.
 * @param key - the site, whose name tells it from others of its role.
 * @returns the draft; undefined if none was made of that struct.
 */
export function draftOf(tree: Pick<NonNullable<Arch['trees']>[number], 'drafts'>, key: DraftKey): Draft | undefined {
  const ofRole = (tree.drafts ?? []).filter(it => it.role === key.role && it.struct === key.struct)
  return ofRole.find(it => it.name === key.name)
}
