import { defineConfig } from 'vitest/config'

// These tests need whole kernel trees. PT_REGS_TREES names their folders, separated by `:`; `npm run test:kernel` sets
// it.
export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: { include: ['tests/kernel-tree/*.tree.ts'], testTimeout: 60_000, hookTimeout: 60_000 },
})
