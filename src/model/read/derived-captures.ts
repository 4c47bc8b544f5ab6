import type { ArchTree, Draft } from '../schema/arch.ts'
import type { Capture } from '../schema/capture.ts'
import type { SiteReview } from '../schema/review.ts'
import type { Role } from '../schema/role.ts'
import { seriesOf } from '../analysis/compare-releases.ts'
import { draftedFields } from '../analysis/draft-fields.ts'

/** Roles whose struct an exception entry fills, and those that C code fills; all others have a stub of their own. */
const BY_EXCEPTION: readonly Role[] = [
  'exception-entry',
  'exception-entry-user',
  'breakpoint',
  'syscall-entry',
  'uretprobe',
]
const BY_SOFTWARE: readonly Role[] = ['perf-caller-regs']
/** Conversions: they fill a struct from another one. */
const CONVERSIONS: readonly Role[] = ['partial-regs', 'fill-perf-regs']

/** An architecture with the drafts of its trees. */
export type DraftedArch = { readonly id: string; readonly trees?: readonly ArchTree[] | undefined }

/** A draft with the tree that it was made of. */
type Drafted = { readonly draft: Draft; readonly tree: ArchTree }

/**
 * Make captures of the drafts of an architecture of which no capture is written down. They say of themselves that they
 * were derived, and not reviewed.
 *
 * @param arch - the architecture, with its trees.
 * @param reviews - what a person decided on sites of it: a site that was kept or changed is reviewed, one that was
 *   rejected is none.
 * @returns a capture for each site and each form that it has in the trees, by id; only those that fill a pt_regs.
 */
export function derivedCaptures(
  { id, trees = [] }: DraftedArch,
  reviews: readonly SiteReview[] = [],
): ReadonlyMap<string, Capture> {
  const drafted = trees.flatMap(tree =>
    (tree.drafts ?? [])
      .filter(it => it.struct === 'pt_regs' && !CONVERSIONS.includes(it.role))
      .map((draft): Drafted => ({ draft, tree })),
  )
  const sites = Map.groupBy(drafted, ({ draft }) => `${draft.role} ${draft.name}`)
  const names = Map.groupBy(sites.keys(), key => key.split(' ')[0]!)
  const found = new Map<string, Capture>()
  for (const [key, forms] of sites) {
    const role = key.split(' ')[0]!
    const stem = names.get(role)!.length === 1 ? role : `${role}-${slug(key.slice(role.length))}`
    const changes = forms.filter((it, i) => i === 0 || statesOf(it) !== statesOf(forms[i - 1]!))
    changes.forEach((form, i) => {
      const after = changes[i + 1]
      const own = `${id}-${stem}${i === 0 ? '' : `-${slug(seriesOf(form.tree.release))}`}`
      const review = reviews.findLast(it => it.role === form.draft.role && it.name === form.draft.name)
      const capture = captureOf(own, form, after && seriesOf(after.tree.release))
      if (review?.decision !== 'reject') found.set(own, review ? reviewed(capture, form, review) : capture)
    })
  }
  return found
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}

const statesOf = ({ draft }: Drafted): string =>
  Object.entries(draft.fields)
    .map(([name, text]) => `${name} ${text.replace(/ .*/, '')}`)
    .join()

function captureOf(id: string, { draft, tree }: Drafted, until: string | undefined): Capture {
  const entry = (tree.drafts ?? []).find(it => it.role === 'exception-entry')
  const isEntry = BY_EXCEPTION.includes(draft.role) || (entry?.file === draft.file && entry.line === draft.line)
  const origin = isEntry ? 'exception' : BY_SOFTWARE.includes(draft.role) ? 'software' : 'trampoline'
  return {
    id,
    name: draft.name,
    role: draft.role,
    since: seriesOf(tree.release),
    ...(until !== undefined && { until }),
    origin,
    struct: draft.struct,
    summary: `Derived from Linux ${tree.release}, and not reviewed: ${draft.file}:${draft.line}.`,
    isDerived: true,
    writes: groups(draft),
    sources: [{ file: draft.file, release: tree.release, known: 'derived' }],
  }
}

/** A capture as a person has reviewed it. */
function reviewed(capture: Capture, { draft }: Drafted, { fields = {}, release }: SiteReview): Capture {
  const { isDerived: _, ...rest } = capture
  const writes = capture.writes.flatMap((group): Capture['writes'] => {
    const changed = group.fields!.filter(it => Object.hasOwn(fields, it))
    const others = group.fields!.filter(it => !Object.hasOwn(fields, it))
    return [
      ...(others.length > 0 ? [{ ...group, fields: others }] : []),
      ...changed.map(it => {
        const { state, value, note } = fields[it]!
        return {
          fields: [it],
          state,
          ...remarks(state, value ?? ''),
          ...(value && { value }),
          ...(note && noteOf(state, note)),
        }
      }),
    ]
  })
  return {
    ...rest,
    summary: `As it was followed in Linux ${release}, and reviewed there: ${draft.file}:${draft.line}.`,
    writes,
    sources: [{ file: draft.file, release, known: 'read' }],
  }
}

const noteOf = (state: string, note: string): { readonly wrong?: string; readonly note?: string } =>
  state === 'made-up' ? { wrong: note } : { note }

/** The fields in runs of one state and one line. */
function groups(draft: Draft): Capture['writes'] {
  const out: Capture['writes'] = []
  let fields: string[] = []
  let last = ''
  for (const [name, { state, file, line }] of draftedFields(draft)) {
    const place = file === undefined ? '' : `${file.split('/').at(-1)}:${line}`
    const key = state === 'captured' || file === undefined ? state : `${state} ${file}:${line}`
    if (key !== last) {
      fields = []
      out.push({ fields, state, ...remarks(state, place) })
    }
    last = key
    fields.push(name)
  }
  return out
}

/** What a state needs beside it; no more is known of a derived one than its line. */
function remarks(state: string, place: string): Partial<Capture['writes'][number]> {
  const value = place.length <= 24 && place !== '' ? place : 'see the kernel'
  if (state === 'made-up') return { value, wrong: 'Derived: something else than the register is written there' }
  if (state === 'computed') return { value, note: 'Derived: the value is computed there' }
  return {}
}
