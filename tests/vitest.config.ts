import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { closingLine } from './closing-line.ts'

/** Tests of the built deck and of whole commands: most of them drive Chromium. */
const DECK = ['browser/**/*', 'chromium/**/*', 'scripts/**/*', 'cli/command', 'supply'].map(it => `tests/${it}.test.ts`)

/** The checks that are no Vitest tests of their own: types, form, lint, data. */
const GATE = ['gate', 'suite-with-added-arches'].map(it => `tests/${it}.test.ts`)

/** The long files first, so that at the end no core waits for one of them. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ['deck', 'gate', 'unit']
    return (await super.sort(files)).toSorted((a, b) => rank.indexOf(a.project.name) - rank.indexOf(b.project.name))
  }
}

export default defineConfig(({ mode }) => ({
  root: new URL('..', import.meta.url).pathname,
  test: {
    // A browser test waits for Chromium half of its time: three files keep two cores busy.
    maxWorkers: Math.ceil(1.5 * availableParallelism()),
    isolate: false,
    // Node runs TypeScript itself: Vite need not transform each module once for every worker.
    experimental: { viteModuleRunner: false },
    // Limits only end what hangs. No test is about time, so a busy machine may take as long as it needs.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 60_000 } },
    provide: { isLong: mode === 'long' },
    tags: [{ name: 'sampled', description: 'tries a sample of its cases; all of them in `npm run test:long`' }],
    sequence: { sequencer: LongestFirst },
    reporters: ['default', closingLine],
    projects: [
      {
        extends: true,
        test: { name: 'deck', include: DECK, globalSetup: 'tests/browser/support/global-setup.ts' },
      },
      { extends: true, test: { name: 'gate', include: GATE } },
      { extends: true, test: { name: 'unit', include: ['tests/**/*.test.ts'], exclude: [...DECK, ...GATE] } },
    ],
  },
}))
