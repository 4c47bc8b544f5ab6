import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  // What drives a browser takes seconds, and more on a machine that has other work.
  test: { include: ['tests/**/*.test.ts'], testTimeout: 60_000, expect: { poll: { timeout: 10_000 } } },
})
