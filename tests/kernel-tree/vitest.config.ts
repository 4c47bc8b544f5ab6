import { defineConfig } from 'vitest/config'

// These tests need whole kernel trees. PT_REGS_TREES names their folders, separated by `:`; `npm run test:kernel` sets
// it.
export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  // What counts is bounded in CPU time by the tests; on a machine that is busy the same takes longer.
  test: { include: ['tests/kernel-tree/*.tree.ts'], testTimeout: 600_000, hookTimeout: 600_000 },
})
