import { defineConfig } from 'vitest/config'

// Needs whole kernel trees, by PT_REGS_TREES: their folders with : between. `npm run test:kernel` finds them.
export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: { include: ['tests/kernel-tree/*.tree.ts'], testTimeout: 60_000, hookTimeout: 60_000 },
})
