import { randomLcg, shuffler } from 'd3'
import type { StageInput, StageInputBox, StageInputLink } from '../../src/layout/stage-layout.ts'

/** How likely a link is, 0 to 1: between two boxes of neighbouring rows, of one row, and of rows further apart. */
export type Density = { readonly next: number; readonly same: number; readonly skip: number }

const NAMES = ['TP', 'KProbe', 'KRetprobe', 'fentry/fexit', 'Multi-kprobe', 'XDP', 'Tracepoint', 'LSM']

/** A stage of `sizes[r]` boxes in row r. An even seed has origin bars in row 0; boxes are shown in random order. */
export function randomGraph(seed: number, sizes: readonly number[], density: Density): StageInput {
  const random = randomLcg(seed)
  const boxes = sizes.flatMap((size, row) =>
    Array.from({ length: size }, (_, i): StageInputBox => {
      const name = NAMES[Math.floor(random() * NAMES.length)]!
      return {
        id: `r${row}-${i}`,
        row,
        label: random() < 0.5 ? ['eBPF', name] : [name],
        isOrigin: row === 0 && seed % 2 === 0,
      }
    }),
  )
  const links: StageInputLink[] = []
  for (const [at, parent] of boxes.entries()) {
    for (const child of boxes.slice(at + 1)) {
      const apart = child.row - parent.row
      const chance = apart === 0 ? density.same : apart === 1 ? density.next : density.skip
      if (random() < chance) links.push({ parent: parent.id, child: child.id })
    }
  }
  const ids = shuffler(random)(boxes.map(({ id }) => id))
  const reveals = Array.from({ length: 6 }, (_, scene) => ids.slice(0, Math.ceil(((scene + 1) * ids.length) / 6)))
  return { boxes, links, reveals }
}
