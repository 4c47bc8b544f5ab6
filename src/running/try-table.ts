import type { SessionOutcome, TryResult } from './try-arch.ts'

/**
 * What `npm run try` prints of a running kernel.
 *
 * @param options - what was measured.
 * @returns a line for each session, and one for each contradiction.
 */
export function tryTable({ arch, release, build, qemu, outcomes }: TryResult): string {
  const rows = outcomes.map(it => [it.session, whatWasSeen(it), it.cannot ?? counts(it)] as const)
  const widths = [0, 1].map(i => Math.max(...rows.map(it => it[i]!.length)))
  const lines = rows.map(([a, b, c]) => `  ${a.padEnd(widths[0]!)}  ${b.padEnd(widths[1]!)}  ${c}`.trimEnd())
  const differences = outcomes.flatMap(it =>
    it.contradictions.map(
      ({ field, read, measured }) => `  ${whatWasSeen(it)} ${field}: read ${read}, measured ${measured}`,
    ),
  )
  return [
    `${arch} ${release}, under QEMU ${qemu}`,
    build,
    ...lines,
    differences.length > 0 ? 'Contradictions:' : 'No contradiction.',
    ...differences,
    '',
  ].join('\n')
}

function whatWasSeen({ shown, userStruct }: SessionOutcome): string {
  if (!shown) return ''
  if (userStruct) return `${shown.capture.id}, in user space's ${userStruct}`
  return shown.through ? `${shown.capture.id}, by ${shown.through.id}` : shown.capture.id
}

function counts({ fields, calls }: SessionOutcome): string {
  const states = Map.groupBy(fields, it => it.state)
  const parts = (['captured', 'made-up', 'unset', 'unknown'] as const).flatMap(it => {
    const count = states.get(it)?.length
    return count ? [`${count} ${it}`] : []
  })
  return `${calls} calls: ${parts.join(', ')}`
}
