import { defineConfig } from 'vitest/config'
import { faultTable } from './fault-table.ts'

const MINUTES = 60_000

// `npm run test:faults`: one after the other, for they end commands at random moments and count processes.
export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: {
    include: ['tests/faults/all.faults.ts', 'tests/kernel/hostile.test.ts', 'tests/scripts/setup.test.ts'],
    fileParallelism: false,
    testTimeout: 60 * MINUTES,
    reporters: ['default', faultTable],
  },
})
