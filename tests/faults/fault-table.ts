import type { Reporter } from 'vitest/node'
import type { FaultRow } from './row.ts'

declare module 'vitest' {
  interface TaskMeta {
    faultRow?: FaultRow
  }
}

/** Prints what each kind of trouble came to, as a table at the end of the run. */
export const faultTable: Reporter = {
  onTestRunEnd(modules) {
    const rows = modules.flatMap(it => [...it.children.allTests()].flatMap(test => test.meta().faultRow ?? []))
    if (rows.length > 0) process.once('exit', () => console.log(tableOf(rows)))
  },
}

function tableOf(rows: readonly FaultRow[]): string {
  const head = ['', 'tried', 'kinds', 'lost', 'hung', 'unlocated', 'let in']
  const lines = [
    head,
    ...rows.map(it => [it.what, it.tried, it.kinds, it.lost, it.hung, it.unlocated, it.letIn].map(String)),
  ]
  const wide = head.map((_, i) => Math.max(...lines.map(line => line[i]!.length)))
  return lines
    .map(line => line.map((cell, i) => (i === 0 ? cell.padEnd(wide[i]!) : cell.padStart(wide[i]!))).join('  '))
    .join('\n')
}
