// npm run test:faults: what can go wrong around the talk, tried at length.
import { faultRow, type FaultRow } from '../tests/faults/row.ts'
import { printJson, runCommand } from '../src/cli/command.ts'
import { UsageError } from '../src/errors/usage-error.ts'

/** How many files are changed at random, and how many commands are ended. */
const [CHANGES, KILLS, STOPS] = [3000, 50, 10]

type Suite = { readonly name: string; readonly run: (progress: (text: string) => void) => Promise<FaultRow> }

const SUITES: readonly Suite[] = [
  { name: 'data', run: async () => (await import('../tests/faults/data.ts')).tryBadData() },
  { name: 'commands', run: async () => (await import('../tests/faults/data.ts')).tryBadCommands() },
  { name: 'changes', run: async () => (await import('../tests/faults/data.ts')).tryRandomData(CHANGES) },
  { name: 'hostile', run: async () => (await import('../tests/faults/hostile.ts')).tryHostileOutputs() },
  { name: 'kernel', run: async () => (await import('../tests/faults/kernel.ts')).tryKernelTrees() },
  { name: 'doors', run: async () => (await import('../tests/faults/doors.ts')).tryDoors() },
  { name: 'supply', run: async () => (await import('../tests/faults/supply.ts')).tryPackages() },
  {
    name: 'circumstances',
    run: async progress => (await import('../tests/faults/circumstances.ts')).tryCircumstances(progress),
  },
  {
    name: 'stops',
    run: async () =>
      (await import('../tests/faults/kills.ts')).killAtRandom('stopped by Ctrl+C or SIGTERM', STOPS, [
        'SIGINT',
        'SIGTERM',
      ]),
  },
  {
    name: 'kills',
    run: async () => (await import('../tests/faults/kills.ts')).killAtRandom('killed', KILLS, ['SIGKILL']),
  },
]

await runCommand({
  name: 'npm run test:faults',
  summary:
    'Tries bad and hostile data, strangers at the doors, and troubles of the machine, and prints what came of it.',
  options: { json: { help: 'print the table as JSON' } },
  words: `[${SUITES.map(it => it.name).join(' | ')}]`,
  async run({ values, positionals, progress, signal }) {
    const unknown = positionals.find(it => !SUITES.some(({ name }) => name === it))
    if (unknown) throw new UsageError(`does not know ${unknown}; it tries ${SUITES.map(it => it.name).join(', ')}`)
    const rows: FaultRow[] = []
    for (const { name, run } of SUITES.filter(it => positionals.length === 0 || positionals.includes(it.name))) {
      signal.throwIfAborted()
      progress(`${name} …`)
      rows.push(
        await run(progress).catch((error: Error) =>
          faultRow(name, { tried: 0, kinds: 0, wrong: [['hung', `could not be tried to its end: ${error.message}`]] }),
        ),
      )
    }
    if (values.json) printJson(rows)
    else console.log(faultTable(rows))
    return rows.some(it => it.wrong.length > 0) ? 1 : 0
  },
})

function faultTable(rows: readonly FaultRow[]): string {
  const head = ['', 'tried', 'kinds', 'lost', 'hung', 'unlocated', 'let in']
  const lines = [
    head,
    ...rows.map(it => [it.what, it.tried, it.kinds, it.lost, it.hung, it.unlocated, it.letIn].map(String)),
  ]
  const wide = head.map((_, i) => Math.max(...lines.map(line => line[i]!.length)))
  const table = lines.map(line =>
    line.map((cell, i) => (i === 0 ? cell.padEnd(wide[i]!) : cell.padStart(wide[i]!))).join('  '),
  )
  return [...table, ...rows.flatMap(it => it.wrong.map(wrong => `\n${it.what}: ${wrong}`))].join('\n')
}
