import { expect, test } from 'vitest'
import { tryCircumstances } from './circumstances.ts'
import { tryBadCommands, tryBadData, tryBodies, tryRandomData } from './data.ts'
import { tryNetwork } from './network.ts'
import { tryHostileOutputs } from './hostile.ts'
import { tryMarks } from './marks.ts'
import { killAtRandom } from './kills.ts'
import type { FaultRow } from './row.ts'
import { tryPackages } from './supply.ts'

/** How many files are changed at random, and how many commands are ended. */
const [CHANGES, KILLS, STOPS] = [3000, 50, 10]

const SUITES: Readonly<Record<string, () => FaultRow | Promise<FaultRow>>> = {
  data: tryBadData,
  bodies: tryBodies,
  commands: tryBadCommands,
  changes: () => tryRandomData(CHANGES),
  hostile: tryHostileOutputs,
  marks: tryMarks,
  network: tryNetwork,
  supply: tryPackages,
  circumstances: tryCircumstances,
  stops: () => killAtRandom('stopped by Ctrl+C or SIGTERM', STOPS, ['SIGINT', 'SIGTERM']),
  kills: () => killAtRandom('killed', KILLS, ['SIGKILL']),
}

test.for(Object.entries(SUITES))('%s', async ([, run], { task }) => {
  const row = await run()
  task.meta.faultRow = row
  expect(row.wrong).toEqual([])
})
